package io.aplomb.formats.pcs;

import io.aplomb.base.Suggestions;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Resources as constraints name them. A member of a clone or a bundle is named by the clone or the
 * bundle, unless {@code --force} is given.
 */
final class ConstraintTargets {

    private static final Set<String> WHOLES = Set.of("clone", "master", "bundle");
    private static final Set<String> PARTS = Set.of("primitive", "group");
    private static final Set<String> ALL =
            Set.of("clone", "master", "bundle", "primitive", "group");

    private ConstraintTargets() {}

    /**
     * Refuses a resource that a constraint between two cannot name, in the words of pcs for these.
     */
    static void require(String id, Call call) {
        if (call.cib().find(id, ALL).isEmpty()) {
            throw unknown("Resource '" + id + "' does not exist", id, call);
        }
        Optional<Element> whole = wholeOf(id, call.cib());
        if (whole.isPresent() && !call.options().force()) {
            throw InvalidCommand.because(
                    "%s is a %s resource, you should use the %s id: %s when adding constraints. Use"
                                    .formatted(
                                            id,
                                            kind(whole.get()),
                                            kind(whole.get()),
                                            whole.get().id())
                            + " --force to override.");
        }
    }

    /** The same for a set and for a ticket. Reports a member of a whole that is forced. */
    static void requireInSet(String id, Call call) {
        if (call.cib().find(id, ALL).isEmpty()) {
            throw unknown(missingInSet(id, call.cib()), id, call);
        }
        Optional<Element> whole = wholeOf(id, call.cib());
        if (whole.isPresent()) {
            String kind = kind(whole.get());
            call.reports()
                    .forceable(
                            "%s is a %s resource, you should use the %s id: %s when adding constraints"
                                    .formatted(id, kind, kind, whole.get().id()));
            if (!call.options().force()) {
                throw InvalidCommand.reported();
            }
        }
    }

    private static String missingInSet(String id, CibEdit cib) {
        String kinds = "bundle/clone/group/resource";
        return cib.exists(id)
                ? "'" + id + "' is not a " + kinds
                : kinds + " '" + id + "' does not exist";
    }

    private static InvalidCommand unknown(String reason, String id, Call call) {
        List<String> names = new ArrayList<>();
        call.cib().all(element -> ALL.contains(element.name())).forEach(e -> names.add(e.id()));
        return Suggestions.nearest(id, names)
                .map(found -> InvalidCommand.because(reason, "did you mean '" + found + "'?"))
                .orElseGet(() -> InvalidCommand.because(reason));
    }

    /** The clone or bundle around a resource; empty for one of those itself. */
    private static Optional<Element> wholeOf(String id, CibEdit cib) {
        if (cib.find(id, PARTS).isEmpty()) {
            return Optional.empty();
        }
        Optional<Element> around = cib.parentOf(id);
        while (around.isPresent() && !around.get().id().isEmpty()) {
            if (WHOLES.contains(around.get().name())) {
                return around;
            }
            around = cib.parentOf(around.get().id());
        }
        return Optional.empty();
    }

    private static String kind(Element whole) {
        return whole.is("bundle") ? "bundle" : "clone";
    }

    /** Refuses resources of one group, whose order the group gives. */
    static void requireNotInOneGroup(List<String> ids, CibEdit cib) {
        List<String> groups = new ArrayList<>();
        for (String id : Set.copyOf(ids)) {
            cib.find(id, Set.of("primitive"))
                    .flatMap(primitive -> cib.parentOf(primitive.id()))
                    .filter(parent -> parent.is("group"))
                    .ifPresent(group -> groups.add(group.id()));
        }
        if (Set.copyOf(groups).size() != groups.size()) {
            throw InvalidCommand.because(
                    "Cannot create an order constraint for resources in the same group");
        }
    }
}
