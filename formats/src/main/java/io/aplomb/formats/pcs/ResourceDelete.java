package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code pcs resource delete}, {@code remove}. */
final class ResourceDelete implements CommandSet {

    @Override
    public PcsAnswer run(Call call) {
        call.options().only("-f", "--force");
        call.expectWords(1, 1);
        String id = call.word(0);
        StonithMismatch.warn(List.of(id), "delete", call);
        return delete(id, call.isOfStonith() ? "stonith" : "resource", call);
    }

    /**
     * Deletes a resource. On a living cluster it is stopped before, unless {@code --force} is
     * given.
     *
     * @param command the first word, {@code resource} or {@code stonith}
     */
    static PcsAnswer delete(String id, String command, Call call) {
        Optional<Element> found = new ResourceTree(call.cib()).find(id);
        found.ifPresent(resource -> refuseTagged(resource, call));
        if (call.request().live() && !call.options().force() && found.isPresent()) {
            return call.delegated(
                    new RuntimeRequest.StopThenRun(
                            stopped(id, call),
                            id,
                            ResourceTree.primitives(found.get()).stream().map(Element::id).toList(),
                            List.of(command, "delete", id, "--force")));
        }
        delete(id, call);
        return call.done();
    }

    private static Element stopped(String id, Call call) {
        CibEdit copy = new CibEdit(call.cib().root());
        copy.change(
                id,
                resource ->
                        Pairs.update(resource, Pairs.META, Map.of("target-role", "Stopped"), copy));
        return copy.root();
    }

    private static void refuseTagged(Element resource, Call call) {
        Set<String> tags =
                new References(call.cib(), call.reports()).tags(deletedWith(resource, call));
        if (!tags.isEmpty()) {
            throw InvalidCommand.because(
                    "Unable to remove resource '%s' because it is referenced in %s: %s"
                            .formatted(
                                    resource.id(),
                                    tags.size() > 1 ? "tags" : "the tag",
                                    Phrase.list(tags)));
        }
    }

    /** What goes when a resource goes: what is inside it, and what it leaves empty. */
    private static List<Element> deletedWith(Element resource, Call call) {
        List<Element> all = new ArrayList<>(ResourceTree.allInner(resource));
        all.add(resource);
        ResourceTree tree = new ResourceTree(call.cib());
        Optional<Element> parent = tree.parent(resource.id());
        while (parent.isPresent()
                && (ResourceTree.isClone(parent.get())
                        || (parent.get().is("group")
                                && parent.get().children("primitive").size() <= 1))) {
            all.add(parent.get());
            parent = tree.parent(parent.get().id());
        }
        return all;
    }

    private static void delete(String id, Call call) {
        CibEdit cib = call.cib();
        Optional<Element> found = new ResourceTree(cib).find(id);
        Optional<Element> resource =
                found.map(
                        element ->
                                ResourceTree.isClone(element)
                                        ? ResourceTree.inner(element).getFirst()
                                        : element);
        if (resource.isPresent() && resource.get().is("group")) {
            deleteGroup(resource.get(), call);
        } else if (resource.isPresent() && resource.get().is("bundle")) {
            throw InvalidCommand.because(Bundles.REFUSAL);
        } else if (resource.isPresent()) {
            deletePrimitive(resource.get(), call);
        } else {
            throw InvalidCommand.because("Resource '" + id + "' does not exist.");
        }
    }

    private static void deleteGroup(Element group, Call call) {
        Reports reports = call.reports();
        reports.note("Removing group: " + group.id() + " (and all resources within group)");
        reports.note("Stopping all resources in group: " + group.id() + "...");
        if (!new ResourceTree(call.cib()).isManaged(group)) {
            reports.warning("'" + group.id() + "' is unmanaged");
        }
        group.children("primitive").forEach(member -> deletePrimitive(member, call));
    }

    private static void deletePrimitive(Element primitive, Call call) {
        String id = primitive.id();
        CibEdit cib = call.cib();
        References references = new References(cib, call.reports());
        references.remove(id, true);
        Pairs.value(primitive, Pairs.META, GuestNodes.NAME)
                .ifPresent(node -> references.removeNode(node, true));
        Element parent = cib.parentOf(id).orElseThrow();
        if (ResourceTree.isClone(parent)) {
            cib.remove(parent.id());
            call.reports().note("Deleting Resource - " + id);
        } else if (parent.is("group") && parent.children("primitive").size() <= 1) {
            deleteLast(id, parent, call);
        } else {
            cib.remove(id);
            call.reports().note("Deleting Resource - " + id);
        }
    }

    private static void deleteLast(String id, Element group, Call call) {
        CibEdit cib = call.cib();
        References references = new References(cib, call.reports());
        Optional<Element> clone = cib.parentOf(group.id()).filter(ResourceTree::isClone);
        if (clone.isPresent()) {
            references.remove(group.id(), false);
        }
        references.remove(clone.orElse(group).id(), true);
        cib.remove(clone.orElse(group).id());
        String with =
                clone.map(
                                element ->
                                        element.is("master")
                                                ? "and group and M/S"
                                                : "and group and clone")
                        .orElse("and group");
        call.reports().note("Deleting Resource (" + with + ") - " + id);
    }
}
