package io.aplomb.formats.pcs;

import io.aplomb.base.Suggestions;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a group resources are to be put.
 *
 * @param group its id
 * @param neighbour next to which resource, empty for the end
 * @param after behind or in front of it
 */
record GroupPlace(String group, String neighbour, boolean after) {

    private static final Pattern NUMBERED = Pattern.compile(".*?(\\d+)");

    /**
     * The place that {@code --before} and {@code --after} name.
     *
     * @throws InvalidCommand where they name nothing, or the group is none
     */
    static GroupPlace of(String group, Call call) {
        Options options = call.options();
        String neighbour = options.value("--after").or(() -> options.value("--before")).orElse("");
        CibEdit cib = call.cib();
        if (!neighbour.isEmpty() && !cib.exists(neighbour)) {
            call.reports().error("'" + neighbour + "' does not exist");
            call.reports().stopOnErrors();
        }
        if (!cib.exists(group)) {
            Ids.check(group, "group name", call.reports());
            cib.book(group);
        }
        return new GroupPlace(group, neighbour, !options.has("--before"));
    }

    /** Puts resources there that are nowhere; reports what stands against it. */
    void insert(List<Element> resources, Call call) {
        check(resources, call);
        call.reports().stopOnErrors();
        insert(resources, call.cib());
    }

    /** Puts resources there that are nowhere. */
    void insert(List<Element> resources, CibEdit cib) {
        if (!cib.exists(group)) {
            cib.add("resources", Element.of("group", Map.of("id", group)));
        }
        cib.change(group, element -> element.withChildren(placed(element, resources)));
    }

    private List<Element> placed(Element element, List<Element> resources) {
        List<Element> children = new ArrayList<>(element.children());
        int index = children.size();
        for (int i = 0; i < children.size(); i++) {
            if (!neighbour.isEmpty() && children.get(i).id().equals(neighbour)) {
                index = after ? i + 1 : i;
            }
        }
        children.addAll(index, resources);
        return children;
    }

    /** Reports what stands against putting these there. */
    void check(List<Element> resources, Call call) {
        Optional<Element> found = call.cib().find(group);
        if (found.isPresent() && !found.get().is("group")) {
            call.reports().error("'" + group + "' is not a group");
            return;
        }
        List<String> ids = resources.stream().map(Element::id).toList();
        List<String> members = new ArrayList<>();
        found.ifPresent(
                element -> element.children("primitive").forEach(child -> members.add(child.id())));
        checkMembers(ids, members, call.reports());
        if (!neighbour.isEmpty() && !members.contains(neighbour)) {
            call.reports()
                    .error(
                            "There is no resource '%s' in the group '%s', cannot add resources next to it"
                                    .formatted(neighbour, group));
        }
        if (ids.contains(neighbour)) {
            call.reports().error("Cannot put resource '" + neighbour + "' next to itself");
        }
    }

    private void checkMembers(List<String> ids, List<String> members, Reports reports) {
        if (ids.isEmpty()) {
            reports.error(
                    "Cannot modify group '" + group + "', no resources to add or remove specified");
        }
        Set<String> seen = new HashSet<>();
        Set<String> twice = new TreeSet<>();
        Set<String> present = new TreeSet<>();
        for (String id : ids) {
            if (!seen.add(id)) {
                twice.add(id);
            }
            if (members.contains(id) && neighbour.isEmpty()) {
                present.add(id);
            }
        }
        if (!twice.isEmpty()) {
            reports.error(
                    "Resources to add or remove must be unique, duplicate resources: "
                            + Phrase.list(twice));
        }
        if (!present.isEmpty()) {
            reports.error(
                    "Cannot add %s %s, %s already present in group '%s'"
                            .formatted(
                                    Phrase.plural(present, "resource"),
                                    Phrase.list(present),
                                    present.size() == 1 ? "it is" : "they are",
                                    group));
        }
    }

    /**
     * The resource that was probably meant: the only one with the same number at its end, else the
     * one of the nearest name.
     */
    static Optional<String> meant(String id, CibEdit cib) {
        List<String> ids = new ArrayList<>();
        cib.all(element -> element.is("primitive")).forEach(element -> ids.add(element.id()));
        Matcher number = NUMBERED.matcher(id);
        if (number.matches()) {
            List<String> same = new ArrayList<>();
            for (String other : ids) {
                Matcher otherNumber = NUMBERED.matcher(other);
                if (otherNumber.matches() && otherNumber.group(1).equals(number.group(1))) {
                    same.add(other);
                }
            }
            if (same.size() == 1) {
                return Optional.of(same.getFirst());
            }
        }
        return Suggestions.nearest(id, ids);
    }
}
