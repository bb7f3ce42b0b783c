package io.aplomb.cluster.live;

import static io.aplomb.cluster.live.Cibs.element;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.alert.EventFields;
import io.aplomb.cluster.alert.Happening;
import io.aplomb.cluster.alert.News;
import io.aplomb.model.cib.Element;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What committed commands mean to alerts. */
class AlertableTest {
    private static final AgentName DUMMY = new AgentName("ocf", "pacemaker", "Dummy");

    private ClusterState state =
            ClusterState.initial(
                    new Membership("shop", "id", 1, List.of(member("n1", 1), member("n2", 2))));
    private int call;

    private static Member member(String name, int number) {
        return new Member(name, number, "u", Member.Kind.VOTER, List.of("10.0.0.1"), 1, 2);
    }

    private void apply(Command command) {
        StateMachine.Applied applied = StateMachine.apply(state, command, 700);
        assertThat(applied.reply()).isInstanceOf(Reply.Accepted.class);
        state = applied.state();
    }

    private void configure(Element... sections) {
        Element configuration = state.configuration();
        for (Element section : sections) {
            configuration =
                    configuration.withChanged(
                            child -> child.is(section.name()), section, _ -> section);
        }
        apply(new Command.ReplaceConfiguration(configuration, null, "me", "words", 1000));
    }

    private static Element alerts() {
        return element("alerts").withChild(element("alert", "id", "a", "path", "/script"));
    }

    private static Element primitive(String id) {
        return element(
                "primitive", "id", id, "class", "ocf", "provider", "pacemaker", "type", "Dummy");
    }

    private void up(String node, String incarnation) {
        apply(new Command.NodeUp(node, incarnation, Map.of(), 2000));
    }

    private OperationResult result(String resource, String operation, int interval, int rc) {
        int expected = operation.equals("monitor") && interval == 0 ? 7 : 0;
        OperationOrder order =
                new OperationOrder(
                        1, 1, ++call, resource, DUMMY, operation, interval, 20_000, 0, Map.of(),
                        expected, "digest");
        return new OperationResult(order, call, rc, OperationResult.Status.DONE, "", 0, 20, 2, 2);
    }

    private void record(String node, OperationResult... results) {
        NodeSession session = Objects.requireNonNull(state.session(node));
        apply(
                new Command.RecordResults(
                        node, session.number(), session.lastResult() + 1, List.of(results), 3000));
    }

    private List<Map<String, String>> told() {
        return state.bulletin().waiting().stream()
                .map(news -> EventFields.of(news.what()))
                .toList();
    }

    private News newest() {
        return state.bulletin().waiting().getLast();
    }

    @Test
    void withoutAlerts_nothingIsNoted() {
        up("n1", "i1");

        assertThat(state.bulletin()).isEqualTo(io.aplomb.cluster.alert.Bulletin.EMPTY);
    }

    @Test
    void nodes_thatComeAndGo_areNoted_withTheTimeOfTheCommand() {
        configure(alerts());
        up("n1", "i1");
        assertThat(newest().atMs()).isEqualTo(2000);
        apply(new Command.NodeDown("n1", 1, false, "gone", 2500));

        assertThat(told()).extracting(each -> each.get("desc")).containsExactly("member", "lost");
        assertThat(newest().isCause()).isTrue();
        assertThat(newest().atMs()).isEqualTo(2500);
    }

    @Test
    void node_thatStartedAnewBeforeItWasMissed_wasLost() {
        configure(alerts());
        up("n1", "i1");
        up("n1", "i2");
        up("n1", "i2");

        assertThat(told())
                .extracting(each -> each.get("desc"))
                .containsExactly("member", "lost", "member", "recovered");
    }

    @Test
    void whatRanOnALostNodeAlone_isMissed() {
        configure(
                alerts(),
                element("resources")
                        .withChild(primitive("vip"))
                        .withChild(primitive("web"))
                        .withChild(primitive("everywhere"))
                        .withChild(primitive("never")));
        up("n1", "i1");
        up("n2", "i2");
        record(
                "n2",
                result("vip", "start", 0, 0),
                result("web", "start", 0, 0),
                result("web", "promote", 0, 0),
                result("everywhere", "start", 0, 0),
                result("never", "monitor", 0, 7));
        record("n1", result("everywhere", "start", 0, 0));
        apply(new Command.NodeDown("n2", 1, false, "gone", 2500));

        assertThat(((Happening.NodeChanged) newest().what()).alone())
                .containsExactlyInAnyOrder(
                        new Happening.Ran("vip", false), new Happening.Ran("web", true));
    }

    @Test
    void results_areNotedOnce() {
        configure(alerts(), element("resources").withChild(primitive("vip")));
        up("n1", "i1");
        OperationResult start = result("vip", "start", 0, 0);
        record("n1", start);
        apply(
                new Command.RecordResults(
                        "n1", 1, 1, List.of(start, result("vip", "monitor", 10_000, 0)), 3000));

        assertThat(told())
                .extracting(each -> each.get("task"))
                .containsExactly(null, "start", "monitor");
    }

    @Test
    void failure_isACause_withItsCounts() {
        configure(alerts(), element("resources").withChild(primitive("vip")));
        up("n1", "i1");
        record("n1", result("vip", "monitor", 10_000, 7));
        long cause =
                state.bulletin().waiting().stream()
                        .filter(News::isCause)
                        .findFirst()
                        .orElseThrow()
                        .number();

        assertThat(newest().what()).isInstanceOf(Happening.AttributeChanged.class);
        assertThat(newest().incident()).isEqualTo(cause);
    }

    @Test
    void orderThatNobodyAnswers_isATimeout() {
        configure(alerts(), element("resources").withChild(primitive("vip")));
        up("n1", "i1");
        OperationOrder order = result("vip", "start", 0, 0).order();
        apply(new Command.TakeOffice("n1", 1));
        apply(new Command.GiveOrders(1, List.of(new PendingOrder("n1", 1, order, 2500))));
        apply(new Command.ExpireOrder("n1", order, 2900));

        assertThat(told()).anyMatch(each -> "Timed Out".equals(each.get("desc")));
    }

    @Test
    void endOfALease_isALoss_butNoFencing() {
        configure(alerts());
        up("n2", "i2");
        apply(new Command.NodeDown("n2", 1, false, "gone", 2500));
        apply(
                new Command.RecordFencing(
                        new FencingRecord("n2", "off", FencingRecord.LEASE, "n1", true, 2600, ""),
                        1));

        assertThat(told()).extracting(each -> each.get("kind")).containsExactly("node", "node");
    }

    @Test
    void fencing_ofANodeThatIsThere_isTheCauseOfItsLoss() {
        configure(alerts());
        up("n2", "i2");
        apply(
                new Command.RecordFencing(
                        new FencingRecord("n2", "off", "power", "n1", true, 2600, ""), 1));

        assertThat(told())
                .extracting(each -> each.get("kind"))
                .containsExactly("node", "fencing", "node");
        assertThat(newest().incident()).isEqualTo(2);
    }

    @Test
    void attributes_ofNodes_areNoted_whenTheyComeChangeAndGo() {
        configure(alerts());
        up("n1", "i1");
        apply(new Command.SetAttribute("n1", "colour", "red"));
        apply(new Command.SetAttribute("n1", "colour", "red"));
        apply(new Command.SetAttribute("n1", "colour", null));

        assertThat(told())
                .extracting(each -> each.get("attribute_value"))
                .containsExactly(null, "red", "");
        assertThat(newest().atMs()).as("that of the entry in the log").isEqualTo(700);
    }

    @Test
    void node_thatStoppedAllByItself_wasLost_unlessItWasAskedToLeave() {
        configure(alerts());
        up("n1", "i1");
        up("n2", "i2");
        apply(new Command.RequestShutdown("n1", 2400));
        apply(new Command.NodeDown("n1", 1, true, "it left in order", 2500));
        assertThat(newest().isCause()).isFalse();

        apply(new Command.NodeDown("n2", 1, true, "its lease was over", 2500));
        assertThat(newest().isCause()).isTrue();
    }

    @Test
    void whatWasTold_isForgotten_andAConfigurationWithoutAlertsForgetsAll() {
        configure(alerts());
        up("n1", "i1");
        apply(new Command.AlertsTold(Map.of("a", 1L)));
        assertThat(state.bulletin().waiting()).isEmpty();
        apply(new Command.NodeDown("n1", 1, false, "gone", 2500));
        assertThat(state.bulletin().open()).hasSize(1);

        configure(element("alerts"));

        assertThat(state.bulletin().hasRecipients()).isFalse();
        assertThat(state.bulletin().waiting()).isEmpty();
        assertThat(state.bulletin().open()).isEmpty();
    }

    @Test
    void version_ofTheConfiguration_isNotChangedByTelling() {
        configure(alerts());
        up("n1", "i1");
        Element before = state.cib();

        apply(new Command.AlertsTold(Map.of("a", 1L)));

        assertThat(state.cib()).isSameAs(before);
    }

    @Test
    void needs_followFromGroups_orders_andColocations() {
        configure(
                element("resources")
                        .withChild(
                                element("group", "id", "g")
                                        .withChild(primitive("vip"))
                                        .withChild(primitive("web")))
                        .withChild(primitive("db"))
                        .withChild(element("clone", "id", "fs-clone").withChild(primitive("fs")))
                        .withChild(primitive("batch")),
                element("constraints")
                        .withChild(element("rsc_order", "id", "o", "first", "db", "then", "g"))
                        .withChild(
                                element(
                                        "rsc_order",
                                        "id",
                                        "o2",
                                        "first",
                                        "web",
                                        "then",
                                        "batch",
                                        "kind",
                                        "Optional"))
                        .withChild(
                                element("rsc_order", "id", "o3")
                                        .withChild(
                                                element("resource_set", "id", "s")
                                                        .withChild(
                                                                element(
                                                                        "resource_ref",
                                                                        "id",
                                                                        "fs-clone"))
                                                        .withChild(
                                                                element(
                                                                        "resource_ref",
                                                                        "id",
                                                                        "db"))))
                        .withChild(
                                element(
                                        "rsc_colocation",
                                        "id",
                                        "c",
                                        "rsc",
                                        "batch",
                                        "with-rsc",
                                        "vip",
                                        "score",
                                        "INFINITY")));
        AgreedSituation situation = new AgreedSituation(state);

        assertThat(situation.needs("web")).containsExactlyInAnyOrder("vip", "db", "fs");
        assertThat(situation.needs("vip")).containsExactlyInAnyOrder("db", "fs");
        assertThat(situation.needs("db")).containsExactly("fs");
        assertThat(situation.needs("batch")).containsExactlyInAnyOrder("vip", "db", "fs");
        assertThat(situation.needs("fs:1")).isEmpty();
    }

    @Test
    void wanted_isWhatIsConfigured_andNotStopped() {
        Element stopped =
                element("meta_attributes", "id", "m")
                        .withChild(
                                element(
                                        "nvpair",
                                        "id",
                                        "m-t",
                                        "name",
                                        "target-role",
                                        "value",
                                        "Stopped"));
        configure(
                element("resources")
                        .withChild(primitive("vip"))
                        .withChild(
                                element("group", "id", "g")
                                        .withChild(stopped)
                                        .withChild(primitive("web"))));
        AgreedSituation situation = new AgreedSituation(state);

        assertThat(situation.isWanted("vip")).isTrue();
        assertThat(situation.isWanted("vip:2")).isTrue();
        assertThat(situation.isWanted("web")).isFalse();
        assertThat(situation.isWanted("ghost")).isFalse();
    }
}
