package io.aplomb.cluster.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.aplomb.cluster.alert.Happening.AttributeChanged;
import io.aplomb.cluster.alert.Happening.Fenced;
import io.aplomb.cluster.alert.Happening.Operated;
import io.aplomb.cluster.rules.RuleInput;
import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The environment of scripts, beside what a script of Pacemaker 2.1.5 found in its own: the same
 * cluster, the same events.
 */
class ScriptEnvironmentTest {
    private static final long AT_MS = 1_795_298_218_599L;

    private static Element element(String name, Map<String, String> attributes, Element... inside) {
        return Element.of(name, attributes).withChildren(List.of(inside));
    }

    private static Element pairs(String set, String name, String value) {
        return element(
                set,
                Map.of("id", set),
                Element.of("nvpair", Map.of("id", name, "name", name, "value", value)));
    }

    private static Element configuration(Element... insideAlert) {
        return element(
                "configuration",
                Map.of(),
                element(
                        "alerts",
                        Map.of(),
                        element("alert", Map.of("id", "a1", "path", "/alert.sh"), insideAlert)));
    }

    private static List<Recipient> recipients(Element... insideAlert) {
        return Recipients.of(
                configuration(insideAlert),
                RuleInput.at(OffsetDateTime.of(2026, 11, 21, 0, 0, 0, 0, ZoneOffset.UTC)));
    }

    private static Map<String, String> environment(Happening what, Recipient recipient) {
        return ScriptEnvironment.of(
                Message.of(new News(5, AT_MS, what, 0)),
                recipient,
                "2.1.5",
                "text",
                ZoneId.of("UTC"));
    }

    private static Map<String, String> pacemakers(Happening what) {
        Map<String, String> found = new TreeMap<>(environment(what, recipients().getFirst()));
        found.keySet().removeIf(name -> !name.startsWith("CRM_alert_"));
        return found;
    }

    private static final Map<String, String> ALWAYS =
            Map.of(
                    "CRM_alert_node_sequence", "5",
                    "CRM_alert_recipient", "",
                    "CRM_alert_timestamp", "21:56:58.599000",
                    "CRM_alert_timestamp_epoch", "1795298218",
                    "CRM_alert_timestamp_usec", "599000",
                    "CRM_alert_version", "2.1.5");

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(ALWAYS);
        all.putAll(more);
        return all;
    }

    @Test
    void resourceEvent_hasTheVariablesOfPacemaker() {
        assertThat(pacemakers(new Operated("n2", "d", "monitor", 5000, 7, 0, 0, 0, "")))
                .isEqualTo(
                        with(
                                Map.of(
                                        "CRM_alert_kind", "resource",
                                        "CRM_alert_desc", "not running",
                                        "CRM_alert_exec_time", "0",
                                        "CRM_alert_interval", "5000",
                                        "CRM_alert_node", "n2",
                                        "CRM_alert_rc", "7",
                                        "CRM_alert_rsc", "d",
                                        "CRM_alert_status", "0",
                                        "CRM_alert_target_rc", "0",
                                        "CRM_alert_task", "monitor")));
    }

    @Test
    void operation_thatTookTooLong_saysSo() {
        assertThat(pacemakers(new Operated("n2", "d", "start", 0, 1, 2, 0, 20_000, "")))
                .contains(entry("CRM_alert_desc", "Timed Out"), entry("CRM_alert_status", "2"));
    }

    @Test
    void nodeEvent_hasTheVariablesOfPacemaker() {
        assertThat(pacemakers(CausesTest.lost("n3")))
                .isEqualTo(
                        with(
                                Map.of(
                                        "CRM_alert_kind", "node",
                                        "CRM_alert_desc", "lost",
                                        "CRM_alert_node", "n3",
                                        "CRM_alert_nodeid", "3")));
        assertThat(pacemakers(CausesTest.there("n3"))).containsEntry("CRM_alert_desc", "member");
    }

    @Test
    void fencingEvent_hasTheVariablesOfPacemaker() {
        Fenced fenced = new Fenced("n3", "reboot", "f", "n1", true, true, "", Set.of());

        assertThat(pacemakers(fenced))
                .isEqualTo(
                        with(
                                Map.of(
                                        "CRM_alert_kind", "fencing",
                                        "CRM_alert_desc",
                                                "Operation reboot of n3 by n1 for aplomb@n1: OK",
                                        "CRM_alert_node", "n3",
                                        "CRM_alert_rc", "0",
                                        "CRM_alert_task", "st_notify_fence")));
    }

    @Test
    void attributeEvent_hasTheVariablesOfPacemaker() {
        assertThat(pacemakers(new AttributeChanged("n2", 2, "colour", "green")))
                .isEqualTo(
                        with(
                                Map.of(
                                        "CRM_alert_kind", "attribute",
                                        "CRM_alert_attribute_name", "colour",
                                        "CRM_alert_attribute_value", "green",
                                        "CRM_alert_node", "n2",
                                        "CRM_alert_nodeid", "2")));
    }

    @Test
    void oldNames_areThereToo() {
        assertThat(environment(CausesTest.lost("n3"), recipients().getFirst()))
                .containsEntry("CRM_notify_kind", "node")
                .containsEntry("CRM_notify_recipient", "");
    }

    @Test
    void attributesOfTheRecipient_goBeforeThoseOfTheAlert() {
        List<Recipient> found =
                recipients(
                        pairs("meta_attributes", "timestamp-format", "%F %H:%M:%S.%03N %%N"),
                        pairs("instance_attributes", "colour", "blue"),
                        Element.of("recipient", Map.of("id", "r1", "value", "first")),
                        element(
                                "recipient",
                                Map.of("id", "r2", "value", "second"),
                                pairs("instance_attributes", "colour", "red"),
                                pairs("meta_attributes", "timeout", "15s")));

        assertThat(found).extracting(Recipient::key).containsExactly("a1/r1", "a1/r2");
        assertThat(found).extracting(Recipient::timeoutMs).containsExactly(30_000L, 15_000L);
        assertThat(environment(CausesTest.lost("n3"), found.get(0)))
                .contains(
                        entry("colour", "blue"),
                        entry("CRM_alert_recipient", "first"),
                        entry("CRM_alert_timestamp", "2026-11-21 21:56:58.599 %N"));
        assertThat(environment(CausesTest.lost("n3"), found.get(1))).containsEntry("colour", "red");
    }

    @Test
    void recipients_thatAreDisabled_areNotTold_butKept() {
        Element off =
                element(
                        "recipient",
                        Map.of("id", "r1", "value", "first"),
                        pairs("meta_attributes", "enabled", "false"));

        assertThat(recipients(off)).isEmpty();
        assertThat(Recipients.keys(configuration(off))).containsExactly("a1/r1");
    }

    @Test
    void selection_asPacemakerHasIt() {
        Happening attribute = new AttributeChanged("n2", 2, "colour", "green");
        Happening node = CausesTest.lost("n3");

        assertThat(recipients().getFirst().selection().wants(node)).isTrue();
        assertThat(recipients().getFirst().selection().wants(attribute)).isFalse();
        Selection attributes =
                recipients(element("select", Map.of(), element("select_attributes", Map.of())))
                        .getFirst()
                        .selection();
        assertThat(attributes.wants(attribute)).isTrue();
        assertThat(attributes.wants(node)).isFalse();
        Selection one =
                recipients(
                                element(
                                        "select",
                                        Map.of(),
                                        element(
                                                "select_attributes",
                                                Map.of(),
                                                Element.of(
                                                        "attribute", Map.of("name", "standby")))))
                        .getFirst()
                        .selection();
        assertThat(one.wants(attribute)).isFalse();
        assertThat(one.wants(new AttributeChanged("n2", 2, "standby", "on"))).isTrue();
    }
}
