package io.aplomb.lab.demo;

import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.router.Election;
import io.aplomb.vrrp.router.RouterConfig;
import io.aplomb.vrrp.router.VirtualAddress;
import io.aplomb.vrrp.router.WireOptions;
import io.aplomb.vrrp.wire.AddressCheck;
import io.aplomb.vrrp.wire.AdvertInterval;
import io.aplomb.vrrp.wire.Authentication;
import io.aplomb.vrrp.wire.ChecksumStyle;
import io.aplomb.vrrp.wire.Delivery;
import io.aplomb.vrrp.wire.VrrpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A {@link LoopbackRouter} in a process of its own, so that it can be killed for real. */
public final class LoopbackRouterProcess {

    private static final int VRID = 51;
    private static final AdvertInterval TENTH = new AdvertInterval(10);
    private static final long END_LIMIT_S = 2;

    private LoopbackRouterProcess() {}

    /**
     * Takes part until the process is asked to end, then hands over.
     *
     * @throws IOException when the own address cannot be bound
     */
    public static void run(
            String name, int priority, String own, String peer, String virtual, int port)
            throws IOException {
        LoopbackRouter router =
                new LoopbackRouter(
                        config(name, priority, ip(peer), ip(virtual)),
                        ip(own),
                        ip(peer),
                        new AddressOwner(name, virtual, port));
        CountDownLatch handedOver = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().unstarted(() -> end(router, handedOver)));
        try {
            router.run();
        } finally {
            handedOver.countDown();
        }
    }

    private static void end(LoopbackRouter router, CountDownLatch handedOver) {
        router.end();
        try {
            boolean _ = handedOver.await(END_LIMIT_S, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static RouterConfig config(
            String name, int priority, IpAddress peer, IpAddress virtual) {
        List<VirtualAddress> addresses = List.of(VirtualAddress.of(virtual));
        return RouterConfig.of(name, VRID, VrrpVersion.V3, addresses)
                .with(Election.DEFAULT.withPriority(priority))
                .with(
                        new WireOptions(
                                VrrpVersion.V3,
                                TENTH,
                                Authentication.NONE,
                                ChecksumStyle.PSEUDO_HEADER,
                                EnumSet.allOf(ChecksumStyle.class),
                                new Delivery.Unicast(List.of(Delivery.Peer.of(peer)), true),
                                AddressCheck.REMARK,
                                false));
    }

    private static IpAddress ip(String text) throws IOException {
        return IpAddress.ofBytes(InetAddress.getByName(text).getAddress());
    }
}
