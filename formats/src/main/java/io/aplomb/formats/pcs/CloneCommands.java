package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@code pcs resource clone, promotable, unclone}. */
final class CloneCommands {

    private static final Set<String> MEMBERS = Set.of("primitive", "group");
    private static final String PROMOTABLE = "promotable";

    /**
     * What is behind the resource.
     *
     * @param id of the clone; empty where it is to be found
     */
    private record Parts(String id, Map<String, String> meta) {}

    private CloneCommands() {}

    static PcsAnswer copy(Call call) {
        return create(call, false);
    }

    static PcsAnswer promotable(Call call) {
        return create(call, true);
    }

    private static PcsAnswer create(Call call, boolean promotable) {
        call.options().only("-f", "--force", "--wait");
        String id = call.word(0);
        CibEdit cib = call.cib();
        if (new ResourceTree(cib).isAnyStonith(List.of(id))) {
            call.reports().deprecation(StonithMismatch.of("stonith resources"));
        }
        Optional<Wait> wait = Wait.of(call);
        Element member = member(id, cib);
        checkNotCloned(member, cib);
        if (ResourceTree.isStonith(member)) {
            call.reports()
                    .forceable(
                            "No need to clone stonith resource '%s', any node can use a stonith resource (unless specifically banned) regardless of whether the stonith resource is running on that node or not"
                                    .formatted(id));
            call.reports().stopOnErrorsQuietly();
        }
        Parts parts = parse(call.from(1).words(), promotable);
        checkOptions(member, parts.meta(), call);
        String cloneId = cloneId(id, parts, cib);
        removeFromGroup(member, cib);
        Element clone = Element.of("clone", Map.of("id", cloneId)).withChild(member);
        cib.add("resources", Pairs.append(clone, Pairs.META, new TreeMap<>(parts.meta()), cib));
        new References(cib, call.reports()).rename(id, cloneId);
        return Wait.finish(wait, List.of(cloneId), RuntimeRequest.Expectation.SETTLED, call);
    }

    private static Element member(String id, CibEdit cib) {
        Element member =
                cib.find(id, MEMBERS)
                        .orElseThrow(
                                () ->
                                        InvalidCommand.because(
                                                "unable to find group or resource: " + id));
        if (cib.parentOf(id).filter(parent -> parent.is("bundle")).isPresent()) {
            throw InvalidCommand.because("cannot clone bundle resource");
        }
        return member;
    }

    private static void checkNotCloned(Element member, CibEdit cib) {
        boolean cloned = new ResourceTree(cib).parentClone(member.id()).isPresent();
        if (cloned) {
            throw InvalidCommand.because(
                    member.is("group")
                            ? "cannot clone a group that has already been cloned"
                            : member.id() + " is already a clone resource");
        }
    }

    private static Parts parse(List<String> given, boolean promotable) {
        Set<String> keywords = Set.of("op", "meta");
        String id = "";
        List<String> words = given;
        if (!words.isEmpty()
                && !keywords.contains(words.getFirst())
                && !words.getFirst().contains("=")) {
            id = words.getFirst();
            words = words.subList(1, words.size());
        }
        Words.Groups groups = Words.group(words, keywords);
        if (groups.has("op")) {
            throw InvalidCommand.because(
                    "op settings must be changed on base resource, not the clone");
        }
        List<String> options = groups.first();
        options.addAll(groups.words("meta"));
        Map<String, String> meta = new LinkedHashMap<>(Words.pairs(options));
        if (promotable && meta.put(PROMOTABLE, "true") != null) {
            throw InvalidCommand.because(
                    "you cannot specify both promotable option and promotable keyword");
        }
        return new Parts(id, meta);
    }

    /** The options of a clone that is there already. */
    static Map<String, String> options(List<String> words) {
        return parse(words, false).meta();
    }

    /** Ends the command where the agents of a resource cannot do what a clone of it asks. */
    static void checkOptions(Element member, Map<String, String> meta, Call call) {
        int before = call.reports().lines().size();
        String group = member.is("group") ? " in group '" + member.id() + "'" : "";
        for (Element primitive : ResourceTree.primitives(member)) {
            AgentName name = AgentName.of(primitive);
            Optional<AgentMetadata> known = Optional.empty();
            if (name.isOcf()) {
                switch (call.agents().lookup(name.full())) {
                    case AgentCatalog.Found found -> known = Optional.of(found.metadata());
                    case AgentCatalog.Absent absent ->
                            call.reports().forceable(ResourceAgents.absence(name, absent));
                }
            }
            ResourceAgents.checkClone(
                    meta, name, known, " of resource '" + primitive.id() + "'" + group, call);
        }
        if (call.reports().lines().size() > before) {
            call.reports().stopOnErrorsQuietly();
        }
    }

    private static String cloneId(String id, Parts parts, CibEdit cib) {
        if (parts.id().isEmpty()) {
            return cib.newId(id + "-clone");
        }
        Reports form = new Reports(false);
        Ids.check(parts.id(), "id", form);
        if (form.hasErrors()) {
            throw InvalidCommand.because("invalid id '" + parts.id() + "'");
        }
        if (cib.exists(parts.id())) {
            throw InvalidCommand.because("id '" + parts.id() + "' already exists");
        }
        return parts.id();
    }

    private static void removeFromGroup(Element member, CibEdit cib) {
        Optional<Element> group = cib.parentOf(member.id()).filter(parent -> parent.is("group"));
        if (group.isPresent() && group.get().children("primitive").size() <= 1) {
            cib.remove(group.get().id());
        } else {
            cib.remove(member.id());
        }
    }

    static PcsAnswer unclone(Call call) {
        call.options().only("-f", "--wait");
        call.expectWords(1, 1);
        String name = call.word(0);
        CibEdit cib = call.cib();
        ResourceTree tree = new ResourceTree(cib);
        Element given =
                tree.find(name)
                        .orElseThrow(
                                () -> InvalidCommand.because("could not find resource: " + name));
        Element resource =
                ResourceTree.isClone(given) ? ResourceTree.inner(given).getFirst() : given;
        Element clone =
                tree.parentClone(resource.id())
                        .orElseThrow(
                                () ->
                                        InvalidCommand.because(
                                                "'" + name + "' is not a clone resource"));
        Optional<Wait> wait = Wait.of(call);
        Element child = ResourceTree.inner(clone).getFirst();
        if (child.is("group")
                && resource.is("primitive")
                && child.children("primitive").size() > 1) {
            GroupCommands.remove(child.id(), List.of(resource.id()), call);
        } else {
            new References(cib, call.reports()).remove(clone.id(), false);
            cib.remove(clone.id());
            cib.add("resources", resource);
        }
        return Wait.finish(wait, List.of(resource.id()), RuntimeRequest.Expectation.SETTLED, call);
    }
}
