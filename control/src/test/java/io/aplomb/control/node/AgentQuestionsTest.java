package io.aplomb.control.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.live.FencingRecord;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.Membership;
import io.aplomb.cluster.live.Reply;
import io.aplomb.cluster.live.StateMachine;
import io.aplomb.control.agent.AgentServices.Node;
import io.aplomb.control.agent.AgentServices.Place;
import io.aplomb.control.agent.AgentServices.Refused;
import io.aplomb.control.agent.AgentServices.Store;
import io.aplomb.model.cib.Element;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What agents ask and set, on the real state machine. */
@Timeout(90)
class AgentQuestionsTest {

    private final OneNode cluster = new OneNode();
    private final AgentQuestions questions = new AgentQuestions(cluster);

    @Test
    void transientAttributes_areAgreedOn_onceForEachValue() throws Exception {
        questions.attribute("alpha", "master-db", "10", Store.TRANSIENT, null);
        questions.attribute("alpha", "master-db", "10", Store.TRANSIENT, null);
        assertThat(questions.attribute("alpha", "master-db", Store.TRANSIENT)).contains("10");
        assertThat(cluster.commands).hasSize(1);
        questions.attribute("alpha", "master-db", null, Store.TRANSIENT, null);
        assertThat(questions.attribute("alpha", "master-db", Store.TRANSIENT)).isEmpty();
        questions.attribute("alpha", "never-set", null, Store.TRANSIENT, null);
        assertThat(cluster.commands).hasSize(2);
        assertThatThrownBy(() -> questions.attribute("nobody", "x", "1", Store.TRANSIENT, null))
                .isInstanceOf(Refused.class)
                .hasMessage("there is no node nobody");
    }

    @Test
    void dampenedChanges_becomeOne_andAreSeenHereMeanwhile() throws Exception {
        questions.attribute("alpha", "pingd", "100", Store.TRANSIENT, "50ms");
        questions.attribute("alpha", "pingd", "200", Store.TRANSIENT, "50ms");
        assertThat(questions.attribute("alpha", "pingd", Store.TRANSIENT)).contains("200");
        assertThat(cluster.commands.poll(60, TimeUnit.SECONDS))
                .isEqualTo(new Command.SetAttribute("alpha", "pingd", "200"));
        assertThat(questions.attribute("alpha", "pingd", Store.TRANSIENT)).contains("200");
    }

    @Test
    void permanentAttributesAndOptions_areInTheConfiguration() throws Exception {
        questions.attribute("beta", "rack", "4", Store.PERMANENT, null);
        questions.attribute("beta", "cpu", "8", Store.UTILIZATION, null);
        assertThat(questions.attribute("beta", "rack", Store.PERMANENT)).contains("4");
        assertThat(questions.attribute("beta", "cpu", Store.UTILIZATION)).contains("8");
        assertThat(questions.attribute("alpha", "rack", Store.PERMANENT)).isEmpty();
        questions.attribute("beta", "rack", "5", Store.PERMANENT, null);
        questions.attribute("beta", "rack", null, Store.PERMANENT, null);
        assertThat(questions.attribute("beta", "rack", Store.PERMANENT)).isEmpty();
        questions.option("mysql_replication", "db_REPL_INFO", "alpha|bin.1");
        questions.option(null, "no-quorum-policy", "stop");
        questions.option(null, "db_REPL_INFO", "alpha|bin.2");
        assertThat(questions.option("db_REPL_INFO")).contains("alpha|bin.2");
        Element options = cluster.state.configuration().childOrEmpty("crm_config");
        assertThat(options.children("cluster_property_set"))
                .extracting(Element::id)
                .contains("mysql_replication", "cib-bootstrap-options");
    }

    @Test
    void configurationThatChangesMeanwhile_isReadAgain() throws Exception {
        cluster.conflicts = 2;
        questions.option(null, "cluster-name", "x");
        assertThat(questions.option("cluster-name")).contains("x");
        cluster.conflicts = 100;
        assertThatThrownBy(() -> questions.option(null, "cluster-name", "y"))
                .isInstanceOf(Refused.class)
                .hasMessage("another version");
    }

    @Test
    void nodes_areThoseThatRunResources() {
        assertThat(questions.nodes())
                .containsExactly(new Node("alpha", 1, true), new Node("beta", 2, false));
        assertThat(questions.self()).isEqualTo("alpha");
    }

    @Test
    void places_areWhereTheNewestOperationsSay() {
        cluster.state =
                withHistory(
                        cluster.state,
                        "alpha",
                        operation("monitor", 1, 7),
                        operation("start", 2, 0),
                        operation("promote", 12, 0),
                        operation("monitor", 13, 8));
        cluster.state =
                withHistory(
                        cluster.state, "beta", operation("start", 2, 0), operation("stop", 3, 0));
        assertThat(questions.places("db")).containsExactly(new Place("alpha", true));
        assertThat(questions.places("other")).isEmpty();
        assertThat(RecordedRole.of(history(operation("start", 1, 0), operation("stop", 2, 1))))
                .isEqualTo(RecordedRole.STARTED);
        assertThat(RecordedRole.of(history(operation("monitor", 3, 7))))
                .isEqualTo(RecordedRole.STOPPED);
    }

    private static Element operation(String name, int call, int rc) {
        return Element.of(
                "lrm_rsc_op",
                Map.of(
                        "id",
                        name + call,
                        "operation",
                        name,
                        "call-id",
                        Integer.toString(call),
                        "rc-code",
                        Integer.toString(rc)));
    }

    private static Element history(Element... operations) {
        return Element.of("lrm_resource", Map.of("id", "db:0")).withChildren(List.of(operations));
    }

    private static ClusterState withHistory(
            ClusterState state, String node, Element... operations) {
        Element lrm =
                Element.of("lrm", Map.of())
                        .withChild(
                                Element.of("lrm_resources", Map.of())
                                        .withChild(history(operations)));
        Element changed =
                state.cib()
                        .withChanged(
                                one -> one.is("status"),
                                Element.of("status", Map.of()),
                                status ->
                                        status.withChanged(
                                                one -> node.equals(one.attribute("uname")),
                                                Element.of("node_state", Map.of("uname", node)),
                                                one ->
                                                        one.withoutChildren(
                                                                        child -> child.is("lrm"))
                                                                .withChild(lrm)));
        return new ClusterState(
                changed,
                state.membership(),
                state.sessions(),
                state.pending(),
                state.history(),
                state.fencings(),
                state.documents(),
                state.leader(),
                state.term(),
                state.bulletin());
    }

    /** A cluster that agrees with itself. */
    private static final class OneNode implements ClusterNode {
        private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
        private volatile ClusterState state =
                ClusterState.initial(
                        new Membership(
                                "test",
                                "id",
                                1,
                                List.of(
                                        member("alpha", 1, Member.Kind.VOTER),
                                        member("beta", 2, Member.Kind.LISTENER),
                                        member("gamma", 3, Member.Kind.WITNESS))));
        private int conflicts;

        OneNode() {
            state =
                    StateMachine.apply(
                                    state, new Command.NodeUp("alpha", "incarnation", Map.of(), 1))
                            .state();
        }

        private static Member member(String name, int number, Member.Kind kind) {
            return new Member(name, number, name, kind, List.of("192.0.2." + number), 1, 2);
        }

        @Override
        public synchronized CompletableFuture<Reply> submit(Command command) {
            if (conflicts > 0) {
                conflicts--;
                return CompletableFuture.completedFuture(new Reply.Refused("another version"));
            }
            StateMachine.Applied applied = StateMachine.apply(state, command);
            state = applied.state();
            commands.add(command);
            return CompletableFuture.completedFuture(applied.reply());
        }

        @Override
        public String self() {
            return "alpha";
        }

        @Override
        public ClusterState state() {
            return state;
        }

        @Override
        public CompletableFuture<ClusterState> settled() {
            return CompletableFuture.completedFuture(state);
        }

        @Override
        public CompletableFuture<Reply> changeMembership(Membership membership) {
            throw new UnsupportedOperationException();
        }

        @Override
        public NodeView view() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Boolean> idle(Duration limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<AgentRun> debug(AgentCall call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<FencingRecord> fence(
                String target, String action, Duration limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Subscription subscribe(Consumer<NodeEvent> listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean stop(Duration limit) {
            throw new UnsupportedOperationException();
        }
    }
}
