package io.aplomb.control.vip;

import io.aplomb.control.vip.report.GroupReport;
import io.aplomb.control.vip.report.NodeReport;
import io.aplomb.linux.Poller;
import io.aplomb.linux.Scheduling;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.InterfaceAddress;
import io.aplomb.linux.netlink.Link;
import io.aplomb.linux.netlink.Network;
import io.aplomb.linux.netlink.NetworkEvent;
import io.aplomb.linux.netlink.NetworkEvents;
import io.aplomb.linux.netlink.RouteKey;
import io.aplomb.model.vrrp.VrrpConfig;
import io.aplomb.vrrp.track.TrackStatus;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

    private final Queue<Runnable> told = new ConcurrentLinkedQueue<>();
    private final Poller poller;
    private final Network network;
    private final NetworkEvents events;
    private final Notifier notifier;
    private final Effects effects;
    private final Rehearsal rehearsal;
    private final Routers routers;
    private final Optional<Path> proxy;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    // Of the thread that starts, reloads and closes.
    private Watches watches;

    // Of the protocol's thread.
    private VrrpConfig config;
    private boolean stopping;
    private long renewAtNs;

    private VrrpNode(
            VrrpConfig config,
            Optional<Path> proxy,
            Poller poller,
            Network network,
            NetworkEvents events,
            Holdings holdings,
            FrameSocket frames)
            throws SystemCallException {
        this.config = config;
        this.proxy = proxy;
        this.poller = poller;
        this.network = network;
        this.events = events;
        ScriptRunner runner =
                new ScriptRunner(config.global().scriptUser(), config.global().scriptSecurity());
        this.notifier = new Notifier(runner, config.global());
        this.effects = new Effects(holdings, frames, notifier);
        this.rehearsal = new Rehearsal(holdings, frames);
        this.routers = new Routers(effects);
        this.watches = watches(config, runner, Map.of());
    }

    /** What is watched is told to the protocol's thread, until others take its place. */
    private Watches watches(VrrpConfig of, ScriptRunner runner, Map<String, TrackStatus> known)
            throws SystemCallException {
        return new Watches(
                of,
                runner,
                proxy,
                known,
                (item, status) ->
                        tell(
                                () -> {
                                    if (of == config) {
                                        routers.tracked(item, status, now());
                                    }
                                }));
    }

    /**
     * Starts: removes what a killed predecessor left, then runs all instances.
     *
     * @param proxy the runtime socket of this machine's {@code aplomb proxy}, when all instances
     *     shall give their addresses up while that does not serve
     * @throws IOException a {@link SystemCallException} EPERM without CAP_NET_ADMIN and
     *     CAP_NET_RAW; EPROTONOSUPPORT or EOPNOTSUPP when no_accept is asked for and the kernel has
     *     no nf_tables; or when /proc is not there and processes are to be watched
     */
    public static VrrpNode start(VrrpConfig config, Optional<Path> proxy) throws IOException {
        RouterPlan plan = RouterPlan.of(config, proxy.isPresent());
        Network network = Network.open();
        Holdings holdings = Holdings.open(network, config);
        VrrpNode node =
                new VrrpNode(
                        config,
                        proxy,
                        Poller.open(),
                        network,
                        NetworkEvents.open(HeldRoutes.PROTOCOL),
                        holdings,
                        FrameSocket.open());
        node.watches.start(true);
        Thread _ = Thread.ofPlatform().name("vrrp").start(() -> node.run(plan));
        return node;
    }

    /**
     * Goes on with another configuration: what is the same stays, instances that are changed are
     * adjusted in place, new ones start and deleted ones end. For the thread that started; waits
     * until it is done.
     *
     * @throws IOException when what is to be watched cannot be, and nothing was changed; or when
     *     the kernel refused half way, which ends the node
     */
    public void reload(VrrpConfig next) throws IOException {
        RouterPlan plan = RouterPlan.of(next, proxy.isPresent());
        ScriptRunner runner =
                new ScriptRunner(next.global().scriptUser(), next.global().scriptSecurity());
        Map<String, TrackStatus> known = ask(routers::known);
        Watches nextWatches = watches(next, runner, known);
        notifier.become(runner, next.global());
        boolean _ = ask(() -> changed(next, plan));
        watches.close();
        watches = nextWatches;
        watches.start(false);
    }

    /**
     * How all stands. From any thread but the protocol's; waits for that.
     *
     * @throws SystemCallException when the kernel does not tell its interfaces
     */
    public NodeReport report() throws SystemCallException {
        return ask(
                () ->
                        new NodeReport(
                                config,
                                routers.all().stream().map(LiveRouter::report).toList(),
                                routers.groups().stream()
                                        .map(
                                                group ->
                                                        new GroupReport(
                                                                group.config(),
                                                                group.members().state()))
                                        .toList(),
                                routers.known(),
                                network.links(),
                                network.addresses(),
                                now(),
                                TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis())));
    }

    /** Runs a task when the node has ended, whether asked to or by a fault. */
    public void onEnd(Runnable task) {
        var _ = ended.thenRun(task);
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

    /** Has the protocol's thread answer. From any other. */
    private <T> T ask(SystemCall<T> question) throws SystemCallException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        tell(
                () -> {
                    try {
                        answer.complete(question.answer());
                    } catch (SystemCallException | RuntimeException failure) {
                        answer.completeExceptionally(failure);
                    }
                });
        try {
            return answer.orTimeout(STOP_PATIENCE_S, TimeUnit.SECONDS).join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof SystemCallException refused) {
                throw refused;
            }
            throw failed;
        }
    }

    /** A question that asks the kernel. */
    private interface SystemCall<T> {
        T answer() throws SystemCallException;
    }

    private void run(RouterPlan plan) {
        try {
            takePriority();
            plan.routers().values().stream()
                    .findFirst()
                    .ifPresent(planned -> rehearsal.takeOver(planned, effects));
            change(config, plan);
            renewAtNs = now() + RENEWAL_NS;
            while (!stopping) {
                round();
            }
            routers.shutdown(now());
        } catch (SystemCallException | RuntimeException failure) {
            LOG.error("virtual routers stop", failure);
        } finally {
            routers.close();
            effects.close();
            routers.removeVirtualLinks(network);
            events.close();
            network.close();
            boolean _ = ended.complete(null);
        }
    }

    /** A change that fails half way ends the node: what runs would be neither this nor that. */
    private boolean changed(VrrpConfig next, RouterPlan plan) throws SystemCallException {
        boolean done = false;
        try {
            change(next, plan);
            done = true;
        } finally {
            stopping |= !done;
        }
        return done;
    }

    /** The start, and each reload. */
    private void change(VrrpConfig next, RouterPlan plan) throws SystemCallException {
        boolean first = next == config;
        boolean priority = !next.global().scheduling().equals(config.global().scheduling());
        config = next;
        if (priority) {
            takePriority();
        }
        routers.retain(RouterConfigs.watchedItems(next));
        routers.prepare(plan, network, now());
        look();
        // What is watched counts from the first moment on.
        hearWhatWasTold();
        routers.carryOut(plan, now());
        look();
        if (!first && next.global().writeStatesOnReload()) {
            routers.tellStates();
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
