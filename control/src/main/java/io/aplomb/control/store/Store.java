package io.aplomb.control.store;

import io.aplomb.control.store.StoreDirectory.Marker;
import io.aplomb.control.store.StoreStatus.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part in the replicated store.
 *
 * <p>A directory is begun once, by {@link #found} on the first voters of a cluster or {@link #join}
 * on a node that is then added by {@link #setMembers}, and from then on opened by {@link #open}. It
 * belongs to one node's id: when its data is gone or damaged, the node begins anew under another
 * id.
 *
 * <p>Thread-safe; no method waits unless it says so. Futures are completed on virtual threads, so
 * what hangs on them may block, and fail only with a {@link StoreException}.
 */
public final class Store implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    /** Between two looks for a younger generation. */
    private static final long LOOK_PAUSE_NS = 2_000_000_000L;

    /** How long after an end its reason may come: Ratis first ends its threads. */
    private static final long END_PAUSE_MS = 5000;

    private final StoreSettings settings;
    private final StoreIdentity identity;
    private final Events events;
    private final ScheduledThreadPoolExecutor timer;
    private final RatisServer server;
    private final Submissions submissions;
    private final Barriers barriers;
    private final CommitNews news = new CommitNews(this::tellOthers);
    private final ReentrantLock changing = new ReentrantLock();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean started;
    private volatile boolean stopped;

    private Store(
            StoreSettings settings,
            Marker marker,
            ReplicatedMachine machine,
            StoreListener listener)
            throws IOException {
        this.settings = settings;
        this.identity = marker.identity();
        this.timer = timer(identity.self().name());
        this.events = new Events(identity.self().name(), listener);
        StoreDirectory directory = new StoreDirectory(settings.directory());
        this.submissions = new Submissions(new Way(), timer);
        MachineAdapter adapter = new MachineAdapter(identity, machine, events, new Watch());
        this.barriers =
                new Barriers(submissions::mark, adapter::applied, settings.timings().deadline());
        try {
            this.server = RatisServer.build(settings, directory, marker, adapter);
            server.start();
        } catch (IOException | RuntimeException failed) {
            closed.set(true);
            timer.shutdownNow();
            events.close();
            throw failed;
        }
        started = true;
        events.membersChanged(members());
    }

    private static ScheduledThreadPoolExecutor timer(String name) {
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(
                        1,
                        Thread.ofPlatform().daemon().name("store-timer-" + name).factory(),
                        new ThreadPoolExecutor.DiscardPolicy());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Whose data a directory holds; empty when nothing was begun there. */
    public static Optional<StoreIdentity> identity(Path directory) throws IOException {
        return new StoreDirectory(directory).marker().map(Marker::identity);
    }

    /**
     * Begins a new cluster on this node. All its first voters do so with the same members.
     *
     * @throws IOException when the directory is not empty, or the port is in use
     */
    public static Store found(
            StoreSettings settings,
            Members members,
            ReplicatedMachine machine,
            StoreListener listener)
            throws IOException {
        if (!members.votes(settings.self().id())) {
            throw new IllegalArgumentException(
                    settings.self().id() + " is not among the first voters");
        }
        begin(settings, new Marker(identity(settings, 1), members));
        return open(settings, machine, listener);
    }

    /**
     * Begins on a node that is to be added to a cluster. It takes part when it has been named in
     * {@link #setMembers} on a member.
     *
     * @param generation of the cluster now, from {@link #identity()} of a member
     * @throws IOException when the directory is not empty, or the port is in use
     */
    public static Store join(
            StoreSettings settings,
            long generation,
            ReplicatedMachine machine,
            StoreListener listener)
            throws IOException {
        // As a listener of a group of none it waits to be called, and asks for no votes.
        begin(
                settings,
                new Marker(
                        identity(settings, generation),
                        new Members(List.of(), List.of(settings.self()))));
        return open(settings, machine, listener);
    }

    private static StoreIdentity identity(StoreSettings settings, long generation) {
        return new StoreIdentity(settings.clusterId(), generation, settings.self().id());
    }

    private static void begin(StoreSettings settings, Marker marker) throws IOException {
        StoreDirectory directory = new StoreDirectory(settings.directory());
        Files.createDirectories(settings.directory());
        Optional<Marker> found = directory.marker();
        if (found.isPresent()) {
            throw new IOException(
                    settings.directory()
                            + " holds the data of "
                            + found.get().identity().self()
                            + " already");
        }
        directory.make(marker, Optional.empty());
    }

    /**
     * Goes on where this node stopped, however it stopped.
     *
     * @throws StoreDamaged when more is bad than the end of the last write
     * @throws IOException when the directory is not one that was begun, is in use, or belongs to
     *     another node
     */
    public static Store open(
            StoreSettings settings, ReplicatedMachine machine, StoreListener listener)
            throws IOException {
        StoreDirectory directory = new StoreDirectory(settings.directory());
        Marker marker = present(settings, directory);
        directory.putAwayOthers(marker.identity());
        LogCheck.checkAndMend(directory.log(marker.identity()), marker.identity());
        return new Store(settings, marker, machine, listener);
    }

    private static Marker present(StoreSettings settings, StoreDirectory directory)
            throws IOException {
        Marker marker =
                directory
                        .marker()
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                settings.directory()
                                                        + " holds no data of a cluster"));
        StoreIdentity found = marker.identity();
        if (!found.clusterId().equals(settings.clusterId())
                || !found.self().equals(settings.self().id())) {
            throw new IOException(
                    "%s holds the data of %s in cluster %s, not of %s in cluster %s"
                            .formatted(
                                    settings.directory(),
                                    found.self(),
                                    found.clusterId(),
                                    settings.self().id(),
                                    settings.clusterId()));
        }
        directory.checkPresent(found);
        return marker;
    }

    /**
     * Begins a new generation with this node as its only voter, when a majority of the present one
     * is gone for good: its machines are lost, or fencing has made sure that they do nothing any
     * more. The store must be closed here, and is opened afterwards as ever; the others are then
     * added again, empty, under new ids.
     *
     * <p>Everything in this node's log is kept, also what it does not know to have been agreed on:
     * an acknowledged change may be among it. Terms and indices go on from where they were, so that
     * what carries them stays ordered.
     *
     * <p>Nothing makes sure here that the majority is gone. If it is not, there are two clusters.
     *
     * @param machine its state is replaced
     * @throws StoreDamaged when this node's data cannot be trusted
     */
    public static StoreIdentity rebuild(StoreSettings settings, ReplicatedMachine machine)
            throws IOException {
        return Rebuild.nextGeneration(
                settings, present(settings, new StoreDirectory(settings.directory())), machine);
    }

    /**
     * Deletes what this node holds, so that it can {@link #join} again under a new id. The store
     * must be closed.
     *
     * @throws IOException also when it is open
     */
    public static void wipe(Path directory) throws IOException {
        new StoreDirectory(directory).clear();
    }

    public StoreIdentity identity() {
        return identity;
    }

    /** {@link #submit(byte[], Duration)} within {@link StoreTimings#deadline}. */
    public CompletableFuture<byte[]> submit(byte[] command) {
        return submit(command, settings.timings().deadline());
    }

    /**
     * Has a command agreed on and applied, from any node; it is forwarded to the leader, again if
     * need be, and applied once. The reply is that of the leader's machine; this node's own may not
     * have applied it yet ({@link #barrier} sees to that).
     *
     * @param command at most 1 MB, deflated
     */
    public CompletableFuture<byte[]> submit(byte[] command, Duration within) {
        return submissions.submit(command, within);
    }

    /**
     * Done when this node's machine has applied all that was acknowledged to anyone before this
     * call: what is then read from it is linearizable. Fails with {@link StoreException.NoLeader}
     * when that cannot be made sure in time, which is up to three times {@link
     * StoreTimings#deadline}. It costs an entry of the log.
     */
    public CompletableFuture<Void> barrier() {
        return barriers.barrier();
    }

    /**
     * Makes these the members while the store goes on: new ones are called in, catch up and get
     * their vote; the leader hands over first if it is to go. May be called on any member, and
     * again after a failure. Takes as long as the new ones need to catch up, at most 90 s. Only one
     * change at a time in a cluster; others fail.
     */
    public CompletableFuture<Void> setMembers(Members target) {
        return change(change -> change.become(target));
    }

    /** Has another voter lead; done when it does. A witness is refused. */
    public CompletableFuture<Void> transferLeadership(MemberId to) {
        return change(change -> change.transferTo(to));
    }

    private interface Step {
        void run(MemberChange change) throws StoreException, InterruptedException;
    }

    private CompletableFuture<Void> change(Step step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("store-change")
                .start(
                        () -> {
                            changing.lock();
                            try {
                                step.run(new MemberChange(server, closed::get));
                                done.complete(null);
                            } catch (StoreException refused) {
                                done.completeExceptionally(refused);
                            } catch (InterruptedException end) {
                                done.completeExceptionally(
                                        new StoreException.Unknown("interrupted"));
                            } finally {
                                changing.unlock();
                            }
                        });
        return done;
    }

    /**
     * Has this node ask for votes at once. The state stays safe whoever calls this whenever: a
     * leader that lives is replaced, needlessly.
     *
     * @return whether it does; not when it leads already or has no vote
     */
    public CompletableFuture<Boolean> startElection() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return !stopped && server.startElection();
                    } catch (IOException notNow) {
                        LOG.debug("no election", notNow);
                        return false;
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    /**
     * The failure detector's word that a node's process has died or fallen silent. If it was the
     * leader, the first of the surviving voters asks for votes at once, the second after {@link
     * StoreTimings#rank}, and so on, each only if nobody leads by then; witnesses come last. To be
     * told on every node.
     *
     * @param name the node's
     */
    public void onPeerDead(String name) {
        if (!leads(name)) {
            return;
        }
        List<Member> survivors =
                members().voters().stream()
                        .filter(member -> !member.name().equals(name))
                        .sorted(Comparator.comparing(Member::isWitness).thenComparing(Member::id))
                        .toList();
        int rank = survivors.stream().map(Member::id).toList().indexOf(identity.self());
        if (rank < 0) {
            return;
        }
        if (rank == 0) {
            stand();
        } else {
            var _ =
                    timer.schedule(
                            () -> {
                                if (leads(name)) {
                                    stand();
                                }
                            },
                            settings.timings().rank().toMillis() * rank,
                            TimeUnit.MILLISECONDS);
        }
    }

    private CompletableFuture<?> tellOthers() {
        return stopped ? CompletableFuture.completedFuture(null) : server.read();
    }

    private void stand() {
        var _ = startElection();
    }

    /** Whether this is the leader that this node knows. */
    private boolean leads(String name) {
        return leader().map(MemberId::name).filter(name::equals).isPresent();
    }

    private Optional<MemberId> leader() {
        return Optional.ofNullable(server.division().getInfo().getLeaderId())
                .map(RatisNames::memberId);
    }

    /** Where this node listens; of use when the settings left the port to the system. */
    int port() {
        return server.port();
    }

    /** As this node knows them. */
    public Members members() {
        return RatisNames.members(server.division().getRaftConf());
    }

    public StoreStatus status() {
        RaftServer.Division division = server.division();
        DivisionInfo info = division.getInfo();
        Role role = stopped ? Role.STOPPED : role(info);
        return new StoreStatus(
                role,
                info.getCurrentTerm(),
                leader(),
                division.getRaftLog().getLastCommittedIndex(),
                info.getLastAppliedIndex(),
                members(),
                role == Role.LEADER || role == Role.LEADER_NOT_READY ? peers(division) : List.of());
    }

    private static Role role(DivisionInfo info) {
        if (!info.isAlive()) {
            return Role.STOPPED;
        }
        RaftPeerRole role = info.getCurrentRole();
        return switch (role) {
            case LEADER -> info.isLeaderReady() ? Role.LEADER : Role.LEADER_NOT_READY;
            case CANDIDATE -> Role.CANDIDATE;
            case FOLLOWER -> Role.FOLLOWER;
            case LISTENER -> Role.LISTENER;
            case UNRECOGNIZED -> throw new IllegalStateException("no role: " + role);
        };
    }

    private static List<StoreStatus.Peer> peers(RaftServer.Division division) {
        long commit = division.getRaftLog().getLastCommittedIndex();
        List<StoreStatus.Peer> peers = new ArrayList<>();
        for (ServerRpcProto follower :
                division.getInfo().getRoleInfoProto().getLeaderInfo().getFollowerInfoList()) {
            long reached =
                    division.getCommitInfos().stream()
                            .filter(
                                    info ->
                                            info.getServer()
                                                    .getId()
                                                    .equals(follower.getId().getId()))
                            .mapToLong(CommitInfoProto::getCommitIndex)
                            .findFirst()
                            .orElse(0);
            peers.add(
                    new StoreStatus.Peer(
                            MemberId.parse(follower.getId().getId().toStringUtf8()),
                            Math.max(0, commit - reached),
                            follower.getLastRpcElapsedTimeMs()));
        }
        return peers;
    }

    /**
     * The youngest generation of this cluster that any reachable member serves; when it is above
     * this node's own, this node must be wiped and added again. Blocks for some seconds where
     * members do not answer.
     */
    public long youngestGeneration() {
        long youngest = identity.generation();
        for (Member member : members().all().toList()) {
            if (!member.id().equals(identity.self())) {
                try {
                    for (RaftGroupId group : server.groupsOf(RatisNames.peerId(member.id()))) {
                        OptionalLong generation =
                                Groups.generation(identity.clusterId(), group.getUuid());
                        youngest = Math.max(youngest, generation.orElse(0));
                    }
                } catch (IOException | RuntimeException unreached) {
                    LOG.debug("{} does not say its generation", member.id(), unreached);
                }
            }
        }
        return youngest;
    }

    /** Ends this node's part. Commands on their way fail. Blocks until all is on the disk. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        stopped = true;
        submissions.close();
        try {
            server.close();
        } catch (IOException failed) {
            LOG.warn("the store was not closed in order: {}", failed.toString());
        }
        timer.shutdownNow();
        events.close();
    }

    /** For {@link Submissions}: to the leader, through the present server. */
    private final class Way implements Submissions.Way {
        @Override
        public Optional<RaftPeerId> leader() {
            return stopped
                    ? Optional.empty()
                    : Optional.ofNullable(server.division().getInfo().getLeaderId());
        }

        @Override
        public CompletableFuture<RaftClientReply> write(RaftPeerId to, byte[] envelope) {
            return server.write(to, envelope);
        }

        @Override
        public void reconnect(RaftPeerId to, Throwable failure) {
            if (!closed.get()) {
                server.reconnect(to, failure);
            }
        }
    }

    private final class Watch implements MachineAdapter.Watcher {
        @Override
        public void leaderChanged() {
            timer.execute(() -> submissions.leaderChanged());
        }

        @Override
        public void applied() {
            // not while the server starts and applies what it finds, for then there is none yet
            if (started && !stopped && server.leads()) {
                news.committed();
            }
        }

        @Override
        public void withoutLeader() {
            if (looking.compareAndSet(false, true)) {
                Thread.ofVirtual().name("store-generation").start(this::lookForYounger);
            }
        }

        private void lookForYounger() {
            long youngest = youngestGeneration();
            if (youngest > identity.generation()) {
                events.superseded(youngest);
            } else {
                var _ =
                        timer.schedule(
                                () -> looking.set(false), LOOK_PAUSE_NS, TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void stopped() {
            if (!closed.get() && !stopped) {
                stopped = true;
                Thread.ofVirtual().name("store-stop").start(Store.this::shutDown);
            }
        }
    }

    /** Leaves the others no doubt that this node is gone, after why it stopped has been told. */
    private void shutDown() {
        submissions.close();
        if (!events.awaitEnd(END_PAUSE_MS)) {
            events.broken("Ratis has shut down; its reason is in the log.");
        }
        try {
            server.close();
        } catch (IOException failed) {
            LOG.warn("the store was not closed in order: {}", failed.toString());
        }
    }
}
