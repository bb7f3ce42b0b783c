package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code cluster cib-push} makes of a base and one from a file. */
public final class CibPush {

    /** The parts of a base that can be had and pushed alone. */
    static final Set<String> SCOPES =
            Set.of(
                    "acls",
                    "alerts",
                    "configuration",
                    "constraints",
                    "crm_config",
                    "fencing-topology",
                    "nodes",
                    "op_defaults",
                    "resources",
                    "rsc_defaults",
                    "tags");

    private static final String CONFIGURATION = "configuration";

    private CibPush() {}

    /** What became of it. */
    public sealed interface Result {}

    /** The base is to become this one; the status section is that of the base. */
    public record Pushed(Element cib) implements Result {}

    /** It is not done; the reason without {@code Error: }. */
    public record Refused(String reason) implements Result {}

    /** There is nothing to do; said to the person. */
    public record Same(String note) implements Result {}

    /**
     * Brings a base from a file in.
     *
     * @param current the base of the cluster
     * @param pushed from the file
     * @param scope the part of it that counts, empty for the whole
     * @param original what the pushed one was made of: then only what differs between the two is
     *     brought in, so that what others have changed meanwhile stays
     */
    public static Result apply(
            Element current, Element pushed, String scope, Optional<Element> original) {
        if (original.isPresent()) {
            return difference(current, original.get(), pushed);
        }
        if (!scope.isEmpty()) {
            Optional<Element> part = part(pushed, scope);
            return part.<Result>map(found -> new Pushed(withPart(current, scope, found)))
                    .orElseGet(
                            () ->
                                    new Refused(
                                            "unable to push cib, scope '"
                                                    + scope
                                                    + "' not present in new cib"));
        }
        if (isOlder(pushed, current)) {
            return new Refused(
                    "Unable to push to the CIB because pushed configuration is older than existing"
                            + " one. If you are sure you want to push this configuration, try to use"
                            + " --config to replace only configuration part instead of whole CIB."
                            + " Otherwise get current configuration by running command 'pcs cluster"
                            + " cib' and update that.");
        }
        return part(pushed, CONFIGURATION)
                .<Result>map(found -> new Pushed(withPart(current, CONFIGURATION, found)))
                .orElseGet(() -> new Refused("unable to push cib\nno configuration in it"));
    }

    /** A part of a base. */
    static Optional<Element> part(Element cib, String scope) {
        return scope.equals(CONFIGURATION)
                ? cib.child(CONFIGURATION)
                : cib.childOrEmpty(CONFIGURATION).child(scope);
    }

    private static Element withPart(Element cib, String scope, Element part) {
        if (scope.equals(CONFIGURATION)) {
            return cib.withChanged(child -> child.is(CONFIGURATION), part, any -> part);
        }
        return cib.withChanged(
                child -> child.is(CONFIGURATION),
                Element.of(CONFIGURATION, Map.of()),
                configuration ->
                        configuration.withChanged(child -> child.is(scope), part, any -> part));
    }

    /** By the numbers in the order in which Pacemaker compares them. */
    private static boolean isOlder(Element pushed, Element current) {
        for (String number : List.of("admin_epoch", "epoch", "num_updates")) {
            int order = Long.compare(number(pushed, number), number(current, number));
            if (order != 0) {
                return order < 0;
            }
        }
        return false;
    }

    private static long number(Element cib, String name) {
        String text = cib.attribute(name, "0");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    private static Result difference(Element current, Element original, Element pushed) {
        Element before = original.childOrEmpty(CONFIGURATION);
        Element after = pushed.childOrEmpty(CONFIGURATION);
        Element merged = merged(current.childOrEmpty(CONFIGURATION), before, after);
        return withoutLines(before).equals(withoutLines(after))
                ? new Same("The new CIB is the same as the original CIB, nothing to push.")
                : new Pushed(withPart(current, CONFIGURATION, merged));
    }

    /** Places in a text say nothing about a tree. */
    private static Element withoutLines(Element element) {
        return new Element(
                element.name(),
                element.attributes(),
                element.children().stream().map(CibPush::withoutLines).toList(),
                0);
    }

    /** What is there now, with what changed between two others. */
    private static Element merged(Element now, Element before, Element after) {
        Map<String, String> attributes = new LinkedHashMap<>(now.attributes());
        before.attributes()
                .forEach(
                        (name, value) -> {
                            if (!after.attributes().containsKey(name)) {
                                attributes.remove(name);
                            }
                        });
        after.attributes()
                .forEach(
                        (name, value) -> {
                            if (!value.equals(before.attribute(name))) {
                                attributes.put(name, value);
                            }
                        });
        return new Element(now.name(), attributes, mergedChildren(now, before, after), now.line());
    }

    private static List<Element> mergedChildren(Element now, Element before, Element after) {
        Map<String, Element> was = byKey(before);
        Map<String, Element> will = byKey(after);
        List<Element> children = new ArrayList<>();
        Map<String, Element> is = byKey(now);
        is.forEach(
                (key, child) -> {
                    Element changed = will.get(key);
                    Element old = was.get(key);
                    if (changed != null && old != null) {
                        children.add(merged(child, old, changed));
                    } else if (old == null) {
                        children.add(changed == null ? child : changed);
                    }
                });
        will.forEach(
                (key, child) -> {
                    if (!is.containsKey(key) && !was.containsKey(key)) {
                        children.add(child);
                    }
                });
        return isMoved(was, will) ? inOrder(children, List.copyOf(will.keySet())) : children;
    }

    /** Whether those that were there and will be stand in another order. */
    private static boolean isMoved(Map<String, Element> was, Map<String, Element> will) {
        List<String> before = new ArrayList<>(was.keySet());
        before.retainAll(will.keySet());
        List<String> after = new ArrayList<>(will.keySet());
        after.retainAll(was.keySet());
        return !before.equals(after);
    }

    /** In the order of the keys; what has none of them stays behind. */
    private static List<Element> inOrder(List<Element> children, List<String> keys) {
        Map<String, Element> rest = byKey(Element.of("", Map.of()).withChildren(children));
        List<Element> ordered = new ArrayList<>();
        for (String key : keys) {
            Element child = rest.remove(key);
            if (child != null) {
                ordered.add(child);
            }
        }
        ordered.addAll(rest.values());
        return ordered;
    }

    /** Children by name and id; those of one name without ids are numbered. */
    private static Map<String, Element> byKey(Element element) {
        Map<String, Element> byKey = new LinkedHashMap<>();
        for (Element child : element.children()) {
            String key = child.name() + " " + child.id();
            for (int number = 1; byKey.containsKey(key); number++) {
                key = child.name() + " " + child.id() + " " + number;
            }
            byKey.put(key, child);
        }
        return byKey;
    }
}
