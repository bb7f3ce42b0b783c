package io.aplomb.formats.cib;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings the forms of old versions into that of today.
 *
 * <p>In every version {@code <master>} is a promotable clone, and {@code master-max} and {@code
 * master-node-max} are old names. What a text that is validated with pacemaker-1.x or 2.x has
 * beyond that (properties with underscores, defaults among the properties, {@code requires} in
 * operations, settings among the parameters of an operation) is changed as the upgrade from 2.10 to
 * 3.0 changes it; the version becomes pacemaker-3.0. Meta attributes with underscores such as
 * {@code resource_stickiness} meant nothing then and mean nothing now.
 *
 * <p>Source: the effect of {@code cibadmin --upgrade} of Pacemaker 2.1.5.
 */
public final class Upgrade {

    /** How the ids begin of what was not there before. */
    private static final String PREFIX = "_2TO3_";

    private static final Pattern VERSION = Pattern.compile("pacemaker-(\\d{1,4})(?:\\..*)?");

    /** Among the parameters of an operation these were its settings. */
    private static final Set<String> OPERATION_SETTINGS =
            Set.of(
                    "interval-origin",
                    "start-delay",
                    "enabled",
                    "on-fail",
                    "record-pending",
                    "role",
                    "timeout");

    private Upgrade() {}

    /** The same in the form of today; the same object where there is nothing to change. */
    public static Element toCurrent(Element cib) {
        Element modern = change(cib, Upgrade::promotable);
        Matcher version = VERSION.matcher(cib.attribute("validate-with", ""));
        if (!version.matches() || Integer.parseInt(version.group(1)) >= 3) {
            return modern;
        }
        return toThree(modern).with("validate-with", "pacemaker-3.0");
    }

    /** The tree with a change made to each element, the children first. */
    private static Element change(Element element, UnaryOperator<Element> change) {
        List<Element> children = new ArrayList<>();
        boolean changed = false;
        for (Element child : element.children()) {
            Element after = child.is("status") ? child : change(child, change);
            changed |= after != child;
            children.add(after);
        }
        return change.apply(changed ? element.withChildren(children) : element);
    }

    private static Element promotable(Element element) {
        boolean master = element.is("master");
        if (!master && !element.is("clone") && !element.is("rsc_defaults")) {
            return element;
        }
        Element renamed = withSets(element, "meta_attributes", set -> withNewNames(set, element));
        if (!master) {
            return renamed;
        }
        Map<String, String> set = new LinkedHashMap<>();
        set.put("id", PREFIX + element.id() + "-meta");
        set.put("score", "INFINITY"); // whatever the others say of it
        Element added =
                Element.of("meta_attributes", set)
                        .withChild(
                                pair(PREFIX + element.id() + "-promotable", "promotable", "true"));
        List<Element> children = new ArrayList<>();
        children.add(added);
        children.addAll(renamed.children());
        return new Element("clone", renamed.attributes(), children, renamed.line());
    }

    /** The new name wins where the resource has both. */
    private static Element withNewNames(Element set, Element resource) {
        List<Element> pairs = new ArrayList<>();
        boolean changed = false;
        for (Element pair : set.children()) {
            Renaming renaming = pair.is("nvpair") ? Renaming.of(pair, Renaming.PROMOTABLE) : null;
            if (renaming != null && !hasPair(resource, renaming.to())) {
                changed = true;
                pairs.add(renaming.apply(pair));
            } else {
                pairs.add(pair);
            }
        }
        return changed ? set.withChildren(pairs) : set;
    }

    private static Element toThree(Element cib) {
        return cib.withChanged(
                child -> child.is("configuration"),
                Element.of("configuration", Map.of()),
                Upgrade::configuration);
    }

    private static Element configuration(Element configuration) {
        Map<String, List<Element>> moved = new LinkedHashMap<>();
        Element changed =
                change(
                        configuration,
                        element ->
                                switch (element.name()) {
                                    case "cluster_property_set" -> properties(element, moved);
                                    case "node" ->
                                            element.attribute("type", "").equals("normal")
                                                    ? element.with("type", "member")
                                                    : element;
                                    case "primitive", "template" -> resource(element);
                                    case "rsc_colocation" ->
                                            element.without("score-attribute")
                                                    .without("score-attribute-mangle");
                                    default -> element;
                                });
        for (Map.Entry<String, List<Element>> section : moved.entrySet()) {
            changed =
                    changed.withChanged(
                            child -> child.is(section.getKey()),
                            Element.of(section.getKey(), Map.of()),
                            defaults -> withDefaults(defaults, section.getValue()));
        }
        return changed;
    }

    /** What moves to a section of defaults is kept there as a set of its own, with its rule. */
    private static Element properties(Element set, Map<String, List<Element>> moved) {
        List<Element> kept = new ArrayList<>();
        Map<String, List<Element>> leaving = new LinkedHashMap<>();
        for (Element pair : set.children()) {
            Renaming renaming = pair.is("nvpair") ? Renaming.of(pair, Renaming.PROPERTIES) : null;
            if (renaming == null) {
                kept.add(pair);
            } else if (!renaming.section().isEmpty()) {
                leaving.computeIfAbsent(renaming.section(), section -> new ArrayList<>())
                        .add(renaming.apply(pair));
            } else if (!renaming.drops()) {
                kept.add(renaming.apply(pair));
            }
        }
        leaving.forEach(
                (section, pairs) -> {
                    List<Element> children = new ArrayList<>();
                    for (Element rule : set.children("rule")) {
                        children.add(Element.of("rule", Map.of("id-ref", rule.id())));
                    }
                    children.addAll(pairs);
                    Map<String, String> attributes = new LinkedHashMap<>(set.attributes());
                    attributes.put("id", PREFIX + set.id() + "-" + section);
                    moved.computeIfAbsent(section, name -> new ArrayList<>())
                            .add(new Element("meta_attributes", attributes, children, set.line()));
                });
        return set.withChildren(kept);
    }

    /** Defaults that stand there already, without a rule, win over those that come. */
    private static Element withDefaults(Element defaults, List<Element> coming) {
        List<Element> children = new ArrayList<>();
        for (Element set : coming) { // in front: those behind weigh more
            Element missing =
                    set.withoutChildren(
                            pair ->
                                    pair.is("nvpair")
                                            && hasPair(defaults, pair.attribute("name", "")));
            if (!missing.children("nvpair").isEmpty()) {
                children.add(missing);
            }
        }
        children.addAll(defaults.children());
        return defaults.withChildren(children);
    }

    private static Element resource(Element resource) {
        Element renamed =
                withSets(
                        withSets(resource, "instance_attributes", Upgrade::parameters),
                        "meta_attributes",
                        set -> renamed(set, Renaming.META_ATTRIBUTES));
        List<Element> requires = new ArrayList<>();
        Element changed =
                withSets(
                        renamed,
                        "operations",
                        operations -> withSets(operations, "op", op -> operation(op, requires)));
        if (requires.isEmpty() || hasPair(changed, "requires")) {
            return changed;
        }
        Map<String, String> id = Map.of("id", PREFIX + resource.id() + "-meta");
        return changed.withChild(Element.of("meta_attributes", id).withChild(requires.getLast()));
    }

    private static Element parameters(Element set) {
        List<Element> pairs = new ArrayList<>();
        for (Element pair : renamed(set, Renaming.PARAMETERS).children()) {
            String map = pair.attribute("value", "");
            if (!pair.is("nvpair") || !pair.attribute("name", "").equals("pcmk_arg_map")) {
                pairs.add(pair);
            } else if (map.startsWith("port:") && map.indexOf(',') < 0) {
                pairs.add(
                        pair.with("name", "pcmk_host_argument")
                                .with("value", map.substring("port:".length())));
            }
        }
        return set.withChildren(pairs);
    }

    private static Element renamed(Element set, List<Renaming> table) {
        List<Element> pairs = new ArrayList<>();
        for (Element pair : set.children()) {
            Renaming renaming = pair.is("nvpair") ? Renaming.of(pair, table) : null;
            if (renaming == null) {
                pairs.add(pair);
            } else if (!renaming.drops()) {
                pairs.add(renaming.apply(pair));
            }
        }
        return set.withChildren(pairs);
    }

    /**
     * An operation without {@code requires}, which only counted for start and promote, and with its
     * settings where they belong.
     *
     * @param requires gets what is now a meta attribute of the resource
     */
    private static Element operation(Element operation, List<Element> requires) {
        boolean counts = Set.of("start", "promote").contains(operation.attribute("name", ""));
        List<Element> found = new ArrayList<>();
        List<Element> settings = new ArrayList<>();
        String own = operation.attribute("requires");
        Element changed = operation.without("requires");
        changed =
                withSets(
                        changed, "meta_attributes", set -> without(set, Set.of("requires"), found));
        changed =
                withSets(
                        changed,
                        "instance_attributes",
                        set ->
                                without(
                                        without(set, Set.of("requires"), found),
                                        OPERATION_SETTINGS,
                                        settings));
        if (own != null) {
            found.add(pair(PREFIX + operation.id() + "-meta-requires", "requires", own));
        }
        if (counts) {
            requires.addAll(found);
        }
        Element settled = changed;
        settings.removeIf(setting -> hasPair(settled, setting.attribute("name", "")));
        if (settings.isEmpty()) {
            return changed;
        }
        Map<String, String> id = Map.of("id", PREFIX + operation.id() + "-meta");
        return changed.withChild(Element.of("meta_attributes", id).withChildren(settings));
    }

    private static Element pair(String id, String name, String value) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", id);
        attributes.put("name", name);
        attributes.put("value", value);
        return Element.of("nvpair", attributes);
    }

    private static Element without(Element set, Set<String> names, List<Element> taken) {
        return set.withoutChildren(
                pair -> {
                    boolean named = pair.is("nvpair") && names.contains(pair.attribute("name", ""));
                    if (named) {
                        taken.add(pair);
                    }
                    return named;
                });
    }

    /** Whether a set of meta attributes without a rule has a pair of this name. */
    private static boolean hasPair(Element owner, String name) {
        for (Element set : owner.children("meta_attributes")) {
            if (set.child("rule").isPresent()) {
                continue;
            }
            for (Element pair : set.children("nvpair")) {
                if (name.equals(pair.attribute("name"))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The same with a change made to each child of this name. */
    private static Element withSets(Element owner, String name, UnaryOperator<Element> change) {
        List<Element> children = new ArrayList<>();
        boolean changed = false;
        for (Element child : owner.children()) {
            Element after = child.is(name) ? change.apply(child) : child;
            changed |= after != child;
            children.add(after);
        }
        return changed ? owner.withChildren(children) : owner;
    }
}
