package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@code pcs node}. */
final class NodeCommands implements CommandSet {

    private static final String NODES = "nodes";

    private static final Router ROUTER =
            new Router(
                    "node",
                    Map.of(
                            "attribute", call -> pairs(call, Pairs.INSTANCE),
                            "utilization", call -> pairs(call, Pairs.UTILIZATION),
                            "maintenance", call -> state(call, "maintenance", true),
                            "unmaintenance", call -> state(call, "maintenance", false),
                            "standby", call -> state(call, "standby", true),
                            "unstandby", call -> state(call, "standby", false)));

    @Override
    public PcsAnswer run(Call call) {
        return ROUTER.run(call);
    }

    /** {@code standby|unstandby|... [--all | NODE...] [--wait[=n]]}. */
    static PcsAnswer state(Call call, String attribute, boolean on) {
        call.options().only("-f", "--wait", "--all");
        boolean all = call.options().has("--all");
        if (all && !call.words().isEmpty()) {
            throw InvalidCommand.because("Cannot specify both --all and a list of nodes.");
        }
        Optional<Wait> wait = Wait.of(call);
        List<String> nodes = all ? NodeNames.inOrder(call.cib()) : call.words();
        if (!all && nodes.isEmpty()) {
            return onLocalNode(call);
        }
        requireKnown(nodes, call);
        for (String node : nodes) {
            set(node, Pairs.INSTANCE, Map.of(attribute, on ? "on" : ""), call.cib());
        }
        return Wait.finish(wait, List.of(), RuntimeRequest.Expectation.SETTLED, call);
    }

    private static PcsAnswer onLocalNode(Call call) {
        if (!call.request().live()) {
            throw InvalidCommand.because("Node(s) must be specified if -f is used");
        }
        return call.delegated(new RuntimeRequest.WithLocalNode(call.request().words()));
    }

    private static void requireKnown(List<String> nodes, Call call) {
        Set<String> known = NodeNames.all(call.cib());
        boolean missing = false;
        for (String node : nodes) {
            if (!known.contains(node)) {
                call.reports()
                        .error("Node '" + node + "' does not appear to exist in configuration");
                missing = true;
            }
        }
        if (missing) {
            throw InvalidCommand.reported();
        }
    }

    /** Sets pairs of a node; a remote node gets its element with the first. */
    private static void set(String node, String kind, Map<String, String> pairs, CibEdit cib) {
        boolean removing = pairs.values().stream().allMatch(String::isEmpty);
        cib.changeSection(
                NODES,
                section -> {
                    List<Element> changed = new ArrayList<>();
                    boolean found = false;
                    for (Element element : section.children()) {
                        boolean here = !found && isNamed(element, node);
                        found |= here;
                        changed.add(here ? with(element, kind, pairs, cib) : element);
                    }
                    if (!found && !removing) {
                        Element added =
                                Element.of("node", Map.of("id", node))
                                        .with("type", "remote")
                                        .with("uname", node);
                        changed.add(with(added, kind, pairs, cib));
                    }
                    return section.withChildren(changed);
                });
    }

    private static boolean isNamed(Element node, String name) {
        return node.is("node") && node.attribute("uname", node.id()).equals(name);
    }

    private static Element with(Element node, String kind, Map<String, String> pairs, CibEdit cib) {
        if (node.child(kind).isPresent()) {
            return node.withChanged(
                    child -> child.is(kind),
                    Element.of(kind, Map.of()),
                    set -> Pairs.updated(set, pairs, cib));
        }
        if (pairs.values().stream().allMatch(String::isEmpty)) {
            return node;
        }
        String suffix = kind.equals(Pairs.UTILIZATION) ? "-utilization" : "";
        return node.withChild(Pairs.newSet(kind, "nodes-" + node.id() + suffix, pairs, cib));
    }

    /** {@code attribute|utilization [NODE [NAME=VALUE...]] [--name NAME]}. */
    private static PcsAnswer pairs(Call call, String kind) {
        boolean attributes = kind.equals(Pairs.INSTANCE);
        if (attributes) {
            call.options().only("-f", "--force", "--name", "--output-format");
        } else {
            call.options().only("-f", "--name", "--output-format");
        }
        if (call.options().has("--name") && call.words().size() > 1) {
            throw InvalidCommand.usage();
        }
        if (call.words().size() < 2) {
            return show(call, kind);
        }
        String node = call.word(0);
        Map<String, String> given = Words.pairs(call.from(1).words());
        if (attributes) {
            setAttributes(node, given, call);
        } else {
            setUtilization(node, given, call);
        }
        return call.done();
    }

    private static void setAttributes(String node, Map<String, String> given, Call call) {
        if (!NodeNames.all(call.cib()).contains(node)) {
            throw InvalidCommand.because(
                    "unable to set attribute %s\nCould not map name=%s to a UUID"
                            .formatted(given.keySet().iterator().next(), node));
        }
        Map<String, String> present = attributes(call.cib()).getOrDefault(node, Map.of());
        for (Map.Entry<String, String> pair : given.entrySet()) {
            boolean absent = pair.getValue().isEmpty() && !present.containsKey(pair.getKey());
            if (absent && !call.options().force()) {
                throw InvalidCommand.because(
                        "attribute: '%s' doesn't exist for node: '%s'"
                                .formatted(pair.getKey(), node));
            }
        }
        set(node, Pairs.INSTANCE, given, call.cib());
    }

    private static void setUtilization(String node, Map<String, String> given, Call call) {
        if (!isKnownForUtilization(node, call)) {
            throw InvalidCommand.because("Unable to find a node: " + node);
        }
        new TreeMap<>(given)
                .forEach(
                        (name, value) -> {
                            if (!value.isEmpty() && !value.matches("[+-]?\\d+")) {
                                throw InvalidCommand.because(
                                        "Value of utilization attribute must be integer: '%s=%s'"
                                                .formatted(name, value));
                            }
                        });
        set(node, Pairs.UTILIZATION, given, call.cib());
    }

    private static boolean isKnownForUtilization(String node, Call call) {
        return NodeNames.ofCluster(call.cib()).contains(node)
                || (call.request().live() && NodeNames.all(call.cib()).contains(node));
    }

    private static PcsAnswer show(Call call, String kind) {
        boolean attributes = kind.equals(Pairs.INSTANCE);
        String node = call.words().isEmpty() ? "" : call.word(0);
        if (!attributes && !node.isEmpty() && !isKnownForUtilization(node, call)) {
            throw InvalidCommand.because("Unable to find a node: " + node);
        }
        Map<String, Map<String, String>> shown =
                filtered(values(call.cib(), kind), node, call.options().value("--name").orElse(""));
        if (call.options().outputFormat("text", "json").equals("json")) {
            return call.printed(Json.text(shown) + "\n");
        }
        StringBuilder out =
                new StringBuilder(attributes ? "Node Attributes:\n" : "Node Utilization:\n");
        shown.forEach(
                (name, pairs) -> {
                    out.append(' ').append(name).append(':');
                    pairs.forEach((key, value) -> out.append(' ').append(key + "=" + value));
                    out.append('\n');
                });
        return call.printed(out.toString());
    }

    private static Map<String, Map<String, String>> filtered(
            Map<String, Map<String, String>> all, String node, String name) {
        Map<String, Map<String, String>> filtered = new TreeMap<>();
        all.forEach(
                (key, pairs) -> {
                    Map<String, String> kept = new TreeMap<>(pairs);
                    if (!name.isEmpty()) {
                        kept.keySet().retainAll(Set.of(name));
                    }
                    if (!kept.isEmpty() && (node.isEmpty() || node.equals(key))) {
                        filtered.put(key, kept);
                    }
                });
        return filtered;
    }

    /** The attributes of all nodes that have some. */
    static Map<String, Map<String, String>> attributes(CibEdit cib) {
        return values(cib, Pairs.INSTANCE);
    }

    private static Map<String, Map<String, String>> values(CibEdit cib, String kind) {
        Map<String, Map<String, String>> values = new HashMap<>();
        for (Element node : cib.section(NODES).children("node")) {
            Map<String, String> pairs = new LinkedHashMap<>(Pairs.first(node, kind));
            if (!pairs.isEmpty()) {
                values.put(node.attribute("uname", ""), pairs);
            }
        }
        return values;
    }
}
