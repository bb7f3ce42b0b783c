package io.aplomb.model.cib;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One element of a cluster information base, immutable. Text content does not occur in one and is
 * not kept.
 *
 * @param name the element's name
 * @param attributes in the order of the text
 * @param children in the order of the text
 * @param line where it stands in the text, from 1; 0 where it was made by a program
 */
public record Element(
        String name, Map<String, String> attributes, List<Element> children, int line) {

    /** Keeps unmodifiable copies. */
    public Element {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        children = List.copyOf(children);
    }

    /** An element made by a program, without children. */
    public static Element of(String name, Map<String, String> attributes) {
        return new Element(name, attributes, List.of(), 0);
    }

    /** The value of an attribute, or null. */
    public @Nullable String attribute(String attribute) {
        return attributes.get(attribute);
    }

    /** The value of an attribute, or what is given where it is absent. */
    public String attribute(String attribute, String absent) {
        return attributes.getOrDefault(attribute, absent);
    }

    /** Its {@code id}, empty where it has none. */
    public String id() {
        return attribute("id", "");
    }

    /** Whether its name is this. */
    public boolean is(String wanted) {
        return name.equals(wanted);
    }

    /** Its children of this name. */
    public List<Element> children(String wanted) {
        List<Element> found = new ArrayList<>();
        for (Element child : children) {
            if (child.is(wanted)) {
                found.add(child);
            }
        }
        return found;
    }

    /** Its first child of this name. */
    public Optional<Element> child(String wanted) {
        for (Element child : children) {
            if (child.is(wanted)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    /** Its first child of this name, or an empty element. */
    public Element childOrEmpty(String wanted) {
        return child(wanted).orElseGet(() -> of(wanted, Map.of()));
    }

    /** The same with this attribute set, at its place or at the end. */
    public Element with(String attribute, String value) {
        Map<String, String> changed = new LinkedHashMap<>(attributes);
        changed.put(attribute, value);
        return new Element(name, changed, children, line);
    }

    /** The same with the attributes of another, which win over its own. */
    public Element withAttributesOf(Element other) {
        Map<String, String> changed = new LinkedHashMap<>(attributes);
        changed.putAll(other.attributes());
        return new Element(name, changed, children, line);
    }

    /** The same without this attribute. */
    public Element without(String attribute) {
        Map<String, String> changed = new LinkedHashMap<>(attributes);
        changed.remove(attribute);
        return new Element(name, changed, children, line);
    }

    /** The same with other children. */
    public Element withChildren(List<Element> changed) {
        return new Element(name, attributes, changed, line);
    }

    /** The same with one child more, at the end. */
    public Element withChild(Element added) {
        List<Element> changed = new ArrayList<>(children);
        changed.add(added);
        return withChildren(changed);
    }

    /** The same without the children that match. */
    public Element withoutChildren(Predicate<Element> unwanted) {
        List<Element> changed = new ArrayList<>(children);
        changed.removeIf(unwanted);
        return changed.size() == children.size() ? this : withChildren(changed);
    }

    /**
     * The same with the first child that matches replaced by what the function makes of it; where
     * none matches, the one given is changed and added at the end.
     */
    public Element withChanged(
            Predicate<Element> wanted, Element otherwise, UnaryOperator<Element> change) {
        List<Element> changed = new ArrayList<>(children);
        for (int i = 0; i < changed.size(); i++) {
            if (wanted.test(changed.get(i))) {
                changed.set(i, change.apply(changed.get(i)));
                return withChildren(changed);
            }
        }
        changed.add(change.apply(otherwise));
        return withChildren(changed);
    }
}
