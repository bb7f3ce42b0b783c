package io.aplomb.control.node;

import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.live.FencingRecord;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.Membership;
import io.aplomb.cluster.live.Reply;
import io.aplomb.control.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node that begins anew by itself when the others went on without it. */
final class SupervisedNode implements ClusterNode {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisedNode.class);

    private final Path state;
    private final NodeSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile LiveNode node;
    private boolean stopped;

    SupervisedNode(Path state, NodeSettings settings) throws IOException {
        this.state = state;
        this.settings = settings;
        this.node = LiveNode.start(state, settings, this::beginAnew);
    }

    private void beginAnew(long generation) {
        lock.lock();
        try {
            if (stopped) {
                return;
            }
            LiveNode before = node;
            before.stopHere();
            NodeFiles files = new NodeFiles(state);
            Store.wipe(files.store());
            Membership old = files.membership().orElse(before.state().membership());
            files.write(after(old, before.self(), generation));
            node = LiveNode.start(state, settings, this::beginAnew);
        } catch (IOException refused) {
            LOG.error("this node cannot begin anew: {}", refused.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private static Membership after(Membership old, String self, long generation) {
        List<Member> members = new ArrayList<>();
        for (Member member : old.members()) {
            boolean me = member.name().equals(self);
            members.add(me ? member.begunWith(generation) : member);
        }
        return new Membership(old.cluster(), old.id(), generation, members);
    }

    @Override
    public String self() {
        return node.self();
    }

    @Override
    public ClusterState state() {
        return node.state();
    }

    @Override
    public CompletableFuture<ClusterState> settled() {
        return node.settled();
    }

    @Override
    public CompletableFuture<Reply> submit(Command command) {
        return node.submit(command);
    }

    @Override
    public CompletableFuture<Reply> changeMembership(Membership membership) {
        return node.changeMembership(membership);
    }

    @Override
    public NodeView view() {
        return node.view();
    }

    @Override
    public CompletableFuture<Boolean> idle(Duration limit) {
        return node.idle(limit);
    }

    @Override
    public CompletableFuture<AgentRun> debug(AgentCall call) {
        return node.debug(call);
    }

    @Override
    public CompletableFuture<FencingRecord> fence(String target, String action, Duration limit) {
        return node.fence(target, action, limit);
    }

    @Override
    public Subscription subscribe(Consumer<NodeEvent> listener) {
        return node.subscribe(listener);
    }

    @Override
    public boolean stop(Duration limit) {
        lock.lock();
        try {
            stopped = true;
            return node.stop(limit);
        } finally {
            lock.unlock();
        }
    }
}
