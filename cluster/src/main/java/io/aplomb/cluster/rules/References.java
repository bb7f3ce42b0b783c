package io.aplomb.cluster.rules;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts what an {@code id-ref} points to in the place of the element that has it, so that nothing
 * behind it needs to know of references.
 *
 * <p>A reference means the element of the same name with that id, anywhere in the tree. A
 * name-value pair may give a name or a value of its own beside its reference. A reference to
 * nothing, or to itself through others, takes its element out.
 */
public final class References {

    private record Key(String name, String id) {}

    private final Map<Key, Element> targets = new HashMap<>();

    private References(Element root) {
        index(root);
    }

    /** The tree without references; the same object where it has none. */
    public static Element resolved(Element root) {
        return hasReference(root) ? new References(root).resolve(root, Set.of()) : root;
    }

    private static boolean hasReference(Element element) {
        for (Element child : element.children()) {
            if (child.attribute("id-ref") != null || hasReference(child)) {
                return true;
            }
        }
        return false;
    }

    private void index(Element element) {
        if (!element.id().isEmpty()) {
            targets.putIfAbsent(new Key(element.name(), element.id()), element);
        }
        element.children().forEach(this::index);
    }

    private Element resolve(Element element, Set<Key> within) {
        List<Element> children = new ArrayList<>();
        boolean changed = false;
        for (Element child : element.children()) {
            String reference = child.attribute("id-ref");
            if (reference == null) {
                Element resolved = resolve(child, within);
                changed |= resolved != child;
                children.add(resolved);
                continue;
            }
            changed = true;
            Key key = new Key(child.name(), reference);
            Element target = targets.get(key);
            if (target != null && !within.contains(key)) {
                children.add(resolve(merged(child, target), with(within, key)));
            }
        }
        return changed ? element.withChildren(children) : element;
    }

    private static Element merged(Element reference, Element target) {
        if (!reference.is("nvpair")) {
            return target;
        }
        Map<String, String> attributes = new LinkedHashMap<>(target.attributes());
        for (String own : List.of("name", "value")) {
            String value = reference.attribute(own);
            if (value != null) {
                attributes.put(own, value);
            }
        }
        attributes.remove("id-ref");
        return new Element(target.name(), attributes, target.children(), target.line());
    }

    private static Set<Key> with(Set<Key> within, Key added) {
        Set<Key> all = new HashSet<>(within);
        all.add(added);
        return all;
    }
}
