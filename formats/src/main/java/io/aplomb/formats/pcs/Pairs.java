package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sets of name-value pairs: {@code meta_attributes}, {@code instance_attributes} ... */
final class Pairs {

    static final String META = "meta_attributes";
    static final String INSTANCE = "instance_attributes";
    static final String UTILIZATION = "utilization";
    private static final String NVPAIR = "nvpair";

    private Pairs() {}

    /** The first value of this name, not empty, in the sets of this kind of an element. */
    static Optional<String> value(Element owner, String kind, String name) {
        for (Element set : owner.children(kind)) {
            for (Element pair : set.children(NVPAIR)) {
                String value = pair.attribute("value", "");
                if (name.equals(pair.attribute("name")) && !value.isEmpty()) {
                    return Optional.of(value);
                }
            }
        }
        return Optional.empty();
    }

    /** The pairs of the first set of this kind, in the order of the text. */
    static Map<String, String> first(Element owner, String kind) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (Element pair : owner.childOrEmpty(kind).children(NVPAIR)) {
            pairs.put(pair.attribute("name", ""), pair.attribute("value", ""));
        }
        return pairs;
    }

    /**
     * A new set with these pairs, an empty value too, in the order of their names.
     *
     * @param id proposed for it; its pairs' ids begin so
     */
    static Element newSet(String kind, String id, Map<String, String> pairs, CibEdit cib) {
        Element set = Element.of(kind, Map.of("id", cib.newId(id)));
        for (Map.Entry<String, String> pair : new TreeMap<>(pairs).entrySet()) {
            set = set.withChild(pair(set, pair.getKey(), pair.getValue(), cib));
        }
        return set;
    }

    /**
     * The same element with pairs of its first set of this kind changed; an empty value takes a
     * pair away. A set that is not there is put in front of the element's children.
     */
    static Element update(Element owner, String kind, Map<String, String> pairs, CibEdit cib) {
        if (pairs.isEmpty()) {
            return owner;
        }
        if (owner.child(kind).isPresent()) {
            return owner.withChanged(
                    child -> child.is(kind),
                    Element.of(kind, Map.of()),
                    set -> updated(set, pairs, cib));
        }
        Element empty = Element.of(kind, Map.of("id", cib.newId(owner.id() + "-" + kind)));
        Element set = updated(empty, pairs, cib);
        if (set.children().isEmpty()) {
            return owner;
        }
        List<Element> children = new ArrayList<>();
        children.add(set);
        children.addAll(owner.children());
        return owner.withChildren(children);
    }

    /**
     * As {@link #update}, but a set that is not there is put behind the element's children, and
     * also where it stays empty, and the pairs are changed in their own order. So do the older
     * commands.
     */
    static Element append(Element owner, String kind, Map<String, String> pairs, CibEdit cib) {
        if (pairs.isEmpty()) {
            return owner;
        }
        Element complete = owner;
        if (owner.child(kind).isEmpty()) {
            if (pairs.values().stream().allMatch(String::isEmpty)) {
                return owner;
            }
            complete =
                    owner.withChild(
                            Element.of(kind, Map.of("id", cib.newId(owner.id() + "-" + kind))));
        }
        return complete.withChanged(
                child -> child.is(kind),
                Element.of(kind, Map.of()),
                set -> {
                    Element changed = set;
                    for (Map.Entry<String, String> pair : pairs.entrySet()) {
                        changed = with(changed, pair.getKey(), pair.getValue(), cib);
                    }
                    return changed;
                });
    }

    /** The set with pairs changed in the order of their names; an empty value takes one away. */
    static Element updated(Element set, Map<String, String> pairs, CibEdit cib) {
        Element changed = set;
        for (Map.Entry<String, String> pair : new TreeMap<>(pairs).entrySet()) {
            changed = with(changed, pair.getKey(), pair.getValue(), cib);
        }
        return changed;
    }

    private static Element with(Element set, String name, String value, CibEdit cib) {
        List<Element> children = new ArrayList<>(set.children());
        for (int i = 0; i < children.size(); i++) {
            Element child = children.get(i);
            if (child.is(NVPAIR) && name.equals(child.attribute("name"))) {
                if (value.isEmpty()) {
                    children.remove(i);
                } else {
                    children.set(i, child.with("value", value));
                }
                return set.withChildren(children);
            }
        }
        return value.isEmpty() ? set : set.withChild(pair(set, name, value, cib));
    }

    /** A new pair for a set. */
    static Element pair(Element set, String name, String value, CibEdit cib) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", cib.newId(set.id() + "-" + name));
        attributes.put("name", name);
        attributes.put("value", value);
        return Element.of(NVPAIR, attributes);
    }
}
