package io.aplomb.cluster.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.cib.Element;
import java.util.List;
import org.junit.jupiter.api.Test;

class InjectionTest {
    private static final Element STATE =
            States.state(2, "", States.dummy("vip") + States.dummy("web_a"), "vip@n1");

    private static Injection.Injected apply(Change... changes) {
        return Injection.apply(STATE, List.of(changes), States.NOW.toEpochSecond());
    }

    private static Element node(Element cib, String name) {
        return cib.childOrEmpty("status").children("node_state").stream()
                .filter(state -> name.equals(state.attribute("uname")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nodeDown_forgetsWhatWasKnownOfIt() {
        var injected = apply(new Change(Change.What.NODE_DOWN, "n1"));
        Element state = node(injected.cib(), "n1");
        assertThat(state.attribute("in_ccm")).isEqualTo("false");
        assertThat(state.attribute("expected")).isEqualTo("down");
        assertThat(state.children()).isEmpty();
        assertThat(injected.lines()).containsExactly("Taking node n1 offline");
    }

    @Test
    void nodeFail_keepsWhatRanThere() {
        Element state = node(apply(new Change(Change.What.NODE_FAIL, "n1")).cib(), "n1");
        assertThat(state.attribute("in_ccm")).isEqualTo("false");
        assertThat(state.attribute("expected")).isEqualTo("member");
        assertThat(state.child("lrm")).isPresent();
    }

    @Test
    void nodeUp_ofOneNobodyKnows_addsIt() {
        Element cib = apply(new Change(Change.What.NODE_UP, "n9")).cib();
        assertThat(node(cib, "n9").attribute("crmd")).isEqualTo("online");
        assertThat(cib.childOrEmpty("configuration").childOrEmpty("nodes").children("node"))
                .extracting(node -> node.attribute("uname"))
                .containsExactly("n1", "n2", "n9");
    }

    @Test
    void changes_areMadeInTheOrderOfTheirKinds() {
        var injected =
                apply(
                        new Change(Change.What.TICKET_GRANT, "t"),
                        new Change(Change.What.NODE_FAIL, "n2"),
                        new Change(Change.What.NODE_DOWN, "n1"),
                        new Change(Change.What.QUORUM, "0"));
        assertThat(injected.lines())
                .containsExactly(
                        "Setting quorum: 0",
                        "Taking node n1 offline",
                        "Failing node n2",
                        "Granting ticket t");
        assertThat(injected.cib().attribute("have-quorum")).isEqualTo("0");
    }

    @Test
    void tickets_keepTheirOtherAttributes() {
        Element cib =
                apply(
                                new Change(Change.What.TICKET_GRANT, "t"),
                                new Change(Change.What.TICKET_STANDBY, "t"))
                        .cib();
        List<Element> tickets =
                cib.childOrEmpty("status").childOrEmpty("tickets").children("ticket_state");
        assertThat(tickets).hasSize(1);
        assertThat(tickets.getFirst().attributes())
                .containsEntry("granted", "true")
                .containsEntry("standby", "true");
    }

    @Test
    void failedMonitor_countsAndIsRemembered() {
        String result = "vip_monitor_10000@n1=7";
        var change = new Change(Change.What.OPERATION, result);
        var once = apply(change);
        assertThat(once.lines())
                .containsExactly(
                        "Injecting vip_monitor_10000@n1=7 into the configuration",
                        "Injecting attribute fail-count-vip#monitor_10000=value++ into /node_state"
                                + " '1'",
                        "Injecting attribute last-failure-vip#monitor_10000=1700000000 into"
                                + " /node_state '1'");
        var twice = Injection.apply(once.cib(), List.of(change), 1_700_000_001);
        Element state = node(twice.cib(), "n1");
        Element attributes =
                state.childOrEmpty("transient_attributes").childOrEmpty("instance_attributes");
        assertThat(attributes.children())
                .extracting(each -> each.attribute("value"))
                .containsExactly("2", "1700000001");
        List<Element> history =
                state.childOrEmpty("lrm")
                        .childOrEmpty("lrm_resources")
                        .childOrEmpty("lrm_resource")
                        .children("lrm_rsc_op");
        assertThat(history)
                .extracting(Element::id)
                .containsExactly("vip_last_0", "vip_last_failure_0");
        assertThat(history.getLast().attribute("call-id")).isEqualTo("3");
    }

    @Test
    void probeThatFindsNothing_isNoFailure() {
        var injected = apply(new Change(Change.What.OPERATION, "vip_monitor_0@n2=7"));
        assertThat(injected.lines()).hasSize(1);
        assertThat(node(injected.cib(), "n2").child("transient_attributes")).isEmpty();
    }

    @Test
    void namesThatNothingHas_areRefusedWithANearOne() {
        assertThat(apply(new Change(Change.What.NODE_DOWN, "m1")).problems())
                .containsExactly("no node is named 'm1'; did you mean 'n1'?");
        assertThat(apply(new Change(Change.What.OPERATION, "vop_stop_0@n1=1")).problems())
                .containsExactly("no resource is named 'vop'; did you mean 'vip'?");
        assertThat(apply(new Change(Change.What.OPERATION, "nonsense")).problems())
                .hasSize(1)
                .first()
                .asString()
                .contains("vip_monitor_10000@node1=7");
    }

    @Test
    void results_areReadFromTheEnd() {
        assertThat(OperationResult.parse("web_a_migrate_to_0@n_1=1"))
                .contains(new OperationResult("web_a", "migrate_to", 0, "n_1", 1));
        assertThat(OperationResult.parse("web_a_monitor_10000@n1=7"))
                .contains(new OperationResult("web_a", "monitor", 10_000, "n1", 7));
        assertThat(OperationResult.parse("web_a_monitor@n1=7")).isEmpty();
        assertThat(OperationResult.parse("web_a_monitor_0@n1=x")).isEmpty();
    }
}
