package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.List;

/** {@code pcs config show}: the whole configuration as a text. */
final class ConfigText {

    private ConfigText() {}

    static PcsAnswer show(Call call) {
        call.options().only("-f", "--corosync_conf");
        call.expectWords(0, 0);
        CibEdit cib = call.cib();
        List<String> lines = new ArrayList<>();
        String name = PropertyCommands.configured(cib).getOrDefault("cluster-name", "");
        lines.add(("Cluster Name: " + name).stripTrailing());
        List<String> nodes = NodeNames.ofCluster(cib).stream().sorted().toList();
        lines.add("Corosync Nodes:");
        if (call.request().live()) {
            addNodes(nodes, lines);
        }
        lines.add("Pacemaker Nodes:");
        addNodes(nodes, lines);
        lines.add("");
        lines.addAll(resources(cib));
        lines.add("");
        lines.addAll(LocationText.everything(cib, call.request().now()));
        lines.addAll(ConstraintCommands.others(true, cib));
        lines.add("");
        lines.addAll(AlertText.lines(cib));
        lines.add("");
        lines.addAll(defaults(cib));
        lines.add("");
        lines.add("Cluster Properties:");
        PropertyCommands.configured(cib)
                .forEach((key, value) -> lines.add(" " + key + ": " + value));
        lines.add("");
        lines.addAll(tags(cib));
        return call.printed(String.join("\n", lines) + "\n");
    }

    private static void addNodes(List<String> nodes, List<String> lines) {
        if (!nodes.isEmpty()) {
            lines.add(" " + String.join(" ", nodes));
        }
    }

    private static List<String> resources(CibEdit cib) {
        List<String> lines = new ArrayList<>(List.of("Resources:"));
        ResourceConfig.lines(cib, false).forEach(line -> lines.add("  " + line));
        lines.add("");
        lines.add("Stonith Devices:");
        ResourceConfig.lines(cib, true).forEach(line -> lines.add("  " + line));
        lines.add("Fencing Levels:");
        FencingLevels.lines(cib).forEach(line -> lines.add("  " + line));
        return lines;
    }

    private static List<String> defaults(CibEdit cib) {
        List<String> lines = new ArrayList<>(List.of("Resources Defaults:"));
        DefaultsCommands.lines("rsc_defaults", cib).forEach(line -> lines.add("  " + line));
        lines.add("Operations Defaults:");
        DefaultsCommands.lines("op_defaults", cib).forEach(line -> lines.add("  " + line));
        return lines;
    }

    private static List<String> tags(CibEdit cib) {
        List<String> lines = new ArrayList<>(List.of("Tags:"));
        List<String> tags = TagCommands.lines(cib.section("tags").children("tag"));
        if (tags.isEmpty()) {
            lines.add(" No tags defined");
        }
        tags.forEach(line -> lines.add(" " + line));
        return lines;
    }
}
