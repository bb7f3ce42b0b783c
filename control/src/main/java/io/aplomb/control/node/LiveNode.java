package io.aplomb.control.node;

import io.aplomb.cluster.live.ClusterEvent;
import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.live.CommandCodec;
import io.aplomb.cluster.live.Controller;
import io.aplomb.cluster.live.Effect;
import io.aplomb.cluster.live.FencingRecord;
import io.aplomb.cluster.live.Input;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.Membership;
import io.aplomb.cluster.live.Message;
import io.aplomb.cluster.live.OperationOrder;
import io.aplomb.cluster.live.OperationResult;
import io.aplomb.cluster.live.Rehearsal;
import io.aplomb.cluster.live.Reply;
import io.aplomb.control.agent.AgentPlaces;
import io.aplomb.control.agent.AgentSpool;
import io.aplomb.control.agent.Agents;
import io.aplomb.control.agent.Executor;
import io.aplomb.control.agent.ExecutorListener;
import io.aplomb.control.alert.Alerts;
import io.aplomb.control.guard.Guard;
import io.aplomb.control.guard.GuardReport;
import io.aplomb.control.guard.GuardSettings;
import io.aplomb.control.guard.Hold;
import io.aplomb.control.link.DownCause;
import io.aplomb.control.link.LinkListener;
import io.aplomb.control.link.LinkLoss;
import io.aplomb.control.link.Links;
import io.aplomb.control.pki.ClusterIdentity;
import io.aplomb.control.store.MemberId;
import io.aplomb.control.store.Store;
import io.aplomb.control.store.StoreListener;
import io.aplomb.control.store.StoreSettings;
import io.aplomb.control.store.StoreTls;
import io.aplomb.model.cib.SafetySettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that runs: the store, the links, the guard, the executor, and the {@link Controller} that
 * says what each is to do.
 *
 * <p>The thread of the controller begins everything and waits for nothing; results come back to it
 * as inputs.
 */
final class LiveNode implements ClusterNode {
    private static final Logger LOG = LoggerFactory.getLogger(LiveNode.class);
    private static final int OPERATIONS_AT_ONCE = 16;

    /** A guard that hangs is replaced after five seconds. */
    private static final long GUARD_S = 15;

    private static final long LOOK_NS = 100_000_000;
    private static final long CERTIFICATE_NS = 3_600_000_000_000L;

    /** The first loads classes, the others have what is used often compiled. */
    private static final int REHEARSALS = 3;

    private final String self;
    private final NodeFiles files;
    private final NodeSettings settings;
    private final Renewal renewal;
    private final EventLog events = new EventLog();
    private final StateKeeper keeper;
    private final Controller controller;
    private final ControlLoop loop;
    private final Guard guard;
    private final LeaseKeeper leases;
    private final NodeFencing fencing;
    private final Agents agents;
    private final AgentSpool spool;
    private final Executor executor;
    private final Stopping stopping;
    private final Links links;
    private final Tuning tuning;
    private final WatchdogNews watchdog = new WatchdogNews(this);
    private final Returns returns = new Returns(this);
    private final Alerts alerts;
    private final StoreSettings storeSettings;
    private final Consumer<Long> superseded;

    /** Another one after this node went on alone. */
    private volatile Store store;

    /**
     * Who belongs to the cluster by what this machine has on its disk. Newer by a generation than
     * what was agreed on, it is to be agreed on next.
     */
    private volatile Membership begun;

    /** What a person said while nobody was there to agree on it. */
    private volatile Command.@Nullable RecordFencing confirmed;

    private final CountDownLatch left = new CountDownLatch(1);

    /** Operations that wait for a lease; only the controller's thread touches it. */
    private final Deque<OperationOrder> waiting = new ArrayDeque<>();

    private long lastLookNs = System.nanoTime();
    private long lastCertificateNs = System.nanoTime();
    private volatile boolean caughtUp;
    private volatile String broken = "";

    private LiveNode(
            Path state,
            Membership membership,
            ClusterIdentity known,
            NodeSettings settings,
            Consumer<Long> superseded)
            throws IOException, GeneralSecurityException {
        this.self = known.name();
        this.renewal = new Renewal(state, known, InstantSource.system());
        boolean _ = membership.find(self).map(renewal::check).orElse(false);
        ClusterIdentity identity = renewal.identity();
        this.begun = membership;
        this.superseded = superseded;
        this.settings = settings;
        this.files = new NodeFiles(state);
        this.controller =
                new Controller(self, UUID.randomUUID().toString(), Map.of(), System.nanoTime());
        this.loop = new ControlLoop(self, controller, this::look, this::carryOut);
        this.guard = Guard.start(GuardSettings.DEFAULT, this::guardSays);
        this.leases =
                new LeaseKeeper(
                        self,
                        new LeaseFile(state, System.nanoTime()),
                        guard,
                        () -> loop.tell(new Input.Tick()));
        this.fencing = settings.fencing().apply(self);
        AgentPlaces places = AgentPlaces.of(self, state);
        this.agents = Agents.open(places, fencing);
        this.executor =
                Executor.start(SystemTime.INSTANCE, agents, new Results(), OPERATIONS_AT_ONCE, 1);
        this.stopping = new Stopping(executor, () -> loop.tell(new Input.AllStopped()));
        this.keeper = new StateKeeper(membership, this::changed);
        loop.tell(new Input.Restored(keeper.state()));
        this.links = Links.start(identity, settings.links(), new Hearing(), leases);
        links.setPeers(Places.peers(membership));
        this.tuning = new Tuning(settings.links(), links, guard);
        this.storeSettings = storeSettings(membership);
        this.store = open(membership);
        this.alerts = new Alerts(self, this::submit);
        this.spool = AgentSpool.open(places, new AgentQuestions(this), settings.program());
        loop.start();
        Thread _ = Thread.ofPlatform().name("rehearsal").daemon().start(LiveNode::rehearse);
    }

    private static void rehearse() {
        for (int i = 0; i < REHEARSALS; i++) {
            List<OperationOrder> _ = Rehearsal.run();
        }
    }

    /**
     * Starts the node of a state directory.
     *
     * @param superseded is told the generation when the others went on without this node
     * @throws IOException where no cluster was set up or joined, or something cannot be had
     */
    static LiveNode start(Path state, NodeSettings settings, Consumer<Long> superseded)
            throws IOException {
        Membership membership =
                new NodeFiles(state)
                        .membership()
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "this machine is in no cluster: set one up with"
                                                        + " 'aplomb cluster setup NAME NODE...'"));
        ClusterIdentity identity =
                ClusterIdentity.load(state)
                        .orElseThrow(
                                () -> new IOException(state + ": the node's certificate is gone"));
        try {
            return new LiveNode(state, membership, identity, settings, superseded);
        } catch (GeneralSecurityException unusable) {
            throw new IOException("the node's certificate: " + unusable.getMessage(), unusable);
        }
    }

    private StoreSettings storeSettings(Membership membership) throws IOException {
        Member me =
                membership
                        .find(self)
                        .orElseThrow(() -> new IOException(self + " is not in its own membership"));
        return storeSettings(files.state(), membership.id(), me, renewal, settings);
    }

    /** The store of a node. */
    static StoreSettings storeSettings(
            Path state, String cluster, Member me, Renewal renewal, NodeSettings settings) {
        ClusterIdentity identity = renewal.identity();
        return new StoreSettings(
                new NodeFiles(state).store(),
                cluster,
                Places.storeMember(me),
                new InetSocketAddress(me.addresses().getFirst(), me.storePort()),
                new StoreTls(identity.key(), renewal::certificate, identity.authority()),
                settings.store(),
                Map.of());
    }

    private Store open(Membership membership) throws IOException {
        Watching listener = new Watching();
        if (Store.identity(files.store()).isPresent()) {
            return Store.open(storeSettings, keeper, listener);
        }
        return membership.find(self).filter(Member::joins).isPresent()
                ? Store.join(storeSettings, membership.generation(), keeper, listener)
                : Store.found(storeSettings, Places.store(membership), keeper, listener);
    }

    /** The other one of two is gone for certain: the group of voters is this node from now on. */
    private void goOnAlone(String reason) {
        LOG.warn("{} goes on alone: {}", self, reason);
        store.close();
        try {
            Membership before = keeper.state().membership();
            long generation =
                    Store.rebuild(storeSettings, new StateKeeper(before, _ -> {})).generation();
            begun = Returns.alone(before, self, generation);
            files.write(begun);
            store = Store.open(storeSettings, keeper, new Watching());
        } catch (IOException refused) {
            broken = "going on alone failed: " + refused.getMessage();
            LOG.error("{}", broken);
        }
    }

    /** Leads in a new generation: the others have no voice until they are back. */
    private void agreeOnGeneration() {
        if (keeper.state().membership().generation() < begun.generation()) {
            submitLater(new Command.ChangeMembership(begun));
        }
        Command.RecordFencing record = confirmed;
        if (record != null) {
            confirmed = null;
            submitLater(record);
        }
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public ClusterState state() {
        return keeper.state();
    }

    @Override
    public CompletableFuture<ClusterState> settled() {
        return answered(store.barrier().thenApply(_ -> keeper.state()));
    }

    @Override
    public CompletableFuture<Reply> submit(Command command) {
        if (command instanceof Command.RecordFencing record
                && record.fencing().device().equals(FencingRecord.HUMAN)) {
            String target = record.fencing().target();
            fencing.confirm(target);
            loop.tell(new Input.Confirmed(target));
            if (store.status().leader().isEmpty()) {
                // of two nodes the survivor goes on by that; nobody is there to agree before
                confirmed = record;
                return CompletableFuture.completedFuture(
                        new Reply.Accepted(keeper.state().version()));
            }
        }
        return answered(
                store.submit(CommandCodec.encode(command, System.currentTimeMillis()))
                        .thenCompose(
                                reply ->
                                        store.barrier()
                                                .thenApply(_ -> CommandCodec.decodeReply(reply))));
    }

    @Override
    public CompletableFuture<Reply> changeMembership(Membership membership) {
        return onThread(() -> new MembershipSteps(this, store).become(membership));
    }

    @Override
    public NodeView view() {
        return NodeViews.of(self, controller, keeper, leases, links, store, events, broken);
    }

    @Override
    public CompletableFuture<Boolean> idle(Duration limit) {
        return onThread(() -> new Idleness(this).await(limit));
    }

    @Override
    public CompletableFuture<AgentRun> debug(AgentCall call) {
        return onThread(
                () -> {
                    var answer =
                            executor.debug(
                                    call.agent(),
                                    call.resource(),
                                    call.operation(),
                                    call.parameters(),
                                    call.verbose(),
                                    call.limit().toMillis());
                    return new AgentRun(
                            answer.rc(),
                            answer.status() == OperationResult.Status.TIMEOUT,
                            answer.exitReason(),
                            answer.output().text(),
                            answer.output().error());
                });
    }

    @Override
    public CompletableFuture<FencingRecord> fence(String target, String action, Duration limit) {
        long session = keeper.state().sessionNumber(target);
        return fencing.fence(target, action, limit.toMillis(), 0)
                .thenCompose(
                        record ->
                                submit(new Command.RecordFencing(record, session))
                                        .thenApply(_ -> record));
    }

    @Override
    public Subscription subscribe(Consumer<NodeEvent> listener) {
        return events.subscribe(listener);
    }

    @Override
    public boolean stop(Duration limit) {
        loop.tell(new Input.LeaveRequested());
        boolean inOrder = false;
        try {
            inOrder = left.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!inOrder) {
                LOG.warn("{} did not leave in order within {}; resources are stopped", self, limit);
                executor.stopAll().forEach(each -> LOG.error("{} was not stopped", each));
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
        close();
        return inOrder;
    }

    /** For a node that begins anew: nothing of what ran here goes on. */
    void stopHere() {
        try {
            executor.stopAll().forEach(each -> LOG.error("{} was not stopped", each));
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    private void close() {
        loop.close();
        alerts.close();
        links.close(true);
        store.close();
        executor.close();
        spool.close();
        agents.close();
        fencing.close();
        guard.close();
    }

    /** Done on a thread of its own; what is thrown is told as "cannot answer now". */
    private static <T> CompletableFuture<T> onThread(java.util.concurrent.Callable<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                answer.complete(work.call());
                            } catch (Exception refused) {
                                answer.completeExceptionally(unavailable(refused));
                            }
                        });
        return answer;
    }

    private static <T> CompletableFuture<T> answered(CompletableFuture<T> from) {
        return from.exceptionallyCompose(
                failure -> CompletableFuture.failedFuture(unavailable(failure)));
    }

    private static Throwable unavailable(Throwable failure) {
        Throwable cause =
                failure instanceof java.util.concurrent.CompletionException
                                || failure instanceof ExecutionException
                        ? failure.getCause()
                        : failure;
        return cause instanceof UnavailableException
                ? cause
                : new UnavailableException(
                        cause == null || cause.getMessage() == null
                                ? "the cluster does not answer"
                                : cause.getMessage());
    }

    /** The agreed state has changed; on the thread of the store. */
    private void changed(Input input) {
        loop.tell(input);
        ClusterState now =
                switch (input) {
                    case Input.Applied applied
                            when applied.command() instanceof Command.ChangeMembership
                                    || applied.command() instanceof Command.ReplaceConfiguration ->
                            applied.state();
                    case Input.Restored restored -> restored.state();
                    default -> null;
                };
        if (now != null && isOfThisNode(now.membership())) {
            links.setPeers(Places.peers(now.membership()));
            tuning.become(SafetySettings.of(now.cib()).settings());
            fencing.configuration(now);
            try {
                files.write(now.membership());
            } catch (IOException full) {
                LOG.error("the membership cannot be kept: {}", full.getMessage());
            }
        }
    }

    /**
     * A log is gone through from its begin: what it says of the time before this node was there, or
     * began anew, is over already.
     */
    private boolean isOfThisNode(Membership now) {
        return now.generation() >= begun.generation()
                && now.find(self)
                        .map(Member::identity)
                        .equals(begun.find(self).map(Member::identity));
    }

    private List<Input> look() {
        List<Input> seen = new ArrayList<>(1);
        lookAtLease().ifPresent(seen::add);
        alerts.look(keeper.state(), controller.isInOffice());
        if (System.nanoTime() - lastLookNs > LOOK_NS) {
            lastLookNs = System.nanoTime();
            tuning.look();
            lookAtCertificate();
            watchdog.look();
            Leadership.correction(store.status(), controller.leader(), controller.leadsTerm())
                    .ifPresent(seen::add);
            if (controller.isInOffice()) {
                returns.look(keeper.state(), links::isUp);
            }
        }
        return seen;
    }

    private void lookAtCertificate() {
        if (System.nanoTime() - lastCertificateNs > CERTIFICATE_NS) {
            lastCertificateNs = System.nanoTime();
            Thread.ofVirtual().start(this::renew);
        }
    }

    private void renew() {
        Optional<Member> me = keeper.state().membership().find(self);
        if (me.isPresent() && renewal.check(me.get())) {
            try {
                links.setIdentity(renewal.identity());
            } catch (GeneralSecurityException unusable) {
                LOG.error("the new certificate is of no use: {}", unusable.getMessage());
            }
        }
    }

    private Optional<Input> lookAtLease() {
        Optional<Input> change =
                switch (leases.look()) {
                    case NONE -> Optional.empty();
                    case HELD -> Optional.of(new Input.LeaseHeld());
                    case LAPSED -> Optional.of(new Input.LeaseLapsed());
                };
        while (!waiting.isEmpty() && leases.leftNs() > 0) {
            begin(waiting.remove());
        }
        return change;
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Submit submit -> submitLater(submit.command());
            case Effect.Send send -> send(send.to(), send.message());
            case Effect.Execute execute -> {
                if (leases.leftNs() > 0) {
                    begin(execute.order());
                } else {
                    waiting.add(execute.order());
                }
            }
            case Effect.Forget forget -> forget(forget.resource());
            case Effect.StopEverything stop -> {
                waiting.clear();
                stopping.begin(stop.reason());
            }
            case Effect.Fence fence -> fence(fence);
            case Effect.UpdateLeases update -> {
                leases.update(update);
                links.hurry();
            }
            case Effect.TellBarred tell ->
                    send(
                            tell.to(),
                            new Message.Barred(
                                    tell.node(),
                                    tell.session(),
                                    tell.bar(),
                                    leases.remainingMs(tell.node())));
            case Effect.OnLapse lapse -> leases.policy(lapse.policy());
            case Effect.GoOnAlone alone ->
                    Thread.ofVirtual().start(() -> goOnAlone(alone.reason()));
            case Effect.Left _ -> left.countDown();
            case Effect.Report report -> report(report.event());
        }
    }

    private void report(ClusterEvent event) {
        // what is in the log from before is no news
        if (caughtUp) {
            events.add(event);
        }
    }

    private void submitLater(Command command) {
        var _ =
                store.submit(CommandCodec.encode(command, System.currentTimeMillis()))
                        .whenComplete(
                                (_, failure) -> {
                                    if (failure != null) {
                                        LOG.debug(
                                                "{} was not committed: {}",
                                                command,
                                                failure.toString());
                                        loop.tell(
                                                new Input.NotCommitted(
                                                        command, failure.toString()));
                                    }
                                });
    }

    private void send(String to, Message message) {
        if (to.equals(self)) {
            loop.tell(new Input.Received(self, message));
        } else if (!links.send(to, message.encode())) {
            LOG.debug("{} to {} was dropped", message, to);
        }
    }

    private void begin(OperationOrder order) {
        if (!order.operation().equals("cancel")) {
            executor.execute(order);
            return;
        }
        String operation = order.parameters().getOrDefault("CRM_meta_operation", "monitor");
        boolean _ = executor.cancel(order.resource(), operation, order.intervalMs());
        long nowS = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
        loop.tell(
                new Input.Finished(
                        new OperationResult(
                                order, 0, 0, OperationResult.Status.DONE, "", 0, 0, nowS, nowS)));
    }

    private void forget(String resource) {
        for (OperationOrder order : executor.recurring()) {
            if (order.resource().equals(resource)) {
                boolean _ =
                        executor.cancel(order.resource(), order.operation(), order.intervalMs());
            }
        }
    }

    private void fence(Effect.Fence fence) {
        var _ =
                fencing.fence(fence.target(), fence.action(), fence.timeoutMs(), fence.delayMs())
                        .whenComplete(
                                (record, failure) ->
                                        loop.tell(
                                                new Input.FencingFinished(
                                                        record != null
                                                                ? record
                                                                : new FencingRecord(
                                                                        fence.target(),
                                                                        fence.action(),
                                                                        "",
                                                                        self,
                                                                        false,
                                                                        System.currentTimeMillis(),
                                                                        String.valueOf(failure)))));
    }

    private void guardSays(GuardReport said) {
        switch (said) {
            case GuardReport.Ready ready -> LOG.info("the guard is process {}", ready.pid());
            case GuardReport.Seen _ -> {
                // known to the guard's keeper
            }
            case GuardReport.Lapsed lapsed -> {
                LOG.warn("the lease is over ({} ms late): {}", lapsed.lateMs(), lapsed.policy());
                loop.tell(new Input.Tick());
            }
            case GuardReport.Stopped stopped ->
                    LOG.warn("the guard stopped {}: {}", stopped.id(), stopped.rc());
            case GuardReport.Demoted demoted -> LOG.warn("the guard demoted {}", demoted.id());
            case GuardReport.AllStopped all ->
                    LOG.warn("the guard is done in {} ms, {} failed", all.ms(), all.failed());
            case GuardReport.SelfFencing self ->
                    LOG.error("this machine resets: {}", self.method());
            case GuardReport.Watchdog fed -> watchdog.fed(fed.fed());
            case GuardReport.Remark remark -> LOG.info("guard: {}", remark.text());
            case GuardReport.Died died -> {
                watchdog.fed(false);
                LOG.error("the guard died: {}", died.how());
            }
        }
    }

    /** What the executor tells. */
    private final class Results implements ExecutorListener {
        @Override
        public void result(OperationResult result) {
            loop.tell(new Input.Finished(result));
        }

        @Override
        public void held(Hold hold) {
            try {
                // not started before the guard knows how to stop it
                guard.hold(hold).get(GUARD_S, TimeUnit.SECONDS);
            } catch (InterruptedException asked) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("ended while the guard was told");
            } catch (ExecutionException | TimeoutException hangs) {
                throw new IllegalStateException(
                        "the guard does not take " + hold.id() + ": nothing could stop it");
            }
        }

        @Override
        public void released(String resource) {
            guard.release(resource);
        }
    }

    /** What the links tell; on their thread. */
    private final class Hearing implements LinkListener {
        @Override
        public void peerUp(String peer) {
            loop.tell(new Input.PeerUp(peer));
        }

        @Override
        public void peerDown(String peer, DownCause cause, long silentNs) {
            Input.Loss loss =
                    switch (cause) {
                        case PROCESS_DEATH -> Input.Loss.PROCESS_DEATH;
                        case GOODBYE -> Input.Loss.GOODBYE;
                        case SILENCE, GIVEN_UP, REMOVED -> Input.Loss.SILENCE;
                    };
            loop.tell(new Input.PeerDown(peer, loss));
            Store known = store;
            if (known != null) {
                // links are there before the store is
                Thread.ofVirtual().start(() -> known.onPeerDead(peer));
            }
        }

        @Override
        public void linkDown(String peer, int link, LinkLoss why) {
            event(NodeEvent.Kind.LINK, peer, "link " + link + " is lost: " + why);
        }

        @Override
        public void linkUp(String peer, int link) {
            event(NodeEvent.Kind.LINK, peer, "link " + link + " works");
        }

        private void event(NodeEvent.Kind kind, String peer, String text) {
            long nowMs = System.currentTimeMillis();
            Thread.ofVirtual()
                    .start(() -> events.add(new NodeEvent(nowMs, kind, self, peer, text)));
        }

        @Override
        public void message(String peer, byte[] bytes) {
            Message message = Message.decode(bytes);
            if (message != null) {
                loop.tell(new Input.Received(peer, message));
            }
        }
    }

    /** What the store tells. */
    private final class Watching implements StoreListener {
        @Override
        public void applied(long term, long index, byte[] command, byte[] reply) {
            // told by the state itself, in the same order
        }

        @Override
        public void leads(long term) {
            caughtUp = true;
            loop.tell(new Input.Leads(term));
            agreeOnGeneration();
        }

        @Override
        public void follows(Optional<MemberId> leader, long term) {
            caughtUp = caughtUp || leader.isPresent();
            loop.tell(new Input.Follows(leader.map(MemberId::name).orElse(null), term));
        }

        @Override
        public void removed() {
            broken = "this node was taken out of the cluster";
            LOG.warn("{}", broken);
        }

        @Override
        public void superseded(long generation) {
            broken = "the others went on without this node; it joins them anew";
            LOG.warn("{} (generation {})", broken, generation);
            Thread.ofVirtual().start(() -> superseded.accept(generation));
        }

        @Override
        public void broken(String reason) {
            broken = reason;
            LOG.error("the store: {}", reason);
        }
    }
}
