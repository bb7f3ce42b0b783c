package io.aplomb.cluster.live;

import io.aplomb.cluster.alert.Situation;
import io.aplomb.model.cib.Element;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What alerts have to know of the agreed state. Not for several threads at once. */
final class AgreedSituation implements Situation {
    private static final Set<String> RESOURCES =
            Set.of("primitive", "group", "clone", "master", "bundle");

    private final ClusterState state;
    private @Nullable Map<String, Set<String>> direct;

    AgreedSituation(ClusterState state) {
        this.state = state;
    }

    @Override
    public boolean isMember(String node) {
        return state.membership().find(node).isPresent();
    }

    @Override
    public boolean isWanted(String resource) {
        for (Element each : resources().children()) {
            if (isWanted(each, base(resource))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWanted(Element in, String resource) {
        if (!RESOURCES.contains(in.name()) || isStopped(in)) {
            return false;
        }
        return in.id().equals(resource)
                || in.children().stream().anyMatch(each -> isWanted(each, resource));
    }

    private static boolean isStopped(Element resource) {
        return resource.children("meta_attributes").stream()
                .flatMap(set -> set.children("nvpair").stream())
                .anyMatch(
                        pair ->
                                "target-role".equals(pair.attribute("name"))
                                        && "Stopped".equalsIgnoreCase(pair.attribute("value")));
    }

    /** {@code web:1} is an instance of {@code web}. */
    private static String base(String resource) {
        int colon = resource.indexOf(':');
        return colon < 0 ? resource : resource.substring(0, colon);
    }

    @Override
    public Set<String> needs(String resource) {
        Map<String, Set<String>> all = direct;
        if (all == null) {
            all = direct();
            direct = all;
        }
        Set<String> found = new LinkedHashSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(base(resource)));
        while (!next.isEmpty()) {
            for (String needed : all.getOrDefault(next.remove(), Set.of())) {
                if (found.add(needed)) {
                    next.add(needed);
                }
            }
        }
        found.remove(resource);
        return found;
    }

    private Element resources() {
        return state.configuration().childOrEmpty("resources");
    }

    /**
     * By each primitive those that it needs: by groups, and by what is mandatory in constraints.
     */
    private Map<String, Set<String>> direct() {
        Map<String, List<String>> primitives = new HashMap<>();
        Map<String, Set<String>> found = new HashMap<>();
        resources().children().forEach(each -> collect(each, primitives, found));
        for (Element constraint : state.configuration().childOrEmpty("constraints").children()) {
            if (constraint.is("rsc_order") && !isOptional(constraint)) {
                List<List<String>> steps = steps(constraint);
                for (int i = 1; i < steps.size(); i++) {
                    add(found, primitives, steps.get(i), steps.get(i - 1));
                }
            } else if (constraint.is("rsc_colocation")
                    && "INFINITY".equals(constraint.attribute("score", "INFINITY"))) {
                add(
                        found,
                        primitives,
                        List.of(constraint.attribute("rsc", "")),
                        List.of(constraint.attribute("with-rsc", "")));
            }
        }
        return found;
    }

    private static List<String> collect(
            Element resource,
            Map<String, List<String>> primitives,
            Map<String, Set<String>> found) {
        List<String> inside = new ArrayList<>();
        if (resource.is("primitive")) {
            inside.add(resource.id());
        }
        for (Element member : resource.children()) {
            if (RESOURCES.contains(member.name())) {
                List<String> more = collect(member, primitives, found);
                if (resource.is("group") && !inside.isEmpty()) {
                    add(found, primitives, more, List.of(inside.getLast()));
                }
                inside.addAll(more);
            }
        }
        primitives.put(resource.id(), inside);
        return inside;
    }

    private static boolean isOptional(Element order) {
        return "Optional".equals(order.attribute("kind")) || "0".equals(order.attribute("score"));
    }

    /** What comes after what: in a set one after the other, unless they are at once. */
    private static List<List<String>> steps(Element order) {
        List<List<String>> steps = new ArrayList<>();
        for (Element set : order.children("resource_set")) {
            List<String> names = set.children("resource_ref").stream().map(Element::id).toList();
            if ("false".equals(set.attribute("sequential"))) {
                steps.add(names);
            } else {
                names.forEach(name -> steps.add(List.of(name)));
            }
        }
        return steps.isEmpty()
                ? List.of(
                        List.of(order.attribute("first", "")), List.of(order.attribute("then", "")))
                : steps;
    }

    private static void add(
            Map<String, Set<String>> found,
            Map<String, List<String>> primitives,
            List<String> needing,
            List<String> needed) {
        for (String name : needing) {
            for (String each : primitives.getOrDefault(name, List.of(name))) {
                Set<String> needs = found.computeIfAbsent(each, _ -> new LinkedHashSet<>());
                needed.forEach(
                        other -> needs.addAll(primitives.getOrDefault(other, List.of(other))));
            }
        }
    }
}
