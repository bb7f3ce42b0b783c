package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What names a resource: constraints, tags, fencing levels, permissions. */
final class References {

    private static final List<String> CONSTRAINTS =
            List.of("rsc_colocation", "rsc_location", "rsc_order", "rsc_ticket");

    private static final List<String> NAMING = List.of("rsc", "first", "then", "with-rsc");

    private final CibEdit cib;
    private final Reports reports;

    References(CibEdit cib, Reports reports) {
        this.cib = cib;
        this.reports = reports;
    }

    /** Whether anything names this id. */
    boolean exist(String id) {
        return !cib.all(element -> isReference(element, id)).isEmpty();
    }

    /**
     * Refuses what a command made of a base where something would name a resource that is there no
     * more, or two things would have one id: Pacemaker's schema does not have it.
     *
     * @param before the base before the command
     */
    static void requireSound(Element before, CibEdit after) {
        CibEdit old = new CibEdit(before);
        Set<String> ids = new HashSet<>();
        for (Element element : after.all(CibEdit::isIdentified)) {
            if (!ids.add(element.id()) && old.countOf(element.id()) < 2) {
                throw InvalidCommand.because("'" + element.id() + "' already exists");
            }
        }
        for (Element element : after.all(element -> !namesOf(element).isEmpty())) {
            for (String id : namesOf(element)) {
                if (!after.exists(id) && old.exists(id)) {
                    throw InvalidCommand.because(
                            "'%s' would not exist any more, but %s refers to it: remove that first"
                                    .formatted(id, describe(element, after)));
                }
            }
        }
    }

    private static String describe(Element element, CibEdit cib) {
        if (!element.is("obj_ref") && !element.is("resource_ref")) {
            return element.name() + " '" + element.id() + "'";
        }
        for (Element owner : cib.all(one -> one.children().contains(element))) {
            return owner.name() + " '" + owner.id() + "'";
        }
        return element.name();
    }

    private static List<String> namesOf(Element element) {
        return switch (element.name()) {
            case "obj_ref", "resource_ref" -> List.of(element.id());
            case "acl_permission" ->
                    element.attribute("reference") == null
                            ? List.of()
                            : List.of(element.attribute("reference", ""));
            default -> {
                if (!CONSTRAINTS.contains(element.name())) {
                    yield List.of();
                }
                List<String> names = new ArrayList<>();
                for (String name : NAMING) {
                    if (element.attribute(name) != null) {
                        names.add(element.attribute(name, ""));
                    }
                }
                yield names;
            }
        };
    }

    private static boolean isReference(Element element, String id) {
        return switch (element.name()) {
            case "obj_ref", "resource_ref" -> element.id().equals(id);
            case "acl_permission" -> id.equals(element.attribute("reference"));
            case "fencing-level" ->
                    List.of(element.attribute("devices", "").split(",", -1)).contains(id);
            default -> names(element, id);
        };
    }

    private static boolean names(Element constraint, String id) {
        return CONSTRAINTS.contains(constraint.name())
                && NAMING.stream().anyMatch(name -> id.equals(constraint.attribute(name)));
    }

    /**
     * Takes away all that names this id, and what is empty then.
     *
     * @param verbose whether each constraint is reported
     */
    void remove(String id, boolean verbose) {
        removeFromTags(id, verbose);
        removeConstraints(id, verbose);
        removeFromSets(id, verbose);
        removeFromLevels(id);
        cib.removeAll(
                element ->
                        element.is("acl_permission") && id.equals(element.attribute("reference")));
    }

    private void removeFromTags(String id, boolean verbose) {
        for (Element tag :
                cib.all(element -> element.is("tag") && hasReference(element, "obj_ref", id))) {
            Element rest =
                    tag.withoutChildren(child -> child.is("obj_ref") && child.id().equals(id));
            if (rest.children("obj_ref").isEmpty()) {
                remove(tag.id(), verbose);
                cib.remove(tag.id());
            } else {
                cib.change(tag.id(), old -> rest);
            }
        }
    }

    private static boolean hasReference(Element owner, String kind, String id) {
        return owner.children(kind).stream().anyMatch(child -> child.id().equals(id));
    }

    private void removeConstraints(String id, boolean verbose) {
        List<String> ids = new ArrayList<>();
        cib.find(id)
                .filter(element -> element.is("primitive"))
                .flatMap(element -> cib.parentOf(id))
                .filter(ResourceTree::isClone)
                .ifPresent(clone -> ids.addAll(constraints(clone.id())));
        ids.addAll(constraints(id));
        for (String constraint : ids) {
            if (verbose) {
                reports.note("Removing Constraint - " + constraint);
            }
            cib.remove(constraint);
        }
    }

    /** Ids of the constraints that name a resource, but not in a set. */
    List<String> constraints(String id) {
        List<String> ids = new ArrayList<>();
        for (String kind : CONSTRAINTS) {
            for (Element constraint : cib.all(element -> element.is(kind) && names(element, id))) {
                ids.add(constraint.id());
            }
        }
        return ids;
    }

    private void removeFromSets(String id, boolean verbose) {
        for (Element set :
                cib.all(
                        element ->
                                element.is("resource_set")
                                        && hasReference(element, "resource_ref", id))) {
            if (verbose) {
                reports.note("Removing " + id + " from set " + set.id());
            }
            Element rest =
                    set.withoutChildren(child -> child.is("resource_ref") && child.id().equals(id));
            if (!rest.children("resource_ref").isEmpty()) {
                cib.change(set.id(), old -> rest);
                continue;
            }
            reports.note("Removing set " + set.id());
            Optional<Element> constraint = cib.parentOf(set.id());
            cib.remove(set.id());
            if (constraint.isPresent() && constraint.get().children("resource_set").size() == 1) {
                cib.remove(constraint.get().id());
                reports.note("Removing constraint " + constraint.get().id());
            }
        }
    }

    private void removeFromLevels(String id) {
        List<Element> levels = cib.section("fencing-topology").children("fencing-level");
        if (levels.isEmpty()) {
            return;
        }
        for (Element level : levels) {
            List<String> devices =
                    new ArrayList<>(List.of(level.attribute("devices", "").split(",", -1)));
            if (devices.removeIf(id::equals)) {
                if (devices.isEmpty()) {
                    cib.remove(level.id());
                } else {
                    cib.change(level.id(), old -> old.with("devices", String.join(",", devices)));
                }
            }
        }
        if (cib.section("fencing-topology").children("fencing-level").isEmpty()) {
            cib.removeSection("fencing-topology");
        }
    }

    /** Takes the location constraints away that name a node. */
    void removeNode(String node, boolean verbose) {
        for (Element constraint :
                cib.all(
                        element ->
                                element.is("rsc_location")
                                        && node.equals(element.attribute("node")))) {
            if (verbose) {
                reports.note("Removing Constraint - " + constraint.id());
            }
            cib.remove(constraint.id());
        }
    }

    /** Lets the constraints of a resource name another. */
    void rename(String id, String newId) {
        for (String kind : List.of("rsc_location", "rsc_order", "rsc_colocation")) {
            for (Element constraint : cib.all(element -> element.is(kind) && names(element, id))) {
                Element changed = constraint;
                for (String name : NAMING) {
                    if (id.equals(constraint.attribute(name))) {
                        changed = changed.with(name, newId);
                    }
                }
                Element renamed = changed;
                cib.change(constraint.id(), old -> renamed);
            }
        }
    }

    /** Ids of the tags that name any of these, sorted. */
    Set<String> tags(Iterable<Element> resources) {
        Set<String> tags = new TreeSet<>();
        for (Element resource : resources) {
            cib.all(element -> element.is("tag") && hasReference(element, "obj_ref", resource.id()))
                    .forEach(tag -> tags.add(tag.id()));
        }
        return tags;
    }

    /** The element {@code master} in today's form, a clone of the same id. */
    static Element asClone(Element master, CibEdit cib) {
        Element clone = new Element("clone", master.attributes(), master.children(), master.line());
        return Pairs.append(clone, Pairs.META, Map.of("promotable", "true"), cib);
    }
}
