package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One command's working copy of a base. The trees themselves are immutable; this holds which one is
 * the current. Elements are named by their id, so that an element found before a change and the
 * tree after it do not get mixed up.
 *
 * <p>The status section is never searched nor changed: it may name resources that are no more.
 *
 * <p>One command, one thread.
 */
final class CibEdit {

    private static final String CONFIGURATION = "configuration";
    private static final String STATUS = "status";

    /** Their ids name something else. */
    private static final Set<String> REFERENCES =
            Set.of("acl_target", "role", "obj_ref", "resource_ref");

    private final Set<String> booked = new HashSet<>();
    private Element root;

    CibEdit(Element root) {
        this.root = root;
    }

    /** The tree as it is now. */
    Element root() {
        return root;
    }

    /** A section of the configuration, such as {@code resources}; empty where it is not there. */
    Element section(String name) {
        return root.childOrEmpty(CONFIGURATION).childOrEmpty(name);
    }

    /** Changes a section; one that is not there is added behind the others. */
    void changeSection(String name, UnaryOperator<Element> change) {
        root =
                root.withChanged(
                        child -> child.is(CONFIGURATION),
                        Element.of(CONFIGURATION, Map.of()),
                        configuration ->
                                configuration.withChanged(
                                        child -> child.is(name),
                                        Element.of(name, Map.of()),
                                        change));
    }

    /** Takes a section away. */
    void removeSection(String name) {
        root =
                root.withChanged(
                        child -> child.is(CONFIGURATION),
                        Element.of(CONFIGURATION, Map.of()),
                        configuration -> configuration.withoutChildren(child -> child.is(name)));
    }

    /** Adds an element at the end of a section. */
    void add(String section, Element added) {
        changeSection(section, element -> element.withChild(added));
    }

    /** The element with this id, wherever it stands. */
    Optional<Element> find(String id) {
        return first(root.childOrEmpty(CONFIGURATION), element -> isIdentifiedBy(element, id));
    }

    /** The element with this id, if it is of one of these names. */
    Optional<Element> find(String id, Set<String> names) {
        return first(
                root.childOrEmpty(CONFIGURATION),
                element -> names.contains(element.name()) && element.id().equals(id));
    }

    /** All elements of the configuration that match, in the order of the text. */
    List<Element> all(Predicate<Element> wanted) {
        List<Element> found = new ArrayList<>();
        each(
                root.childOrEmpty(CONFIGURATION),
                element -> {
                    if (wanted.test(element)) {
                        found.add(element);
                    }
                });
        return found;
    }

    /** The element around the one with this id; empty where there is no such element. */
    Optional<Element> parentOf(String id) {
        return first(
                root.childOrEmpty(CONFIGURATION),
                element ->
                        element.children().stream().anyMatch(child -> isIdentifiedBy(child, id)));
    }

    /** Changes the element with this id. */
    void change(String id, UnaryOperator<Element> change) {
        replace(id, element -> List.of(change.apply(element)));
    }

    /** Takes the element with this id away. */
    void remove(String id) {
        replace(id, element -> List.of());
    }

    /** Puts any number of elements in the place of the one with this id. */
    void replace(String id, Function<Element, List<Element>> change) {
        root = replaced(root, element -> isIdentifiedBy(element, id), change);
    }

    /** Takes all elements of the configuration away that match. */
    void removeAll(Predicate<Element> unwanted) {
        root = replaced(root, unwanted, element -> List.of());
    }

    /** Whether an element has this id; the name of a guest node is one too. */
    boolean exists(String id) {
        return find(id).isPresent();
    }

    /**
     * An id that nothing has, and that no later call gives: the one proposed, or that with the
     * first free number behind a dash.
     *
     * @param proposed characters an id cannot have are left out
     */
    String newId(String proposed) {
        String base = Ids.sanitized(proposed);
        String id = base;
        for (int number = 1; booked.contains(id) || exists(id); number++) {
            id = base + "-" + number;
        }
        booked.add(id);
        return id;
    }

    /** Keeps an id from being given by {@link #newId}. */
    void book(String id) {
        booked.add(id);
    }

    boolean isBooked(String id) {
        return booked.contains(id);
    }

    /** Whether the id of an element is its own; those of nodes are names of another kind. */
    static boolean isIdentified(Element element) {
        return !element.id().isEmpty()
                && !element.is("node")
                && !REFERENCES.contains(element.name());
    }

    /** How many elements have this id of their own. */
    int countOf(String id) {
        return all(element -> isIdentified(element) && element.id().equals(id)).size();
    }

    private static boolean isIdentifiedBy(Element element, String id) {
        if (REFERENCES.contains(element.name())) {
            return false;
        }
        return element.id().equals(id)
                || (element.is("primitive")
                        && Pairs.value(element, Pairs.META, "remote-node")
                                .filter(id::equals)
                                .isPresent());
    }

    private static Optional<Element> first(Element element, Predicate<Element> wanted) {
        for (Element child : element.children()) {
            if (wanted.test(child)) {
                return Optional.of(child);
            }
            Optional<Element> found = first(child, wanted);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static void each(Element element, Consumer<Element> action) {
        for (Element child : element.children()) {
            action.accept(child);
            each(child, action);
        }
    }

    private static Element replaced(
            Element element, Predicate<Element> wanted, Function<Element, List<Element>> change) {
        List<Element> children = new ArrayList<>();
        boolean changed = false;
        for (Element child : element.children()) {
            if (child.is(STATUS) && element.is("cib")) {
                children.add(child);
            } else if (wanted.test(child)) {
                children.addAll(change.apply(child));
                changed = true;
            } else {
                Element after = replaced(child, wanted, change);
                changed |= after != child;
                children.add(after);
            }
        }
        return changed ? element.withChildren(children) : element;
    }
}
