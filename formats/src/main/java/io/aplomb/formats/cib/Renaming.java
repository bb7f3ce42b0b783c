package io.aplomb.formats.cib;

import io.aplomb.model.cib.Element;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a name in name-value sets with version 2.0 of Pacemaker.
 *
 * @param from the old name
 * @param values of these values only; empty for every value that no other entry has
 * @param to the name of today; empty where there is none and the pair goes
 * @param section the section of the configuration it moves to; empty where it stays
 * @param value what replaces the value, or null
 */
record Renaming(
        String from, List<String> values, String to, String section, @Nullable String value) {

    /** In {@code cluster_property_set}. */
    static final List<Renaming> PROPERTIES =
            List.of(
                    dropped(
                            "cluster-infrastructure",
                            "heartbeat",
                            "openais",
                            "classic openais",
                            "classic openais (with plugin)",
                            "cman"),
                    renamed("cluster_recheck_interval", "cluster-recheck-interval"),
                    renamed("dc_deadtime", "dc-deadtime"),
                    moved("default-action-timeout", "timeout", "op_defaults"),
                    moved("default_action_timeout", "timeout", "op_defaults"),
                    dropped("default-migration-threshold"),
                    dropped("default_migration_threshold"),
                    moved("default-resource-stickiness", "resource-stickiness", "rsc_defaults"),
                    moved("default_resource_stickiness", "resource-stickiness", "rsc_defaults"),
                    fragile("default-resource-failure-stickiness", "rsc_defaults"),
                    dropped("default-resource-failure-stickiness"),
                    fragile("default_resource_failure_stickiness", "rsc_defaults"),
                    dropped("default_resource_failure_stickiness"),
                    renamed("election_timeout", "election-timeout"),
                    dropped("expected-quorum-votes"),
                    moved("is-managed-default", "is-managed", "rsc_defaults"),
                    moved("is_managed_default", "is-managed", "rsc_defaults"),
                    renamed("no_quorum_policy", "no-quorum-policy"),
                    dropped("notification-agent"),
                    dropped("notification-recipient"),
                    renamed("remove_after_stop", "remove-after-stop"),
                    renamed("shutdown_escalation", "shutdown-escalation"),
                    renamed("startup_fencing", "startup-fencing"),
                    renamed("stonith_action", "stonith-action"),
                    renamed("stonith_enabled", "stonith-enabled"),
                    renamed("stop_orphan_actions", "stop-orphan-actions"),
                    renamed("stop_orphan_resources", "stop-orphan-resources"),
                    renamed("symmetric_cluster", "symmetric-cluster"),
                    renamed("transition_idle_timeout", "cluster-delay"));

    /** In the {@code instance_attributes} of a resource. */
    static final List<Renaming> PARAMETERS =
            List.of(
                    renamed("pcmk_list_cmd", "pcmk_list_action"),
                    renamed("pcmk_monitor_cmd", "pcmk_monitor_action"),
                    renamed("pcmk_off_cmd", "pcmk_off_action"),
                    renamed("pcmk_on_cmd", "pcmk_on_action"),
                    renamed("pcmk_reboot_cmd", "pcmk_reboot_action"),
                    renamed("pcmk_status_cmd", "pcmk_status_action"));

    /** In the {@code meta_attributes} of a resource; isolation cannot be had any more. */
    static final List<Renaming> META_ATTRIBUTES =
            List.of(
                    disabled("isolation"),
                    disabled("isolation-host"),
                    disabled("isolation-instance"),
                    disabled("isolation-wrapper"),
                    fragile("resource-failure-stickiness", ""),
                    dropped("resource-failure-stickiness"),
                    fragile("resource_failure_stickiness", ""),
                    dropped("resource_failure_stickiness"));

    /** In the {@code meta_attributes} of a clone; the old names live on in every version. */
    static final List<Renaming> PROMOTABLE =
            List.of(
                    renamed("master-max", "promoted-max"),
                    renamed("master-node-max", "promoted-node-max"));

    /** The entry for a pair, or null where it stays as it is. */
    static @Nullable Renaming of(Element pair, List<Renaming> table) {
        String name = pair.attribute("name", "");
        String value = pair.attribute("value", "");
        for (Renaming entry : table) {
            if (entry.from.equals(name)
                    && (entry.values.isEmpty() || entry.values.contains(value))) {
                return entry;
            }
        }
        return null;
    }

    /** The pair under its name of today. */
    Element apply(Element pair) {
        Element renamed = pair.with("name", to);
        return value == null ? renamed : renamed.with("value", value);
    }

    boolean drops() {
        return to.isEmpty();
    }

    private static Renaming renamed(String from, String to) {
        return new Renaming(from, List.of(), to, "", null);
    }

    private static Renaming moved(String from, String to, String section) {
        return new Renaming(from, List.of(), to, section, null);
    }

    private static Renaming dropped(String from, String... values) {
        return new Renaming(from, List.of(values), "", "", null);
    }

    /** A failure that weighed without end is a limit of one failure. */
    private static Renaming fragile(String from, String section) {
        return new Renaming(from, List.of("-INFINITY"), "migration-threshold", section, "1");
    }

    private static Renaming disabled(String from) {
        return new Renaming(from, List.of(), "target-role", "", "Stopped");
    }
}
