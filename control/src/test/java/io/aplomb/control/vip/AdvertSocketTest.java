package io.aplomb.control.vip;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpAddress;
import io.aplomb.control.vip.AdvertSocket.Heard;
import io.aplomb.linux.Poller;
import io.aplomb.linux.netlink.Network;
import io.aplomb.testkit.RequiredRights;
import io.aplomb.testkit.RequiredTool;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two machines with a cable between them, in network namespaces. */
@Timeout(90)
class AdvertSocketTest {
    private static final int ROUTER = 51;
    private static final IpAddress GROUP_V4 = ip("224.0.0.18");
    private static final IpAddress GROUP_V6 = ip("ff02::12");
    private static final byte[] OURS = {0x31, ROUTER, 100, 1};
    private static final byte[] ANOTHER = {0x31, 52, 100, 1};

    @BeforeEach
    void rights() {
        RequiredRights.root();
        var _ = RequiredTool.path("ip");
    }

    @Test
    void adverts_byMulticast_arriveWithFullTtl() throws Exception {
        try (NetworkThread here = new NetworkThread();
                NetworkThread there = new NetworkThread()) {
            NetworkThread.connect(here, there);
            here.ip("addr add 192.0.2.1/24 dev left");
            there.ip("addr add 192.0.2.2/24 dev right");
            Heard heard = exchange(here, there, "192.0.2.1", "192.0.2.2", GROUP_V4, false);
            assertThat(heard.payload()).containsExactly(OURS);
            assertThat(heard.source()).isEqualTo(ip("192.0.2.1"));
            assertThat(heard.destination()).isEqualTo(GROUP_V4);
            assertThat(heard.ttl()).isEqualTo(255);
        }
    }

    @Test
    void adverts_toAPeer_arriveWithFullTtl() throws Exception {
        try (NetworkThread here = new NetworkThread();
                NetworkThread there = new NetworkThread()) {
            NetworkThread.connect(here, there);
            here.ip("addr add 192.0.2.1/24 dev left");
            there.ip("addr add 192.0.2.2/24 dev right");
            Heard heard = exchange(here, there, "192.0.2.1", "192.0.2.2", GROUP_V4, true);
            assertThat(heard.payload()).containsExactly(OURS);
            assertThat(heard.destination()).isEqualTo(ip("192.0.2.2"));
            assertThat(heard.ttl()).isEqualTo(255);
        }
    }

    @Test
    void adverts_overIpv6_arriveWithFullHopLimit() throws Exception {
        try (NetworkThread here = new NetworkThread();
                NetworkThread there = new NetworkThread()) {
            NetworkThread.connect(here, there);
            here.ip("addr add fe80::1/64 dev left nodad");
            there.ip("addr add fe80::2/64 dev right nodad");
            Heard heard = exchange(here, there, "fe80::1", "fe80::2", GROUP_V6, false);
            assertThat(heard.payload()).containsExactly(OURS);
            assertThat(heard.source()).isEqualTo(ip("fe80::1"));
            assertThat(heard.destination()).isEqualTo(GROUP_V6);
            assertThat(heard.ttl()).isEqualTo(255);
        }
    }

    @Test
    void announcements_mendTheNeighboursCaches() throws Exception {
        try (NetworkThread here = new NetworkThread();
                NetworkThread there = new NetworkThread()) {
            NetworkThread.connect(here, there);
            there.ip("addr add 192.0.2.2/24 dev right");
            there.ip("addr add 2001:db8::2/64 dev right nodad");
            for (String address : List.of("192.0.2.9", "2001:db8::9")) {
                there.ip(
                        "neigh replace "
                                + address
                                + " lladdr 02:00:00:00:00:99 dev right nud stale");
            }
            here.run(
                    () -> {
                        try (Network network = Network.open();
                                FrameSocket frames = FrameSocket.open()) {
                            int link = network.link("left").orElseThrow().index();
                            byte[] mac = {0, 0, 0x5e, 0, 1, ROUTER};
                            frames.announce(link, ip("192.0.2.9"), mac, false);
                            frames.announce(link, ip("2001:db8::9"), mac, false);
                            return true;
                        }
                    });
            awaitNeighbours(there);
        }
    }

    /** The frames are on the wire; the other side takes a moment to read them. */
    private static void awaitNeighbours(NetworkThread there) throws Exception {
        String wanted = "00:00:5e:00:01:33";
        String neighbours;
        do {
            neighbours = there.ip("neigh show");
        } while (neighbours.split(wanted, -1).length < 3);
        assertThat(neighbours).doesNotContain("02:00:00:00:00:99");
    }

    private static Heard exchange(
            NetworkThread here,
            NetworkThread there,
            String source,
            String destination,
            IpAddress group,
            boolean unicast)
            throws Exception {
        AdvertSocket hearing = there.run(() -> open("right", destination, group, source, unicast));
        AdvertSocket speaking = here.run(() -> open("left", source, group, destination, unicast));
        try (hearing;
                speaking;
                Poller poller = Poller.open()) {
            speaking.send(ANOTHER, speaking.path().destinations().getFirst());
            speaking.send(OURS, speaking.path().destinations().getFirst());
            assertThat(poller.await(List.of(hearing.fd()), SECONDS.toNanos(30))).isNotEmpty();
            Optional<Heard> heard = hearing.receive();
            assertThat(hearing.receive()).isEmpty();
            assertThat(speaking.receive()).isEmpty();
            return heard.orElseThrow();
        }
    }

    private static AdvertSocket open(
            String device, String source, IpAddress group, String peer, boolean unicast)
            throws Exception {
        try (Network network = Network.open()) {
            return AdvertSocket.open(
                    new AdvertPath(
                            device,
                            network.link(device).orElseThrow().index(),
                            ROUTER,
                            ip(source),
                            false,
                            group,
                            unicast ? List.of(ip(peer)) : List.of()));
        }
    }

    private static IpAddress ip(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }
}
