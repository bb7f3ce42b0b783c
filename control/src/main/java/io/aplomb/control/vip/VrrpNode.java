package io.aplomb.control.vip;

import io.aplomb.linux.Poller;
import io.aplomb.linux.Scheduling;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.InterfaceAddress;
import io.aplomb.linux.netlink.Link;
import io.aplomb.linux.netlink.Network;
import io.aplomb.linux.netlink.NetworkEvent;
import io.aplomb.linux.netlink.NetworkEvents;
import io.aplomb.linux.netlink.RouteKey;
import io.aplomb.linux.netlink.Routes;
import io.aplomb.model.vrrp.VrrpConfig;
import io.aplomb.vrrp.router.Event;
import io.aplomb.vrrp.router.RouterStatus;
import io.aplomb.vrrp.track.TrackStatus;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All virtual routers of a machine: one thread that waits for adverts, reports of the kernel,
 * timers and what others tell it, gives them to the state machines of module {@code vrrp}, and does
 * what these ask for. Nothing on it waits for anything else; checks and scripts have threads of
 * their own.
 */
public final class VrrpNode implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(VrrpNode.class);

    /** Held addresses are renewed that often; their lifetime is longer by a good margin. */
    private static final long RENEWAL_NS = TimeUnit.SECONDS.toNanos(1);

    private static final int REAL_TIME_PRIORITY = 50;
    private static final long STOP_PATIENCE_S = 10;

    private final VrrpConfig config;
    private final Queue<Runnable> told = new ConcurrentLinkedQueue<>();
    private final Poller poller;
    private final Network network;
    private final NetworkEvents events;
    private final Notifier notifier;
    private final Effects effects;
    private final Routers routers;
    private final Watches watches;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private boolean stopping;
    private long renewAtNs;

    private VrrpNode(
            VrrpConfig config,
            Poller poller,
            Network network,
            NetworkEvents events,
            HeldAddresses held,
            HeldRoutes routes,
            FrameSocket frames)
            throws SystemCallException {
        this.config = config;
        this.poller = poller;
        this.network = network;
        this.events = events;
        ScriptRunner runner = new ScriptRunner(config.global().scriptUser());
        this.notifier = new Notifier(runner, config.global());
        this.effects = new Effects(held, routes, frames, notifier);
        this.routers = new Routers(config, effects);
        this.watches =
                new Watches(config, runner, (item, status) -> tell(() -> tracked(item, status)));
    }

    /**
     * Starts: removes what a killed predecessor left, then runs all instances.
     *
     * @throws IOException a {@link SystemCallException} EPERM without CAP_NET_ADMIN and
     *     CAP_NET_RAW; or when /proc is not there and processes are to be watched
     */
    public static VrrpNode start(VrrpConfig config) throws IOException {
        Network network = Network.open();
        Guard guard = Guard.start();
        HeldAddresses held = new HeldAddresses(network, guard);
        HeldRoutes routes = new HeldRoutes(Routes.open(), guard);
        for (InterfaceAddress left : held.removeLeftovers()) {
            LOG.warn("{}: left by a process that was killed; removed", left.address());
        }
        for (RouteKey left : routes.removeLeftovers()) {
            LOG.warn("{}: left by a process that was killed; removed", left);
        }
        VrrpNode node =
                new VrrpNode(
                        config,
                        Poller.open(),
                        network,
                        NetworkEvents.open(HeldRoutes.PROTOCOL),
                        held,
                        routes,
                        FrameSocket.open());
        node.watches.start();
        Thread _ = Thread.ofPlatform().name("vrrp").start(node::run);
        return node;
    }

    /** Has the thread of the protocol do something. From any thread. */
    private void tell(Runnable what) {
        told.add(what);
        try {
            poller.wake();
        } catch (SystemCallException ended) {
            LOG.debug("the protocol has ended: {}", ended.getMessage());
        }
    }

    /** How all routers stand. From any thread; waits for the protocol's. */
    public List<RouterStatus> status() {
        CompletableFuture<List<RouterStatus>> answer = new CompletableFuture<>();
        tell(() -> answer.complete(routers.status()));
        return answer.orTimeout(STOP_PATIENCE_S, TimeUnit.SECONDS).join();
    }

    private void tracked(String item, TrackStatus status) {
        routers.toAll(new Event.TrackedChanged(item, status), now());
    }

    private void run() {
        try {
            takePriority();
            look();
            // What is watched counts from the first moment on.
            hearWhatWasTold();
            routers.startup(now());
            renewAtNs = now() + RENEWAL_NS;
            while (!stopping) {
                round();
            }
            routers.shutdown(now());
        } catch (SystemCallException failure) {
            LOG.error("virtual routers stop: {}", failure.getMessage());
        } finally {
            routers.close();
            effects.close();
            routers.removeVirtualLinks(network);
            events.close();
            network.close();
            boolean _ = ended.complete(null);
        }
    }

    private void takePriority() {
        int configured = config.global().scheduling().realTimePriority();
        try {
            Scheduling.realTime(configured > 0 ? configured : REAL_TIME_PRIORITY);
        } catch (SystemCallException refused) {
            LOG.info("no real-time priority: {}; adverts may be late", refused.getMessage());
        }
    }

    private void round() throws SystemCallException {
        List<Integer> descriptors = new ArrayList<>(routers.descriptors());
        descriptors.add(events.fd());
        long dueNs = Math.min(routers.nextTimerNs(), renewAtNs);
        List<Integer> ready = poller.await(descriptors, Math.max(0, dueNs - now()));
        // Adverts before timers: a Master heard in time is not dead.
        routers.receive(ready, now());
        if (ready.contains(events.fd())) {
            heardFromKernel(events.take());
        }
        hearWhatWasTold();
        routers.expire(now());
        if (now() - renewAtNs >= 0) {
            effects.renew();
            renewAtNs = now() + RENEWAL_NS;
        }
    }

    private void hearWhatWasTold() {
        for (Runnable next = told.poll(); next != null; next = told.poll()) {
            next.run();
        }
    }

    private void heardFromKernel(List<NetworkEvent> reports) throws SystemCallException {
        boolean changed = false;
        for (NetworkEvent report : reports) {
            changed |=
                    switch (report) {
                        case NetworkEvent.AddressSet(InterfaceAddress address) ->
                                address.protocol() != HeldAddresses.PROTOCOL;
                        case NetworkEvent.AddressGone(InterfaceAddress address) -> {
                            effects.gone(address).ifPresent(lost -> routers.lost(lost, now()));
                            yield true;
                        }
                        case NetworkEvent.RouteGone(RouteKey route) -> {
                            effects.routeGone(route);
                            yield false;
                        }
                        case NetworkEvent.LinkChanged _, NetworkEvent.LinkGone _ -> true;
                        case NetworkEvent.Lost _ -> true;
                    };
        }
        if (changed) {
            look();
        }
    }

    /** Looks at interfaces and addresses anew: always right, whatever reports were lost. */
    private void look() throws SystemCallException {
        List<Link> links = network.links();
        if (routers.ensureVirtualLinks(network, links)) {
            links = network.links();
        }
        effects.look(links);
        routers.look(links, network.addresses(), now());
    }

    private static long now() {
        return System.nanoTime();
    }

    /** Gives all addresses up with a last advert, and waits until that is done. */
    @Override
    public void close() {
        tell(() -> stopping = true);
        try {
            ended.orTimeout(STOP_PATIENCE_S, TimeUnit.SECONDS).join();
        } finally {
            watches.close();
            notifier.close();
            poller.close();
        }
    }
}
