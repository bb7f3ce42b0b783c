package io.aplomb.app.cluster.programs;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of the cluster's hands, for help and completion. What is listed here loads nothing else
 * of the cluster: every start of the program goes through it.
 */
public final class ClusterUsage {
    /** First words of pcs, which are understood without {@code pcs} in front. */
    private static final Map<String, String> PCS_WORDS =
            Map.ofEntries(
                    Map.entry("acl", "Access control lists, as pcs has them."),
                    Map.entry("alert", "Whom the cluster tells of what happens."),
                    Map.entry("cluster", "Sets up, starts, stops and joins the cluster."),
                    Map.entry("config", "The whole configuration, its history and its changes."),
                    Map.entry(
                            "constraint", "Where resources may run, in which order and with whom."),
                    Map.entry("host", "Other machines, before they belong to the cluster."),
                    Map.entry("node", "Nodes: standby, maintenance, attributes."),
                    Map.entry("property", "Properties of the cluster."),
                    Map.entry("quorum", "Votes and majorities."),
                    Map.entry("resource", "What the cluster keeps running."),
                    Map.entry("status", "How nodes and resources are."),
                    Map.entry("stonith", "Devices that make sure that a lost node does nothing."),
                    Map.entry("tag", "Sets of resources under one name."),
                    Map.entry("ticket", "Permissions of several sites."));

    private static final Map<String, String> PROGRAMS =
            Map.ofEntries(
                    Map.entry("pcs", "The words above, for scripts that say pcs."),
                    Map.entry("top", "How the cluster is, as it changes; q quits."),
                    Map.entry("crm_mon", "How the cluster is, as Pacemaker's program tells it."),
                    Map.entry("crm_verify", "What is wrong with a configuration."),
                    Map.entry("crm_node", "Names and numbers of nodes."),
                    Map.entry("crm_attribute", "Attributes of nodes, and properties."),
                    Map.entry("crm_master", "The promotion score of a resource."),
                    Map.entry("attrd_updater", "Transient attributes of nodes."),
                    Map.entry("crm_resource", "Where resources are."),
                    Map.entry("cibadmin", "The cluster information base."),
                    Map.entry("corosync-cfgtool", "The links of this node."),
                    Map.entry("corosync-cmapctl", "The members, as keys and values."));

    private ClusterUsage() {}

    /** First words of pcs. */
    public static Set<String> pcsWords() {
        return PCS_WORDS.keySet();
    }

    /** Programs with names of their own. */
    public static Set<String> programs() {
        return PROGRAMS.keySet();
    }

    /** A word in one line. */
    public static String about(String word) {
        return PCS_WORDS.getOrDefault(word, PROGRAMS.getOrDefault(word, ""));
    }

    /** Whether a command is left out of the list of commands: those of scripts and agents. */
    public static boolean isHidden(String word) {
        return PROGRAMS.containsKey(word) && !List.of("top").contains(word);
    }
}
