package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds elements that a command names by their id, and says what is wrong where it cannot. */
final class Elements {

    private Elements() {}

    /**
     * The element of this id, if it is of one of these names and stands within a section.
     *
     * @param reports gets the reason where it is not there
     */
    static Optional<Element> find(
            String id, Set<String> names, String section, CibEdit cib, Reports reports) {
        Optional<Element> found = cib.find(id, names);
        boolean inside = found.isPresent() && contains(cib.section(section), found.get());
        if (inside) {
            return found;
        }
        Optional<Element> other = cib.find(id);
        if (other.isEmpty()) {
            reports.error(kinds(names) + " '" + id + "' does not exist");
        } else if (names.contains(other.get().name())) {
            reports.error(
                    "%s '%s' exists but does not belong to '%s'"
                            .formatted(kinds(Set.of(other.get().name())), id, section));
        } else {
            String kinds = kinds(names);
            String article = kinds.startsWith("ACL") ? "an " : "a ";
            reports.error("'" + id + "' is not " + article + kinds);
        }
        return Optional.empty();
    }

    private static boolean contains(Element around, Element wanted) {
        return around.children().stream()
                .anyMatch(child -> child.equals(wanted) || contains(child, wanted));
    }

    /** Names of elements as people know them: {@code bundle/clone/group/resource}. */
    static String kinds(Collection<String> names) {
        Set<String> kinds = new TreeSet<>();
        for (String name : names) {
            kinds.add(
                    switch (name) {
                        case "primitive" -> "resource";
                        case "master" -> "clone";
                        case "acl_role" -> "ACL role";
                        case "acl_target" -> "ACL user";
                        case "acl_group" -> "ACL group";
                        case "acl_permission" -> "ACL permission";
                        default -> name;
                    });
        }
        return String.join("/", kinds);
    }
}
