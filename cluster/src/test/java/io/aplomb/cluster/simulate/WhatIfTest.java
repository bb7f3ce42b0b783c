package io.aplomb.cluster.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.cib.Element;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The texts were compared with crm_simulate 2.1.5 on the same states. */
class WhatIfTest {
    private static final WhatIf.Time TIME =
            new WhatIf.Time(States.NOW, WhatIf.Time.Origin.STATE, Optional.empty());

    private static WhatIf.Answer ask(
            WhatIf.Depth depth, List<Change> changes, List<String> failing, boolean scores) {
        Element state =
                States.state(
                        2, "", States.fenceDevice() + States.dummy("vip"), "fence@n2", "vip@n1");
        return WhatIf.ask(state, new WhatIf.Question(TIME, depth, changes, failing, scores, false));
    }

    @Test
    void lostNode_isToldFromStatusToStatus() {
        var answer =
                ask(
                        WhatIf.Depth.SIMULATE,
                        List.of(new Change(Change.What.NODE_FAIL, "n1")),
                        List.of(),
                        false);
        assertThat(answer.text())
                .isEqualTo(
                        """
                        Using the original execution date of: 2023-11-14 22:13:20Z
                        Current cluster status:
                          * Node List:
                            * Online: [ n1 n2 ]

                          * Full List of Resources:
                            * fence\t(stonith:fence_xvm):\t Started n2
                            * vip\t(ocf:heartbeat:Dummy):\t Started n1

                        Performing Requested Modifications:
                          * Failing node n1
                        Using the original execution date of: 2023-11-14 22:13:20Z

                        Transition Summary:
                          * Fence (reboot) n1 'peer is no longer part of the cluster'
                          * Restart    fence   (       n2 )  due to resource definition change
                          * Move       vip     ( n1 -> n2 )

                        Executing Cluster Transition:
                          * Resource action: fence           stop on n2
                          * Resource action: vip             monitor on n2
                          * Fencing n1 (reboot)
                          * Resource action: fence           start on n2
                          * Pseudo action:   vip_stop_0
                          * Resource action: vip             start on n2
                        Using the original execution date of: 2023-11-14 22:13:20Z

                        Revised Cluster Status:
                          * Node List:
                            * Online: [ n2 ]
                            * OFFLINE: [ n1 ]

                          * Full List of Resources:
                            * fence\t(stonith:fence_xvm):\t Started n2
                            * vip\t(ocf:heartbeat:Dummy):\t Started n2
                        """);
    }

    @Test
    void statusOnly_decidesNothing() {
        var answer = ask(WhatIf.Depth.STATUS, List.of(), List.of(), false);
        assertThat(answer.decision()).isEmpty();
        assertThat(answer.text()).doesNotContain("Transition Summary");
    }

    @Test
    void failingStep_endsTheTransition() {
        var answer =
                ask(
                        WhatIf.Depth.SIMULATE,
                        List.of(new Change(Change.What.NODE_DOWN, "n1")),
                        List.of("vip_start_0@n2=5"),
                        false);
        assertThat(answer.text())
                .contains("failed with rc=5", "fail-count-vip#start_0=value++ into /node_state '2'")
                .doesNotContain("terminated");
    }

    @Test
    void scores_areShownPlainOrFancy() {
        var answer = ask(WhatIf.Depth.DECIDE, List.of(), List.of(), true);
        assertThat(answer.text())
                .contains(
                        "\nAllocation Scores:\n"
                                + "  * pcmk__primitive_assign: fence allocation score on n1: 0\n");
        assertThat(PlainText.of(answer.text()))
                .startsWith(
                        """
                        Using the original execution date of: 2023-11-14 22:13:20Z
                        [ n1 n2 ]

                        fence\t(stonith:fence_xvm):\t Started n2
                        vip\t(ocf:heartbeat:Dummy):\t Started n1

                        pcmk__primitive_assign: fence allocation score on n1: 0
                        """)
                .doesNotContain("Full List", "Allocation Scores", "  * ");
    }

    @Test
    void graph_namesStepsAndWhatTheyWaitFor() {
        var answer =
                ask(
                        WhatIf.Depth.DECIDE,
                        List.of(new Change(Change.What.NODE_FAIL, "n1")),
                        List.of(),
                        false);
        Element graph = answer.decision().orElseThrow().graphXml();
        assertThat(graph.attribute("transition_id")).isEqualTo("0");
        List<Element> starts =
                graph.children("synapse").stream()
                        .filter(
                                step ->
                                        step.childOrEmpty("action_set").children().stream()
                                                .anyMatch(
                                                        action ->
                                                                "vip_start_0"
                                                                        .equals(
                                                                                action.attribute(
                                                                                        "operation_key"))))
                        .toList();
        assertThat(starts).hasSize(1);
        assertThat(starts.getFirst().childOrEmpty("inputs").children("trigger"))
                .extracting(trigger -> trigger.children().getFirst().name())
                .contains("crm_event");
        assertThat(answer.decision().orElseThrow().graphDot(false))
                .contains("\"stonith 'reboot' n1\" -> \"vip_start_0 n2\" [ style = bold]");
    }
}
