package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code pcs tag}: names for several resources. */
final class TagCommands implements CommandSet {

    private static final String SECTION = "tags";
    private static final String TAG = "tag";
    private static final String REFERENCE = "obj_ref";
    private static final Set<String> RESOURCES =
            Set.of("bundle", "clone", "master", "group", "primitive");

    private static final Router ROUTER =
            new Router(
                    TAG,
                    Map.of(
                            "create", TagCommands::create,
                            "update", TagCommands::update,
                            "delete", TagCommands::delete,
                            "remove", TagCommands::delete,
                            "config", TagCommands::config,
                            "list",
                                    call -> {
                                        OldForms.command("tag config", call);
                                        return config(call);
                                    }),
                    "config");

    @Override
    public PcsAnswer run(Call call) {
        return ROUTER.run(call);
    }

    private static PcsAnswer create(Call call) {
        call.options().only("-f");
        call.expectWords(2, Integer.MAX_VALUE);
        String id = call.word(0);
        List<String> members = call.from(1).words();
        Reports reports = call.reports();
        Ids.check(id, "id", reports);
        if (call.cib().exists(id)) {
            reports.error("'" + id + "' already exists");
        }
        if (members.contains(id)) {
            reports.error("Tag cannot contain itself");
        }
        requireResources(members, call);
        requireOnce(members, "add", reports);
        reports.stopOnErrors();
        Element tag = Element.of(TAG, Map.of("id", id));
        for (String member : members) {
            tag = tag.withChild(reference(member));
        }
        call.cib().add(SECTION, tag);
        return call.done();
    }

    private static Element reference(String id) {
        return Element.of(REFERENCE, Map.of("id", id));
    }

    private static void requireResources(List<String> ids, Call call) {
        for (String id : ids) {
            var _ = Elements.find(id, RESOURCES, "resources", call.cib(), call.reports());
        }
    }

    private static void requireOnce(List<String> ids, String action, Reports reports) {
        Set<String> seen = new LinkedHashSet<>();
        Set<String> twice = new TreeSet<>();
        for (String id : ids) {
            if (!seen.add(id)) {
                twice.add(id);
            }
        }
        if (!twice.isEmpty()) {
            reports.error(
                    "Ids to %s must be unique, duplicate ids: %s"
                            .formatted(action, Phrase.list(twice)));
        }
    }

    private static PcsAnswer config(Call call) {
        call.options().only("-f", "--output-format");
        List<Element> tags = new ArrayList<>();
        if (call.words().isEmpty()) {
            tags.addAll(call.cib().section(SECTION).children(TAG));
        }
        for (String id : call.words()) {
            find(id, call).ifPresent(tags::add);
        }
        call.reports().stopOnErrors();
        if (call.options().outputFormat("text", "json").equals("json")) {
            Map<String, List<String>> json = new LinkedHashMap<>();
            tags.forEach(tag -> json.put(tag.id(), members(tag)));
            return call.printed(Json.text(json) + "\n");
        }
        if (tags.isEmpty()) {
            call.reports().note(" No tags defined");
            return call.printed("");
        }
        return call.printed(String.join("\n", lines(tags)) + "\n");
    }

    /** Tags and what they name. */
    static List<String> lines(List<Element> tags) {
        List<String> lines = new ArrayList<>();
        for (Element tag : tags) {
            lines.add(tag.id());
            members(tag).forEach(member -> lines.add("  " + member));
        }
        return lines;
    }

    private static List<String> members(Element tag) {
        return tag.children(REFERENCE).stream().map(Element::id).toList();
    }

    private static Optional<Element> find(String id, Call call) {
        return Elements.find(id, Set.of(TAG), SECTION, call.cib(), call.reports());
    }

    /** {@code delete TAG...}; one that a constraint names stays. */
    private static PcsAnswer delete(Call call) {
        call.options().only("-f");
        call.expectWords(1, Integer.MAX_VALUE);
        for (String id : call.words()) {
            List<String> constraints = ConstraintCommands.references(id, call.cib());
            if (!constraints.isEmpty()) {
                call.reports()
                        .error(
                                "Tag '%s' cannot be removed because it is referenced in %s %s"
                                        .formatted(
                                                id,
                                                Phrase.plural(constraints, "constraint"),
                                                Phrase.list(constraints)));
            }
        }
        call.words().forEach(id -> find(id, call));
        call.reports().stopOnErrors();
        call.cib()
                .changeSection(
                        SECTION,
                        section -> section.withoutChildren(tag -> call.words().contains(tag.id())));
        return call.done();
    }

    /** {@code update TAG [add ID... [--after ID | --before ID]] [remove ID...]}. */
    private static PcsAnswer update(Call call) {
        call.options().only("-f", "--after", "--before");
        call.expectWords(1, Integer.MAX_VALUE);
        TagUpdate update = TagUpdate.parse(call);
        Optional<Element> tag = find(call.word(0), call);
        update.check(call.word(0), tag.map(TagCommands::members), call);
        call.reports().stopOnErrors();
        List<String> members = update.applied(members(tag.orElseThrow()));
        call.cib()
                .changeSection(
                        SECTION,
                        section ->
                                section.withChildren(
                                        section.children().stream()
                                                .map(one -> changed(one, call.word(0), members))
                                                .filter(one -> !one.children().isEmpty())
                                                .toList()));
        return call.done();
    }

    private static Element changed(Element tag, String id, List<String> members) {
        return tag.id().equals(id)
                ? tag.withChildren(members.stream().map(TagCommands::reference).toList())
                : tag;
    }

    /** Refuses what a tag cannot name. */
    static void requireAddable(List<String> ids, Call call) {
        requireOnce(ids, "add", call.reports());
        requireResources(List.copyOf(new LinkedHashSet<>(ids)), call);
    }

    /** Refuses what is to go twice. */
    static void requireRemovable(List<String> ids, Call call) {
        requireOnce(ids, "remove", call.reports());
    }
}
