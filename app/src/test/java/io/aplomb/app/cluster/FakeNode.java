package io.aplomb.app.cluster;

import io.aplomb.base.Diagnostics;
import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.live.FencingRecord;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.Membership;
import io.aplomb.cluster.live.Reply;
import io.aplomb.cluster.live.StateMachine;
import io.aplomb.control.node.AgentCall;
import io.aplomb.control.node.AgentRun;
import io.aplomb.control.node.ClusterNode;
import io.aplomb.control.node.NodeEvent;
import io.aplomb.control.node.NodeView;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.model.cib.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A node whose cluster agrees with itself at once: the state machine is the real one, the rest is
 * what a test says.
 */
public final class FakeNode implements ClusterNode {
    private final List<Consumer<NodeEvent>> listeners = new CopyOnWriteArrayList<>();
    private final List<Command> submitted = new ArrayList<>();
    private final List<AgentCall> debugged = new ArrayList<>();
    private ClusterState state;
    private Optional<String> lackOfQuorum = Optional.empty();
    private boolean idle = true;
    private int waits;
    private AgentRun agentRun = new AgentRun(0, false, "", "", "");

    /** One of two nodes, which both are there. */
    public FakeNode() {
        state =
                ClusterState.initial(
                        new Membership(
                                "mycluster",
                                "id",
                                1,
                                List.of(
                                        member("node1", 1, "10.0.0.1"),
                                        member("node2", 2, "10.0.0.2"))));
        apply(new Command.TakeOffice("node1", 1));
        apply(new Command.NodeUp("node1", "a", Map.of(), 0));
        apply(new Command.NodeUp("node2", "b", Map.of(), 0));
        configure(
                """
                <primitive id="vip" class="ocf" provider="heartbeat" type="IPaddr2"/>
                """);
    }

    /** Gives the cluster these resources. */
    public void configure(String resources) {
        Element parsed =
                CibReader.read(
                                "<cib validate-with=\"pacemaker-3.9\"><configuration><crm_config/>"
                                        + "<nodes/><resources>"
                                        + resources
                                        + "</resources><constraints/></configuration><status/></cib>",
                                "test",
                                new Diagnostics())
                        .orElseThrow()
                        .childOrEmpty("configuration")
                        .childOrEmpty("resources");
        apply(
                new Command.ReplaceConfiguration(
                        state.configuration()
                                .withChanged(child -> child.is("resources"), parsed, _ -> parsed),
                        null,
                        "test",
                        "the beginning",
                        1_795_250_000_000L));
    }

    private static Member member(String name, int number, String address) {
        return new Member(
                name, number, name + "-id", Member.Kind.VOTER, List.of(address), 5405, 5406);
    }

    /** Changes the state as the cluster itself would. */
    public Reply apply(Command command) {
        StateMachine.Applied applied = StateMachine.apply(state, command);
        state = applied.state();
        return applied.reply();
    }

    /** From now on there is no majority. */
    public void losesQuorum(String why) {
        lackOfQuorum = Optional.of(why);
    }

    /** From now on the cluster is never idle. */
    public void staysBusy() {
        idle = false;
    }

    /** How often it was waited until the cluster is idle. */
    public int waits() {
        return waits;
    }

    /** What agents answer from now on. */
    public void answers(AgentRun run) {
        agentRun = run;
    }

    /** Commands that were submitted. */
    public List<Command> submitted() {
        return submitted;
    }

    /** Agents that were called. */
    public List<AgentCall> debugged() {
        return debugged;
    }

    @Override
    public String self() {
        return "node1";
    }

    @Override
    public ClusterState state() {
        return state;
    }

    @Override
    public CompletableFuture<ClusterState> settled() {
        return lackOfQuorum
                .<CompletableFuture<ClusterState>>map(
                        why -> CompletableFuture.failedFuture(new UnavailableException(why)))
                .orElseGet(() -> CompletableFuture.completedFuture(state));
    }

    @Override
    public CompletableFuture<Reply> submit(Command command) {
        if (lackOfQuorum.isPresent()) {
            return CompletableFuture.failedFuture(new UnavailableException(lackOfQuorum.get()));
        }
        submitted.add(command);
        return CompletableFuture.completedFuture(apply(command));
    }

    @Override
    public CompletableFuture<Reply> changeMembership(Membership membership) {
        return submit(new Command.ChangeMembership(membership));
    }

    @Override
    public NodeView view() {
        List<NodeView.MemberView> members = new ArrayList<>();
        for (Member member : state.membership().members()) {
            members.add(
                    new NodeView.MemberView(
                            member.name(),
                            state.isUp(member.name()),
                            900,
                            member.name().equals(self())
                                    ? List.of()
                                    : List.of(
                                            new NodeView.LinkView(
                                                    0,
                                                    member.addresses().getFirst(),
                                                    true,
                                                    250,
                                                    12))));
        }
        return new NodeView(
                self(),
                lackOfQuorum.isPresent() ? "" : "node1",
                1,
                42,
                lackOfQuorum,
                lackOfQuorum.isPresent() ? 0 : 900,
                idle ? List.of() : List.of("vip start on node2"),
                members,
                List.of(
                        new NodeEvent(
                                1_795_251_000_000L,
                                NodeEvent.Kind.NODE,
                                "node2",
                                "",
                                "node2 joined")));
    }

    @Override
    public CompletableFuture<Boolean> idle(Duration limit) {
        waits++;
        return CompletableFuture.completedFuture(idle);
    }

    @Override
    public CompletableFuture<AgentRun> debug(AgentCall call) {
        debugged.add(call);
        return CompletableFuture.completedFuture(agentRun);
    }

    @Override
    public CompletableFuture<FencingRecord> fence(String target, String action, Duration limit) {
        FencingRecord record = new FencingRecord(target, action, "device", "node1", true, 0, "");
        apply(new Command.RecordFencing(record, state().sessionNumber(target)));
        return CompletableFuture.completedFuture(record);
    }

    @Override
    public Subscription subscribe(Consumer<NodeEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Tells everybody who listens. */
    public void happens(NodeEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    @Override
    public boolean stop(Duration limit) {
        return true;
    }
}
