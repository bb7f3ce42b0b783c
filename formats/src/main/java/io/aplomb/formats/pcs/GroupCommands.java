package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code pcs resource group}. */
final class GroupCommands {

    static final Router ROUTER =
            new Router(
                    "resource group",
                    Map.of(
                            "add", GroupCommands::add,
                            "list", GroupCommands::list,
                            "remove", GroupCommands::remove,
                            "delete", GroupCommands::remove));

    private GroupCommands() {}

    /** {@code group list}. */
    static PcsAnswer list(Call call) {
        call.options().only("-f");
        call.expectWords(0, 0);
        StringBuilder text = new StringBuilder();
        for (Element group : call.cib().all(element -> element.is("group"))) {
            text.append(group.id()).append(':');
            group.children("primitive").forEach(member -> text.append(' ').append(member.id()));
            text.append('\n');
        }
        return call.printed(text.toString());
    }

    private static PcsAnswer add(Call call) {
        call.options().only("--wait", "-f", "--after", "--before");
        call.expectWords(2, Integer.MAX_VALUE);
        if (call.options().has("--after") && call.options().has("--before")) {
            throw InvalidCommand.because("you cannot specify both --before and --after");
        }
        Optional<Wait> wait = Wait.of(call);
        String group = call.word(0);
        CibEdit cib = call.cib();
        GroupPlace place = GroupPlace.of(group, call);
        List<Element> resources = resources(call.from(1).words(), call);
        checkTypes(resources, call);
        place.check(resources, call);
        call.reports().stopOnErrors();
        List<String> emptied = emptied(resources, group, call);
        move(resources, place, cib);
        for (String empty : emptied) {
            if (new References(cib, call.reports()).exist(empty)) {
                call.reports()
                        .error(
                                "Unable to move %s %s as it would leave group '%s' empty. Please, use the 'pcs resource ungroup %s' command first."
                                        .formatted(
                                                Phrase.plural(members(call, empty), "resource"),
                                                Phrase.list(members(call, empty)),
                                                empty,
                                                empty));
            }
        }
        call.reports().stopOnErrors();
        return Wait.finish(wait, List.of(group), RuntimeRequest.Expectation.SETTLED, call);
    }

    private static List<Element> resources(List<String> ids, Call call) {
        List<Element> resources = new ArrayList<>();
        List<String> meant =
                new ArrayList<>(List.of("pcs", "resource", "group", "add", call.word(0)));
        boolean complete = true;
        for (String id : ids) {
            Optional<Element> found = call.cib().find(id);
            Optional<String> name = found.map(Element::id);
            if (found.isPresent()) {
                resources.add(found.get());
            } else {
                call.reports().error("'" + id + "' does not exist");
                name = GroupPlace.meant(id, call.cib());
            }
            complete &= name.isPresent() && !meant.contains(name.get());
            name.ifPresent(meant::add);
        }
        if (complete && resources.size() < ids.size()) {
            call.reports().note("Hint: did you mean '" + String.join(" ", meant) + "'?");
        }
        if (resources.stream().anyMatch(ResourceTree::isStonith)) {
            call.reports().deprecation(StonithMismatch.of("stonith resource"));
        }
        return resources;
    }

    private static void checkTypes(List<Element> resources, Call call) {
        ResourceTree tree = new ResourceTree(call.cib());
        for (Element resource : resources) {
            String id = resource.id();
            if (!ResourceTree.ALL.contains(resource.name())) {
                call.reports().error("'" + id + "' is not a resource");
                continue;
            }
            String kind = ResourceTree.kindOf(resource.name());
            Optional<Element> parent = tree.parent(id).filter(element -> !element.is("group"));
            if (!resource.is("primitive")) {
                call.reports()
                        .error(
                                "'%s' is a %s resource, %s resources cannot be put into a group"
                                        .formatted(id, kind, kind));
            } else if (parent.isPresent()) {
                call.reports()
                        .error(
                                "'%s' cannot be put into a group because its parent '%s' is a %s resource"
                                        .formatted(
                                                id,
                                                parent.get().id(),
                                                ResourceTree.kindOf(parent.get().name())));
            }
        }
    }

    /** Other groups that have no member left. */
    private static List<String> emptied(List<Element> resources, String group, Call call) {
        Set<String> moved = new LinkedHashSet<>();
        Map<String, Element> groups = new LinkedHashMap<>();
        ResourceTree tree = new ResourceTree(call.cib());
        for (Element resource : resources) {
            moved.add(resource.id());
            tree.parent(resource.id())
                    .filter(parent -> !parent.id().equals(group))
                    .ifPresent(parent -> groups.put(parent.id(), parent));
        }
        return groups.values().stream()
                .filter(
                        other ->
                                other.children("primitive").stream()
                                        .allMatch(member -> moved.contains(member.id())))
                .map(Element::id)
                .toList();
    }

    private static List<String> members(Call call, String group) {
        Element before = new CibEdit(call.request().cib()).find(group).orElseThrow();
        return before.children("primitive").stream().map(Element::id).toList();
    }

    private static void move(List<Element> resources, GroupPlace place, CibEdit cib) {
        for (Element resource : resources) {
            Optional<Element> old =
                    cib.parentOf(resource.id()).filter(parent -> parent.is("group"));
            cib.remove(resource.id());
            if (old.isPresent()
                    && old.get().children("primitive").size() == 1
                    && !old.get().id().equals(place.group())) {
                removeEmpty(old.get(), cib);
            }
        }
        place.insert(resources, cib);
    }

    private static void removeEmpty(Element group, CibEdit cib) {
        Optional<Element> clone = cib.parentOf(group.id()).filter(ResourceTree::isClone);
        cib.remove(clone.orElse(group).id());
    }

    /** {@code group remove}, {@code ungroup}. */
    static PcsAnswer remove(Call call) {
        call.options().only("--wait", "-f");
        String group = call.word(0);
        remove(group, call.from(1).words(), call);
        return Wait.finish(Wait.of(call), List.of(), RuntimeRequest.Expectation.SETTLED, call);
    }

    /**
     * Takes resources out of a group.
     *
     * @param ids empty for all
     */
    static void remove(String group, List<String> ids, Call call) {
        CibEdit cib = call.cib();
        Element element =
                cib.find(group, Set.of("group"))
                        .orElseThrow(
                                () ->
                                        InvalidCommand.because(
                                                "Group '" + group + "' does not exist"));
        List<Element> members = element.children("primitive");
        List<Element> moved = ids.isEmpty() ? members : new ArrayList<>();
        for (String id : new LinkedHashSet<>(ids)) {
            moved.add(
                    members.stream()
                            .filter(member -> member.id().equals(id))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            InvalidCommand.because(
                                                    "Resource '%s' does not exist in group '%s'"
                                                            .formatted(id, group))));
        }
        Optional<Element> clone = cib.parentOf(group).filter(ResourceTree::isClone);
        if (clone.isPresent() && members.size() > 1 && moved.size() == members.size()) {
            throw InvalidCommand.because("Cannot remove all resources from a cloned group");
        }
        moved.forEach(resource -> cib.remove(resource.id()));
        for (Element resource : moved) {
            if (clone.isPresent() && members.size() == 1) {
                cib.change(clone.get().id(), parent -> parent.withChild(resource));
            } else {
                cib.add("resources", resource);
            }
        }
        if (moved.size() == members.size()) {
            cib.remove(group);
            new References(cib, call.reports()).remove(group, true);
        }
    }
}
