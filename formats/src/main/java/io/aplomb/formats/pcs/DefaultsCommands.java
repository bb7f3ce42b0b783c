package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@code pcs resource defaults} and {@code pcs resource op defaults}. */
final class DefaultsCommands implements CommandSet {

    /** As long as a name may be in an id. */
    private static final int MAX_NAME_IN_ID = 20;

    private static final String OVERRIDDEN =
            "Defaults do not apply to resources which override them with their own defined values";

    private final String path;
    private final String section;
    private final Router router;

    private DefaultsCommands(String path, String section) {
        this.path = path;
        this.section = section;
        this.router =
                new Router(
                        path,
                        Map.of(
                                "config", this::show,
                                "update", this::update,
                                "set",
                                        new Router(
                                                path + " set",
                                                Map.of(
                                                        "create", this::create,
                                                        "delete", this::delete,
                                                        "remove", this::delete,
                                                        "update", this::updateSet))),
                        "config");
    }

    static DefaultsCommands ofResources(String path) {
        return new DefaultsCommands(path, "rsc_defaults");
    }

    static DefaultsCommands ofOperations(String path) {
        return new DefaultsCommands(path, "op_defaults");
    }

    @Override
    public PcsAnswer run(Call call) {
        if (!call.words().isEmpty() && call.word(0).contains("=")) { // of pcs 0.9
            call.reports()
                    .deprecation(
                            "This command is deprecated and will be removed. Please use 'pcs "
                                    + path
                                    + " update' instead.");
            return update(call);
        }
        return router.run(call);
    }

    private List<Element> sets(Call call) {
        return call.cib().section(section).children(Pairs.META);
    }

    private PcsAnswer update(Call call) {
        Map<String, String> pairs = Words.pairs(call.words());
        if (pairs.isEmpty()) {
            return call.done();
        }
        List<Element> sets = sets(call);
        if (sets.size() > 1) {
            call.reports()
                    .error(
                            "Several options sets exist, please use the 'pcs "
                                    + path
                                    + " set update' command and specify an option set ID");
            call.reports().stopOnErrors();
        }
        call.reports().warning(OVERRIDDEN);
        CibEdit cib = call.cib();
        if (!sets.isEmpty()) {
            cib.change(sets.getFirst().id(), set -> changed(set, pairs, cib));
        } else if (!pairs.values().stream().allMatch(String::isEmpty)) {
            Element set =
                    Element.of(Pairs.META, Map.of("id", cib.newId(section + "-" + Pairs.META)));
            cib.add(section, changed(set, pairs, cib));
        }
        return call.done();
    }

    /** The set with pairs changed in their order; more than one of a name become one. */
    private static Element changed(Element set, Map<String, String> pairs, CibEdit cib) {
        Element changed = set;
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            changed = changed(changed, pair.getKey(), pair.getValue(), cib);
        }
        return changed;
    }

    private static Element changed(Element set, String name, String value, CibEdit cib) {
        List<Element> children = new ArrayList<>();
        boolean found = false;
        for (Element child : set.children()) {
            boolean same = child.is("nvpair") && name.equals(child.attribute("name"));
            if (!same) {
                children.add(child);
            } else if (!found && !value.isEmpty()) {
                children.add(child.with("value", value));
            }
            found |= same;
        }
        if (!found && !value.isEmpty()) {
            String part = name.substring(0, Math.min(MAX_NAME_IN_ID, name.length()));
            Map<String, String> attributes = new LinkedHashMap<>();
            attributes.put("id", cib.newId(set.id() + "-" + part));
            attributes.put("name", name);
            attributes.put("value", value);
            children.add(Element.of("nvpair", attributes));
        }
        return set.withChildren(children);
    }

    private PcsAnswer create(Call call) {
        call.options().only("-f", "--force");
        Set<String> keywords = Set.of("meta", "rule");
        Words.Groups groups = Words.group(call.words(), keywords).once(keywords);
        Map<String, String> meta = Words.pairs(groups.words("meta"));
        Map<String, String> options = Words.pairs(groups.first());
        Reports reports = call.reports();
        CibEdit cib = call.cib();
        checkOptions(options, call);
        DefaultsRuleElements elements = new DefaultsRuleElements(cib, reports);
        Optional<DefaultsRule.Part> rule =
                groups.words("rule").isEmpty()
                        ? Optional.empty()
                        : Optional.of(DefaultsRule.parse(String.join(" ", groups.words("rule"))));
        rule.ifPresent(part -> elements.check(part, section.equals("op_defaults")));
        reports.stopOnErrors();
        Map<String, String> attributes = new LinkedHashMap<>();
        String id = options.getOrDefault("id", "");
        attributes.put("id", id.isEmpty() ? cib.newId(section + "-" + Pairs.META) : id);
        options.forEach(
                (name, value) -> {
                    if (!value.isEmpty()) {
                        attributes.put(name, value);
                    }
                });
        Element set = Element.of(Pairs.META, attributes);
        if (rule.isPresent()) {
            set = set.withChild(elements.rule(rule.get(), set.id()));
        }
        cib.add(section, changed(set, meta, cib));
        reports.warning(OVERRIDDEN);
        return call.done();
    }

    /** Other options than these are refused by force too: the schema would. */
    private static void checkOptions(Map<String, String> options, Call call) {
        Reports reports = call.reports();
        Validation.unknownNames(options.keySet(), Set.of("id", "score"), "")
                .forEach(
                        text ->
                                reports.error(
                                        call.options().force()
                                                ? text
                                                : text + ", use --force to override"));
        String id = options.get("id");
        if (id != null) {
            Ids.checkNew(id, "id", call.cib(), reports);
        }
        String score = options.get("score");
        if (score != null && !Scores.isScore(score)) {
            reports.error("invalid score '" + score + "', use integer or INFINITY or -INFINITY");
        }
    }

    /** The sets of these ids; reports those that are none. */
    private List<Element> find(List<String> ids, Call call) {
        List<Element> found = new ArrayList<>();
        for (String id : ids) {
            Optional<Element> set =
                    call.cib().section(section).children().stream()
                            .filter(child -> child.id().equals(id))
                            .findFirst();
            if (set.isPresent()) {
                found.add(set.get());
            } else if (call.cib().exists(id)) {
                call.reports().error("'" + id + "' is not an options set");
            } else {
                call.reports().error("options set '" + id + "' does not exist");
            }
        }
        call.reports().stopOnErrors();
        return found;
    }

    private PcsAnswer delete(Call call) {
        call.options().only("-f");
        find(call.words(), call).forEach(set -> call.cib().remove(set.id()));
        return call.done();
    }

    private PcsAnswer updateSet(Call call) {
        call.options().only("-f");
        String id = call.word(0);
        Words.Groups groups =
                Words.group(call.from(1).words(), Set.of("meta")).once(Set.of("meta"));
        if (!groups.first().isEmpty()) {
            throw InvalidCommand.usage();
        }
        Map<String, String> pairs = Words.pairs(groups.words("meta"));
        find(List.of(id), call);
        call.cib().change(id, set -> changed(set, pairs, call.cib()));
        call.reports().warning(OVERRIDDEN);
        return call.done();
    }

    private PcsAnswer show(Call call) {
        call.expectWords(0, 0);
        Options options = call.options();
        options.only("-f", "--all", "--full", "--no-expire-check");
        List<Element> sets = sets(call);
        if (sets.isEmpty()) {
            return call.printed("No defaults set\n");
        }
        List<String> lines = new ArrayList<>();
        for (Element set : sets) {
            boolean over =
                    !options.has("--no-expire-check")
                            && set.child("rule")
                                    .filter(rule -> RuleTime.isOver(rule, call.request().now()))
                                    .isPresent();
            if (!over || options.has("--all")) {
                append(set, over, options.has("--full"), lines);
            }
        }
        return call.printed(lines.isEmpty() ? "\n" : String.join("\n", lines) + "\n");
    }

    /** All sets of a section with ids, whether their time is over or not. */
    static List<String> lines(String section, CibEdit cib) {
        List<String> lines = new ArrayList<>();
        for (Element set : cib.section(section).children(Pairs.META)) {
            append(set, false, true, lines);
        }
        return lines.isEmpty() ? List.of("No defaults set") : lines;
    }

    private static void append(Element set, boolean over, boolean ids, List<String> lines) {
        StringBuilder heading = new StringBuilder("Meta Attrs");
        heading.append(over ? " (expired): " : ": ").append(set.id());
        new TreeMap<>(set.attributes())
                .forEach(
                        (name, value) -> {
                            if (!name.equals("id")) {
                                heading.append(' ').append(PairText.of(name, value));
                            }
                        });
        lines.add(heading.toString());
        PairText.sorted(set).forEach(line -> lines.add("  " + line));
        set.child("rule").ifPresent(rule -> lines.addAll(RuleText.lines(rule, ids, over, 2)));
    }
}
