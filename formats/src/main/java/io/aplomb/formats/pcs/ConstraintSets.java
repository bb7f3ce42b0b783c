package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sets of resources: {@code A B [OPTIONS] [set C ... [OPTIONS]] [setoptions OPTIONS]}.
 *
 * @param sets at least one, none empty
 * @param constraintOptions behind {@code setoptions}
 */
record ConstraintSets(List<ResourceSet> sets, Map<String, String> constraintOptions) {

    private static final String ROLE = "role";
    private static final Set<String> BOOLEANS = Set.of("true", "false");

    /** Pacemaker's schema has all of them for each kind of constraint. */
    private static final Map<String, Set<String>> OPTIONS =
            Map.of(
                    "action",
                    Set.of("start", "stop", "promote", "demote"),
                    "require-all",
                    BOOLEANS,
                    ROLE,
                    Set.copyOf(Roles.ALL),
                    "sequential",
                    BOOLEANS);

    /** One set. */
    record ResourceSet(List<String> resources, Map<String, String> options) {}

    /** Takes the words behind {@code set} apart. */
    static ConstraintSets parse(Call call) {
        List<List<String>> parts = split(call.words(), "setoptions");
        if (parts.size() > 2) {
            throw InvalidCommand.because("Keyword 'setoptions' may be mentioned at most once");
        }
        if (parts.getFirst().isEmpty()) {
            throw InvalidCommand.usage();
        }
        List<ResourceSet> sets = new ArrayList<>();
        for (List<String> words : split(parts.getFirst(), "set")) {
            List<String> resources = words.stream().filter(word -> word.indexOf('=') < 0).toList();
            List<String> options = words.stream().filter(word -> word.indexOf('=') >= 0).toList();
            sets.add(new ResourceSet(resources, Words.pairs(options)));
        }
        if (sets.stream().anyMatch(set -> set.resources().isEmpty())) {
            throw InvalidCommand.usage();
        }
        return new ConstraintSets(sets, parts.size() < 2 ? Map.of() : Words.pairs(parts.getLast()));
    }

    private static List<List<String>> split(List<String> words, String separator) {
        List<List<String>> parts = new ArrayList<>();
        parts.add(new ArrayList<>());
        for (String word : words) {
            if (word.equals(separator)) {
                parts.add(new ArrayList<>());
            } else {
                parts.getLast().add(word);
            }
        }
        return parts;
    }

    /**
     * The options of the constraint, with an id.
     *
     * @param allowed besides the id
     * @param kind of constraint, for the id
     */
    Map<String, String> options(Set<String> allowed, String kind, Call call) {
        Set<String> names = new TreeSet<>(allowed);
        names.add("id");
        Constraints.requireOptions(constraintOptions.keySet(), names);
        Map<String, String> options = new LinkedHashMap<>(constraintOptions);
        if (options.containsKey("id")) {
            ConstraintIds.requireNewInSet(options.get("id"), call);
        } else {
            options.put("id", call.cib().newId(ConstraintIds.proposedForSets(kind, resources())));
        }
        return options;
    }

    private List<String> resources() {
        List<String> resources = new ArrayList<>();
        sets.forEach(set -> resources.addAll(set.resources()));
        return resources;
    }

    /** Adds the constraint. */
    PcsAnswer add(String name, Map<String, String> options, Call call) {
        Element constraint = Element.of(name, options);
        for (ResourceSet set : sets) {
            check(set.options(), call);
            set.resources().forEach(resource -> ConstraintTargets.requireInSet(resource, call));
        }
        if (name.equals(OrderCommands.NAME)) {
            ConstraintTargets.requireNotInOneGroup(resources(), call.cib());
        }
        for (ResourceSet set : sets) {
            constraint = constraint.withChild(element(set, constraint.id(), call));
        }
        List<List<String>> members = members(constraint);
        Element added = constraint;
        Constraints.reportDuplicates(
                added,
                other ->
                        members(other).equals(members)
                                && other.attribute("ticket", "")
                                        .equals(added.attribute("ticket", "")),
                call);
        call.cib().add("constraints", added);
        return call.done();
    }

    private static void check(Map<String, String> options, Call call) {
        Reports reports = call.reports();
        List<String> unknown = OptionChecks.unknown(options.keySet(), OPTIONS.keySet());
        if (!unknown.isEmpty()) {
            reports.error(OptionChecks.invalidNames(unknown, OPTIONS.keySet(), "set"));
        }
        for (String name : new TreeSet<>(OPTIONS.keySet())) {
            OptionChecks.oneOf(name, options, OPTIONS.getOrDefault(name, Set.of()), reports);
        }
        String role = options.getOrDefault(ROLE, "");
        if (Roles.isLegacy(role)) {
            reports.deprecation(
                    ("Value '%s' of option role is deprecated and should not be used, use '%s'"
                                    + " value instead")
                            .formatted(role, Roles.primary(role)));
        }
        reports.stopOnErrors();
    }

    private static Element element(ResourceSet set, String constraintId, Call call) {
        Map<String, String> attributes = new LinkedHashMap<>(set.options());
        attributes.computeIfPresent(
                ROLE, (name, role) -> Roles.forCib(role, Schema.hasRolesOfToday(call.cib())));
        attributes.put("id", call.cib().newId(constraintId + "_set"));
        List<Element> references = new ArrayList<>();
        for (String resource : set.resources()) {
            references.add(Element.of("resource_ref", Map.of("id", resource)));
        }
        return new Element("resource_set", attributes, references, 0);
    }

    private static List<List<String>> members(Element constraint) {
        List<List<String>> members = new ArrayList<>();
        for (Element set : constraint.children("resource_set")) {
            members.add(set.children("resource_ref").stream().map(Element::id).toList());
        }
        return members;
    }
}
