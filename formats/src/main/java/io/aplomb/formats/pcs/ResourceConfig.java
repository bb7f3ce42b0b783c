package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What {@code pcs resource config} and {@code pcs stonith config} show, and in which of the three
 * forms.
 *
 * @param primitives all concerned, also inside others
 * @param groups all concerned, also inside clones
 * @param clones all concerned, also of the old name
 * @param shown ids of what is asked for; empty for all that is in nothing else
 */
record ResourceConfig(
        List<Element> primitives, List<Element> groups, List<Element> clones, Set<String> shown) {

    ResourceConfig {
        primitives = List.copyOf(primitives);
        groups = List.copyOf(groups);
        clones = List.copyOf(clones);
        shown = Set.copyOf(shown);
    }

    /** {@code pcs resource config}. */
    static PcsAnswer resources(Call call) {
        return show(call, false);
    }

    /** {@code pcs stonith config}. */
    static PcsAnswer stonith(Call call) {
        return show(call, true);
    }

    private static PcsAnswer show(Call call, boolean stonith) {
        call.options().only("-f", "--output-format");
        ResourceConfig config = all(call.cib(), stonith).only(call, stonith);
        String text =
                switch (call.options().outputFormat("cmd", "json", "text")) {
                    case "cmd" -> ResourceConfigCommands.text(config);
                    case "json" -> ResourceConfigJson.text(config);
                    default -> String.join("\n", config.lines());
                };
        return call.printed(text.isEmpty() ? "" : text + "\n");
    }

    /** All resources, or all fencing devices, in lines. */
    static List<String> lines(CibEdit cib, boolean stonith) {
        return all(cib, stonith).lines();
    }

    private static ResourceConfig all(CibEdit cib, boolean stonith) {
        List<Element> primitives =
                inResources(
                        cib,
                        element ->
                                element.is("primitive")
                                        && (ResourceTree.isStonith(element) == stonith
                                                || (!stonith && isInside(element, cib))));
        if (stonith) {
            return new ResourceConfig(primitives, List.of(), List.of(), Set.of());
        }
        List<Element> clones = inResources(cib, element -> element.is("clone"));
        clones.addAll(inResources(cib, element -> element.is("master")));
        return new ResourceConfig(
                primitives, inResources(cib, element -> element.is("group")), clones, Set.of());
    }

    private static boolean isInside(Element primitive, CibEdit cib) {
        return new ResourceTree(cib).parent(primitive.id()).isPresent();
    }

    private static List<Element> inResources(CibEdit cib, Predicate<Element> wanted) {
        return cib.all(wanted);
    }

    /** Those that the words name, and what is inside them; sorted then. */
    private ResourceConfig only(Call call, boolean stonith) {
        if (call.words().isEmpty()) {
            return this;
        }
        String label = stonith ? "stonith device" : "resource";
        Set<String> asked = new LinkedHashSet<>();
        Set<String> concerned = new LinkedHashSet<>();
        for (String id : new LinkedHashSet<>(call.words())) {
            Optional<Element> found = find(id);
            if (found.isEmpty()) {
                call.reports().warning("Unable to find " + label + " '" + id + "'");
                continue;
            }
            asked.add(id);
            concerned.add(id);
            ResourceTree.allInner(found.get()).forEach(inner -> concerned.add(inner.id()));
        }
        if (asked.isEmpty()) {
            throw InvalidCommand.because("No " + label + " found");
        }
        return new ResourceConfig(
                sorted(primitives, concerned),
                sorted(groups, concerned),
                sorted(clones, concerned),
                asked);
    }

    private Optional<Element> find(String id) {
        for (List<Element> some : List.of(primitives, clones, groups)) {
            for (Element one : some) {
                if (one.id().equals(id)) {
                    return Optional.of(one);
                }
            }
        }
        return Optional.empty();
    }

    private static List<Element> sorted(List<Element> resources, Set<String> ids) {
        List<Element> some = new ArrayList<>();
        for (Element resource : resources) {
            if (ids.contains(resource.id())) {
                some.add(resource);
            }
        }
        some.sort((one, other) -> one.id().compareTo(other.id()));
        return some;
    }

    private boolean isShown(Element resource) {
        if (!shown.isEmpty()) {
            return shown.contains(resource.id());
        }
        return groups.stream().noneMatch(group -> group.children().contains(resource))
                && clones.stream().noneMatch(clone -> clone.children().contains(resource));
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<Element> some : List.of(primitives, groups, clones)) {
            for (Element resource : some) {
                if (isShown(resource)) {
                    lines.addAll(lines(resource));
                }
            }
        }
        return lines;
    }

    private static List<String> lines(Element resource) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(resource));
        List<String> inner = new ArrayList<>();
        String description = resource.attribute("description", "");
        if (!description.isEmpty()) {
            inner.add("Description: " + description);
        }
        inner.addAll(set("Attributes", resource, Pairs.INSTANCE));
        inner.addAll(meta(resource));
        inner.addAll(set("Utilization", resource, Pairs.UTILIZATION));
        List<Element> operations = resource.childOrEmpty("operations").children("op");
        if (!operations.isEmpty()) {
            inner.add("Operations:");
            operations.forEach(operation -> inner.addAll(indented(operation(operation))));
        }
        ResourceTree.inner(resource).forEach(member -> inner.addAll(lines(member)));
        lines.addAll(indented(inner));
        return lines;
    }

    private static String heading(Element resource) {
        return switch (resource.name()) {
            case "group" -> "Group: " + resource.id();
            case "clone", "master" -> "Clone: " + resource.id();
            default -> {
                AgentName agent = AgentName.of(resource);
                yield "Resource: %s (class=%s%s type=%s)"
                        .formatted(
                                resource.id(),
                                agent.standard(),
                                agent.provider().isEmpty() ? "" : " provider=" + agent.provider(),
                                agent.type());
            }
        };
    }

    /** A clone of the old name can be promoted, though no attribute says so. */
    private static List<String> meta(Element resource) {
        List<String> lines = new ArrayList<>(set("Meta Attributes", resource, Pairs.META));
        if (resource.is("master")) {
            if (lines.isEmpty()) {
                lines.add("Meta Attributes:");
            }
            lines.add("  promotable=true");
            lines.subList(1, lines.size()).sort(null);
        }
        return lines;
    }

    private static List<String> set(String label, Element resource, String kind) {
        Optional<Element> set = resource.child(kind);
        if (set.isEmpty() || set.get().children("nvpair").isEmpty()) {
            return List.of();
        }
        StringBuilder heading = new StringBuilder(label + ": " + set.get().id());
        new TreeMap<>(set.get().attributes())
                .forEach(
                        (name, value) -> {
                            if (!name.equals("id")) {
                                heading.append(' ').append(PairText.of(name, value));
                            }
                        });
        List<String> lines = new ArrayList<>(List.of(heading.toString()));
        lines.addAll(indented(PairText.sorted(set.get())));
        return lines;
    }

    private static List<String> operation(Element operation) {
        List<String> lines = new ArrayList<>();
        lines.add(operation.attribute("name", "") + ": " + operation.id());
        operationPairs(operation)
                .forEach(
                        pair -> {
                            if (!pair.getFirst().equals("id")) {
                                lines.add("  " + PairText.of(pair.getFirst(), pair.getLast()));
                            }
                        });
        return lines;
    }

    /** Names and values of an operation in the order of pcs. */
    static List<List<String>> operationPairs(Element operation) {
        List<List<String>> pairs = new ArrayList<>();
        add(pairs, "interval", operation.attribute("interval", ""));
        add(pairs, "id", operation.id());
        String delay = operation.attribute("start-delay", "");
        add(pairs, "start-delay", delay);
        if (delay.isEmpty()) {
            add(pairs, "interval-origin", operation.attribute("interval-origin", ""));
        }
        add(pairs, "timeout", operation.attribute("timeout", ""));
        for (String name : List.of("enabled", "record-pending")) {
            String value = operation.attribute(name);
            if (value != null) {
                add(pairs, name, Validation.isTrue(value) ? "1" : "0");
            }
        }
        add(pairs, "role", Roles.primary(operation.attribute("role", "")));
        add(pairs, "on-fail", operation.attribute("on-fail", ""));
        Pairs.value(operation, Pairs.INSTANCE, Operations.CHECK_LEVEL)
                .ifPresent(level -> add(pairs, Operations.CHECK_LEVEL, level));
        return pairs;
    }

    private static void add(List<List<String>> pairs, String name, String value) {
        if (!value.isEmpty()) {
            pairs.add(List.of(name, value));
        }
    }

    private static List<String> indented(List<String> lines) {
        return lines.stream().map(line -> "  " + line).toList();
    }
}
