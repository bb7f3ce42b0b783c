package io.aplomb.control.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.MD5FileUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machine as Ratis wants it. Applying, snapshots and restoring come from one thread of Ratis;
 * what happens comes from any, often with Ratis's lock held, and is only passed on.
 */
final class MachineAdapter extends BaseStateMachine {
    private static final Logger LOG = LoggerFactory.getLogger(MachineAdapter.class);

    /** What else there is to do when something happens. None may wait. */
    interface Watcher {
        void leaderChanged();

        void withoutLeader();

        /** This node has applied something that was agreed on. */
        void applied();

        /** Ratis has shut this node's part down. */
        void stopped();
    }

    private final StoreIdentity identity;
    private final ReplicatedMachine machine;
    private final Events events;
    private final Watcher watcher;
    private final Sessions sessions = new Sessions();
    private final SimpleStateMachineStorage snapshots = new SimpleStateMachineStorage();
    private final TreeMap<Long, CompletableFuture<Void>> waiting =
            new TreeMap<>(); // guarded by itself
    private volatile RaftServer.@Nullable Division division;

    MachineAdapter(
            StoreIdentity identity, ReplicatedMachine machine, Events events, Watcher watcher) {
        this.identity = identity;
        this.machine = machine;
        this.events = events;
        this.watcher = watcher;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage storage)
            throws IOException {
        super.initialize(server, groupId, storage);
        getLifeCycle()
                .startAndTransition(
                        () -> {
                            snapshots.init(storage);
                            load(snapshots.getLatestSnapshot());
                        },
                        IOException.class);
    }

    private boolean load(@Nullable SingleFileSnapshotInfo latest) throws IOException {
        if (latest == null) {
            return false;
        }
        try {
            Snapshot snapshot = Snapshot.decode(Files.readAllBytes(latest.getFile().getPath()));
            sessions.decode(snapshot.sessions());
            machine.restore(snapshot.machine());
        } catch (IOException broken) {
            throw new StoreDamaged(
                    latest.getFile().getPath(), String.valueOf(broken.getMessage()), identity);
        }
        setLastAppliedTermIndex(latest.getTermIndex());
        tellWaiting();
        return true;
    }

    /** A snapshot is coming in; {@link #reinitialize} follows. */
    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    @Override
    public void reinitialize() throws IOException {
        if (load(snapshots.loadLatestSnapshot())) {
            TermIndex last = getLastAppliedTermIndex();
            events.restored(last.getTerm(), last.getIndex());
        }
        if (getLifeCycleState() == LifeCycle.State.PAUSED) {
            getLifeCycle().transition(LifeCycle.State.STARTING);
            getLifeCycle().transition(LifeCycle.State.RUNNING);
        }
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return snapshots;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = Objects.requireNonNull(transaction.getLogEntry());
        byte[] answer =
                apply(
                        entry.getTerm(),
                        entry.getIndex(),
                        entry.getStateMachineLogEntry().getLogData());
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        tellWaiting();
        watcher.applied();
        return CompletableFuture.completedFuture(Message.valueOf(ByteString.copyFrom(answer)));
    }

    private byte[] apply(long term, long index, ByteString data) {
        Applying applying = new Applying(sessions, machine);
        try {
            Answer answer =
                    applying.apply(term, index, Envelope.decode(data.asReadOnlyByteBuffer()));
            applying.fresh()
                    .ifPresent(command -> events.applied(term, index, command, answer.reply()));
            return answer.encode();
        } catch (RuntimeException fault) {
            LOG.error("the command at {} could not be applied", index, fault);
            events.broken(
                    "the command at index "
                            + index
                            + " could not be applied: "
                            + fault
                            + ". This is a bug of the program; every node comes to it.");
            throw fault;
        }
    }

    /** Nobody reads through Ratis but {@link CommitNews}, which wants no answer. */
    @Override
    public CompletableFuture<Message> query(Message request) {
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    /** Done when the machine holds all up to this index; on the thread that applies. */
    CompletableFuture<Void> applied(long index) {
        synchronized (waiting) {
            return getLastAppliedTermIndex().getIndex() >= index
                    ? CompletableFuture.completedFuture(null)
                    : waiting.computeIfAbsent(index, any -> new CompletableFuture<>()).copy();
        }
    }

    private void tellWaiting() {
        List<CompletableFuture<Void>> reached;
        synchronized (waiting) {
            var passed = waiting.headMap(getLastAppliedTermIndex().getIndex(), true);
            reached = List.copyOf(passed.values());
            passed.clear();
        }
        reached.forEach(one -> one.complete(null));
    }

    @Override
    public long takeSnapshot() throws IOException {
        TermIndex last = getLastAppliedTermIndex();
        File file = snapshots.getSnapshotFile(last.getTerm(), last.getIndex());
        try {
            Durable.replace(
                    file.toPath(), new Snapshot(sessions.encode(), machine.snapshot()).encode());
            FileInfo info = new FileInfo(file.toPath(), MD5FileUtil.computeAndSaveMd5ForFile(file));
            snapshots.updateLatestSnapshot(new SingleFileSnapshotInfo(info, last));
        } catch (IOException | IllegalStateException unwritten) {
            // The log still has it all. It grows until a snapshot succeeds.
            LOG.warn("{}: no snapshot could be written: {}", file, unwritten.toString());
            throw new IOException(unwritten);
        }
        return last.getIndex();
    }

    private RaftServer.@Nullable Division division() {
        RaftServer.Division found = division;
        if (found == null && getServer().isDone()) {
            try {
                found = getServer().join().getDivision(getGroupId());
                division = found;
            } catch (IOException gone) {
                return null;
            }
        }
        return found;
    }

    private long term() {
        RaftServer.Division of = division();
        return of == null ? 0 : of.getInfo().getCurrentTerm();
    }

    @Override
    public void notifyLeaderReady() {
        events.leads(term());
        watcher.leaderChanged();
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        events.leadsNoMore(term());
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId self, RaftPeerId leader) {
        if (leader.equals(self.getPeerId())) {
            return; // told when it is ready
        }
        events.follows(Optional.of(RatisNames.memberId(leader)), term());
        watcher.leaderChanged();
    }

    @Override
    public void notifyConfigurationChanged(
            long term, long index, RaftConfigurationProto configuration) {
        RaftServer.Division of = division();
        if (of != null && configuration.getOldPeersCount() == 0) {
            events.membersChanged(RatisNames.members(of.getRaftConf()));
        }
    }

    @Override
    public void notifyExtendedNoLeader(RoleInfoProto role) {
        watcher.withoutLeader();
    }

    @Override
    public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
        events.broken(
                "the log could not be written: "
                        + cause
                        + ". Make room on the disk, or replace it, and start this node again.");
        watcher.stopped();
    }

    /** Ratis shuts down a node that is told by the others that it is none of them. */
    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean wholeServer) {
        if (!wholeServer) {
            events.removed();
        }
    }

    @Override
    public void close() {
        getLifeCycle().checkStateAndClose();
        watcher.stopped();
    }
}
