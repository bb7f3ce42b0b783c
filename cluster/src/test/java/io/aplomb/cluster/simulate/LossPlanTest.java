package io.aplomb.cluster.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.cib.Element;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossPlanTest {

    private static LossPlan.Loss loss(Element state, String... nodes) {
        return LossPlan.of(state, States.NOW).losses().stream()
                .filter(loss -> loss.lost().equals(List.of(nodes)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachNodeAndEachPair_isLostOnce() {
        Element state = States.state(4, "", States.fenceDevice(), "fence@n1");
        assertThat(LossPlan.of(state, States.NOW).losses())
                .extracting(loss -> String.join("+", loss.lost()))
                .containsExactly(
                        "n1", "n2", "n3", "n4", "n1+n2", "n1+n3", "n1+n4", "n2+n3", "n2+n4",
                        "n3+n4");
    }

    @Test
    void withFencing_oneOfThree_harmsNothing() {
        Element state =
                States.state(
                        3, "", States.fenceDevice() + States.dummy("vip"), "fence@n2", "vip@n1");
        LossPlan.Loss one = loss(state, "n1");
        assertThat(one.fencing()).isEqualTo(LossPlan.Fencing.DONE);
        assertThat(one.isHarmless()).isTrue();
    }

    @Test
    void twoOfThree_loseQuorum_andStop() {
        Element state =
                States.state(
                        3, "", States.fenceDevice() + States.dummy("vip"), "fence@n2", "vip@n3");
        LossPlan.Loss two = loss(state, "n1", "n2");
        assertThat(two.quorumLost()).isTrue();
        assertThat(two.fencing()).isEqualTo(LossPlan.Fencing.NO_QUORUM);
        assertThat(two.stopped()).contains("vip");
    }

    @Test
    void oneOfTwo_keepsQuorum() {
        Element state = States.state(2, "", States.fenceDevice(), "fence@n1");
        assertThat(loss(state, "n1").quorumLost()).isFalse();
        assertThat(loss(state, "n1", "n2").stopped()).containsExactly("fence");
    }

    @Test
    void withoutFencing_whatMovesMayRunTwice() {
        Element state =
                States.state(
                        3,
                        States.property("stonith-enabled", "false"),
                        States.dummy("vip") + States.dummy("web"),
                        "vip@n1",
                        "web@n2");
        LossPlan.Loss one = loss(state, "n1");
        assertThat(one.fencing()).isEqualTo(LossPlan.Fencing.SWITCHED_OFF);
        assertThat(one.twice()).containsExactly("vip");
    }

    @Test
    void resourceThatMayRunOnOneNodeOnly_doesNotSurviveIt() {
        Element free =
                States.state(
                        3, "", States.fenceDevice() + States.dummy("vip"), "fence@n2", "vip@n1");
        Element bound =
                free.withChanged(
                        child -> child.is("configuration"),
                        free,
                        configuration ->
                                configuration
                                        .withoutChildren(child -> child.is("constraints"))
                                        .withChild(notOn("n2", "n3")));
        assertThat(loss(bound, "n1").stopped()).containsExactly("vip");
        assertThat(loss(bound, "n2").isHarmless()).isTrue();
    }

    private static Element notOn(String... nodes) {
        StringBuilder text = new StringBuilder("<constraints>");
        for (String node : nodes) {
            text.append(
                    "<rsc_location id='not-%s' rsc='vip' node='%s' score='-INFINITY'/>"
                            .formatted(node, node));
        }
        return part(text.append("</constraints>").toString(), "constraints");
    }

    /** A section of a configuration. */
    private static Element part(String text, String name) {
        return States.read(
                        "<cib validate-with='none'><configuration>"
                                + text
                                + "</configuration><status/></cib>")
                .childOrEmpty("configuration")
                .childOrEmpty(name);
    }

    @Test
    void needsBeyondCapacity_areAnOverload() {
        String needy =
                """
                <primitive id='%s' class='ocf' provider='heartbeat' type='Dummy'>
                <utilization id='u-%s'><nvpair id='m-%s' name='memory' value='6'/></utilization>
                </primitive>
                """;
        Element state =
                States.state(
                        2,
                        "",
                        States.fenceDevice()
                                + needy.formatted("a", "a", "a")
                                + needy.formatted("b", "b", "b"),
                        "fence@n2",
                        "a@n1",
                        "b@n2");
        Element nodes =
                part(
                        """
                                <nodes>
                                <node id='1' uname='n1'><utilization id='c1'><nvpair id='c1m'
                                 name='memory' value='8'/></utilization></node>
                                <node id='2' uname='n2'><utilization id='c2'><nvpair id='c2m'
                                 name='memory' value='8'/></utilization></node>
                                </nodes>
                                """,
                        "nodes");
        Element able =
                state.withChanged(
                        child -> child.is("configuration"),
                        state,
                        configuration ->
                                configuration.withChanged(
                                        child -> child.is("nodes"), nodes, old -> nodes));
        assertThat(LossPlan.of(able, States.NOW).byUtilization()).isTrue();
        assertThat(loss(able, "n1").overloads())
                .containsExactly(new LossPlan.Overload("n2", "memory", 12, 8));
    }
}
