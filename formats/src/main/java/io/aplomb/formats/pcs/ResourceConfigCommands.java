package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The configuration of resources as the commands that make it. */
final class ResourceConfigCommands {

    private ResourceConfigCommands() {}

    static String text(ResourceConfig config) {
        List<String> commands = new ArrayList<>();
        for (Element primitive : config.primitives()) {
            commands.add(create(primitive));
            String utilization = pairs(primitive, Pairs.UTILIZATION);
            if (!utilization.isEmpty()) {
                commands.add(
                        command(
                                List.of("pcs", "resource", "utilization", primitive.id()),
                                List.of(utilization)));
            }
        }
        for (Element group : config.groups()) {
            List<String> members = group.children("primitive").stream().map(Element::id).toList();
            commands.add(
                    command(
                            List.of("pcs", "resource", "group", "add", group.id()),
                            List.of(ShellWords.line(members))));
            String meta = pairs(group, Pairs.META);
            if (!meta.isEmpty()) {
                commands.add(
                        command(List.of("pcs", "resource", "meta", group.id()), List.of(meta)));
            }
        }
        config.clones().forEach(clone -> commands.add(copy(clone)));
        return String.join(";\n", commands);
    }

    private static String command(List<String> words, List<String> lines) {
        StringBuilder text = new StringBuilder(ShellWords.line(words));
        lines.forEach(line -> text.append(" \\\n  ").append(line));
        return text.toString();
    }

    private static String create(Element primitive) {
        AgentName agent = AgentName.of(primitive);
        List<String> lines = new ArrayList<>();
        addUnlessEmpty(lines, "", pairs(primitive, Pairs.INSTANCE));
        List<Element> operations = primitive.childOrEmpty("operations").children("op");
        if (!operations.isEmpty()) {
            lines.add("op");
            for (Element operation : operations) {
                List<String> words = new ArrayList<>();
                ResourceConfig.operationPairs(operation)
                        .forEach(pair -> words.add(String.join("=", pair)));
                lines.add("  " + operation.attribute("name", "") + " " + ShellWords.line(words));
            }
        }
        addUnlessEmpty(lines, "meta ", pairs(primitive, Pairs.META));
        return command(
                List.of(
                        "pcs",
                        agent.isStonith() ? "stonith" : "resource",
                        "create",
                        "--no-default-ops",
                        "--force",
                        "--",
                        primitive.id(),
                        agent.isStonith() ? agent.type() : agent.full()),
                lines);
    }

    private static String copy(Element clone) {
        String meta = pairs(clone, Pairs.META);
        if (clone.is("master")) {
            meta = meta.isEmpty() ? "promotable=true" : meta + " promotable=true";
        }
        List<String> lines = new ArrayList<>();
        addUnlessEmpty(lines, "meta ", meta);
        Optional<String> member = ResourceTree.inner(clone).stream().map(Element::id).findFirst();
        return command(List.of("pcs", "resource", "clone", member.orElse(""), clone.id()), lines);
    }

    private static void addUnlessEmpty(List<String> lines, String prefix, String line) {
        if (!line.isEmpty()) {
            lines.add(prefix + line);
        }
    }

    private static String pairs(Element resource, String kind) {
        List<String> words = new ArrayList<>();
        for (Element pair : resource.childOrEmpty(kind).children("nvpair")) {
            words.add(pair.attribute("name", "") + "=" + pair.attribute("value", ""));
        }
        return ShellWords.line(words);
    }
}
