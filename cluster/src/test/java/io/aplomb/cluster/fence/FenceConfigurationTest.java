package io.aplomb.cluster.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.rules.RuleInput;
import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the configuration of a cluster says of fencing. */
class FenceConfigurationTest {
    private static final RuleInput NOW =
            RuleInput.at(OffsetDateTime.parse("2026-11-21T12:00:00+00:00"));

    @Test
    void devices_areThoseOfClassStonith_thatAreNotSwitchedOff_norBanned() {
        Element cib =
                cib(
                        element(
                                "resources",
                                Map.of(),
                                element(
                                        "template",
                                        Map.of(
                                                "id",
                                                "ipmi",
                                                "class",
                                                "stonith",
                                                "type",
                                                "fence_ipmilan"),
                                        pairs("instance_attributes", Map.of("lanplus", "1"))),
                                primitive("p1", "ocf", "IPaddr2", Map.of(), Map.of()),
                                primitive(
                                        "f1",
                                        "stonith",
                                        "fence_apc",
                                        Map.of("ip", "192.0.2.9", "pcmk_host_list", "n1"),
                                        Map.of("priority", "7")),
                                primitive(
                                        "off",
                                        "stonith",
                                        "fence_apc",
                                        Map.of(),
                                        Map.of("target-role", "Stopped")),
                                primitive("banned", "stonith", "fence_apc", Map.of(), Map.of()),
                                element(
                                        "clone",
                                        Map.of("id", "c"),
                                        primitive(
                                                "f2", "stonith", "fence_sbd", Map.of(), Map.of())),
                                element(
                                        "primitive",
                                        Map.of("id", "f3", "template", "ipmi"),
                                        pairs("instance_attributes", Map.of("ip", "192.0.2.8")))),
                        element(
                                "constraints",
                                Map.of(),
                                location("banned", "n9", "-INFINITY"),
                                location("f1", "n9", "-100"),
                                location("f2", "n1", "-INFINITY")));
        FenceConfiguration configuration = FenceConfiguration.of(cib, NOW, "n9");
        assertThat(configuration.devices())
                .containsExactly(
                        new FenceDevice(
                                "f1",
                                "fence_apc",
                                Map.of("ip", "192.0.2.9", "pcmk_host_list", "n1"),
                                7),
                        new FenceDevice("f2", "fence_sbd", Map.of(), 0),
                        new FenceDevice(
                                "f3",
                                "fence_ipmilan",
                                Map.of("ip", "192.0.2.8", "lanplus", "1"),
                                0));
    }

    @Test
    void topology_isInOrder_andOfTheMostParticularKind() {
        Element cib =
                cib(
                        element(
                                "nodes",
                                Map.of(),
                                element(
                                        "node",
                                        Map.of("id", "1", "uname", "n1"),
                                        pairs("instance_attributes", Map.of("rack", "A"))),
                                element("node", Map.of("id", "2", "uname", "n2"))),
                        element(
                                "fencing-topology",
                                Map.of(),
                                level(Map.of("target", "n1", "index", "2", "devices", "b")),
                                level(Map.of("target", "n1", "index", "1", "devices", "a1, a2")),
                                level(
                                        Map.of(
                                                "target-attribute",
                                                "rack",
                                                "target-value",
                                                "a",
                                                "index",
                                                "1",
                                                "devices",
                                                "c")),
                                level(
                                        Map.of(
                                                "target-pattern",
                                                "n[0-9]",
                                                "index",
                                                "1",
                                                "devices",
                                                "d")),
                                level(Map.of("target", "n1", "index", "10", "devices", "x")),
                                level(Map.of("target", "n1", "index", "3", "devices", " ")),
                                level(Map.of("index", "1", "devices", "x"))));
        FenceConfiguration configuration = FenceConfiguration.of(cib, NOW, "n9");
        assertThat(configuration.levels()).hasSize(4);
        assertThat(configuration.levelsFor("n1"))
                .extracting(FenceLevel::devices)
                .containsExactly(List.of("a1", "a2"), List.of("b"));
        assertThat(configuration.levelsFor("n2"))
                .extracting(FenceLevel::devices)
                .containsExactly(List.of("d"));
        assertThat(configuration.levelsFor("other")).isEmpty();
    }

    @Test
    void attribute_comesBeforePattern() {
        Element cib =
                cib(
                        element(
                                "nodes",
                                Map.of(),
                                element(
                                        "node",
                                        Map.of("id", "1", "uname", "n1"),
                                        pairs("instance_attributes", Map.of("rack", "A")))),
                        element(
                                "fencing-topology",
                                Map.of(),
                                level(Map.of("target-pattern", "n", "index", "1", "devices", "d")),
                                level(
                                        Map.of(
                                                "target-attribute",
                                                "rack",
                                                "target-value",
                                                "a",
                                                "index",
                                                "1",
                                                "devices",
                                                "c"))));
        assertThat(FenceConfiguration.of(cib, NOW, "n9").levelsFor("n1"))
                .extracting(FenceLevel::devices)
                .containsExactly(List.of("c"));
    }

    @Test
    void patternThatIsNone_isForNobody() {
        assertThat(new FenceLevel.Names("(").matches("n1", Map.of())).isFalse();
    }

    private static Element cib(Element... sections) {
        return element("cib", Map.of(), element("configuration", Map.of(), sections));
    }

    private static Element element(String name, Map<String, String> attributes, Element... in) {
        return new Element(name, attributes, List.of(in), 0);
    }

    private static Element primitive(
            String id,
            String standard,
            String type,
            Map<String, String> parameters,
            Map<String, String> meta) {
        return element(
                "primitive",
                Map.of("id", id, "class", standard, "type", type),
                pairs("instance_attributes", parameters),
                pairs("meta_attributes", meta));
    }

    private static Element pairs(String name, Map<String, String> values) {
        return element(
                name,
                Map.of("id", name),
                values.entrySet().stream()
                        .map(
                                entry ->
                                        Element.of(
                                                "nvpair",
                                                Map.of(
                                                        "name",
                                                        entry.getKey(),
                                                        "value",
                                                        entry.getValue())))
                        .toArray(Element[]::new));
    }

    private static Element location(String resource, String node, String score) {
        return Element.of("rsc_location", Map.of("rsc", resource, "node", node, "score", score));
    }

    private static Element level(Map<String, String> attributes) {
        return Element.of("fencing-level", attributes);
    }
}
