package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code pcs constraint colocation}. */
final class ColocationCommands {

    static final String HEADING = "Colocation Constraints:";
    static final String NAME = "rsc_colocation";

    private static final String WITH = "with";
    private static final String STARTED = "Started";
    private static final Set<String> OPTIONS =
            Set.of(
                    "id",
                    "score",
                    "influence",
                    "node-attribute",
                    "rsc-instance",
                    "with-rsc-instance",
                    "rsc-role",
                    "with-rsc-role");

    private ColocationCommands() {}

    static Router router() {
        return new Router(
                "constraint colocation",
                Map.of(
                        "add", ColocationCommands::add,
                        "delete", ColocationCommands::delete,
                        "remove", ColocationCommands::delete,
                        "set", ColocationCommands::set,
                        "config", call -> Constraints.config(call, HEADING, NAME),
                        "show",
                                call -> {
                                    OldForms.command("constraint colocation config", call);
                                    return Constraints.config(call, HEADING, NAME);
                                }),
                "config");
    }

    /** One of the two resources; an empty role where none was given. */
    private record Side(String role, String resource) {}

    /** {@code [ROLE] A with [ROLE] B [SCORE] [OPTIONS]}, and without {@code with} as in pcs 0.9. */
    private static PcsAnswer add(Call call) {
        call.options().only("-f", "--force");
        List<String> words = new ArrayList<>(call.words());
        Side first;
        if (words.contains(WITH)) {
            call.expectWords(3, Integer.MAX_VALUE);
            first = before(words, call);
        } else {
            call.expectWords(2, Integer.MAX_VALUE);
            first = side(words, call);
            call.reports()
                    .deprecation(
                            "The form without 'with' is that of pcs 0.9, read as '%s with %s'."
                                    .formatted(first.resource(), String.join(" ", words)));
        }
        if (words.contains(WITH)) {
            throw InvalidCommand.usageBecause(
                    "Multiple 'with's cannot be specified.",
                    "Use the 'pcs constraint colocation set' command if you want to create a"
                            + " constraint for more than two resources.");
        }
        Side second = side(words, call);
        return add(first, second, words, call);
    }

    /** Takes what stands before {@code with}, and that word, from the front. */
    private static Side before(List<String> words, Call call) {
        boolean withRole = words.get(2).equals(WITH);
        if (!withRole && !words.get(1).equals(WITH)) {
            throw InvalidCommand.usage();
        }
        String role = withRole ? role(words.removeFirst(), call) : "";
        Side side = new Side(role, words.removeFirst());
        words.removeFirst();
        return side;
    }

    /** Takes a resource, and its role where there is one, from the front. */
    private static Side side(List<String> words, Call call) {
        if (words.isEmpty()) {
            throw InvalidCommand.usage();
        }
        boolean noRole =
                words.size() == 1
                        || Scores.isScore(words.get(1))
                        || words.get(1).contains("=")
                        || (!call.words().contains(WITH) && isResource(words.getFirst(), call));
        String role = noRole ? "" : role(words.removeFirst(), call);
        return new Side(role, words.removeFirst());
    }

    private static boolean isResource(String word, Call call) {
        return !Roles.ALL.contains(Roles.capitalized(word)) || call.cib().exists(word);
    }

    private static String role(String word, Call call) {
        String role = Roles.capitalized(word);
        if (!Roles.ALL.contains(role)) {
            throw InvalidCommand.because(
                    "invalid role value '%s', allowed values are: %s"
                            .formatted(word, Phrase.list(Roles.ALL)));
        }
        OldForms.role(word, call);
        return Roles.forCib(role, Schema.hasRolesOfToday(call.cib()));
    }

    private static PcsAnswer add(Side first, Side second, List<String> rest, Call call) {
        List<String> words = new ArrayList<>(rest);
        String score =
                words.isEmpty() || words.getFirst().contains("=")
                        ? Scores.INFINITY
                        : words.removeFirst();
        Map<String, String> options = new LinkedHashMap<>();
        for (String word : words) {
            Map.Entry<String, String> option = Constraints.option(word);
            options.put(option.getKey(), option.getValue());
        }
        ConstraintTargets.require(first.resource(), call);
        ConstraintTargets.require(second.resource(), call);
        if (options.containsKey("id")) {
            ConstraintIds.requireNew(options.get("id"), "constraint id", call);
        }
        Constraints.requireOptions(options.keySet(), new TreeSet<>(OPTIONS));
        Scores.require(options.getOrDefault("score", score));
        options.computeIfAbsent(
                "id",
                missing ->
                        call.cib()
                                .newId(
                                        "colocation-%s-%s-%s"
                                                .formatted(
                                                        first.resource(),
                                                        second.resource(),
                                                        score)));
        Element colocation =
                roles(first, second).with("score", score).withAttributesOf(Element.of("", options));
        Constraints.refuseDuplicates(colocation, other -> sense(other, call), call);
        call.cib().add("constraints", colocation);
        return call.done();
    }

    private static Element roles(Side first, Side second) {
        Element colocation =
                Element.of(NAME, Map.of())
                        .with("rsc", first.resource())
                        .with("with-rsc", second.resource());
        if (first.role().isEmpty() && second.role().isEmpty()) {
            return colocation;
        }
        return colocation
                .with("rsc-role", first.role().isEmpty() ? STARTED : first.role())
                .with("with-rsc-role", second.role().isEmpty() ? STARTED : second.role());
    }

    private static List<String> sense(Element colocation, Call call) {
        boolean today = Schema.hasRolesOfToday(call.cib());
        return List.of(
                colocation.attribute("rsc", ""),
                colocation.attribute("with-rsc", ""),
                Roles.forCib(Roles.capitalized(colocation.attribute("rsc-role", STARTED)), today),
                Roles.forCib(
                        Roles.capitalized(colocation.attribute("with-rsc-role", STARTED)), today));
    }

    /** Takes away what keeps two resources together or apart, whichever was named first. */
    private static PcsAnswer delete(Call call) {
        call.options().only("-f");
        call.expectWords(2, Integer.MAX_VALUE);
        Element before = call.cib().section("constraints");
        call.cib()
                .changeSection(
                        "constraints",
                        section ->
                                section.withoutChildren(
                                        one ->
                                                one.is(NAME)
                                                        && one.attribute("rsc") != null
                                                        && isBetween(
                                                                one, call.word(0), call.word(1))));
        if (before.equals(call.cib().section("constraints"))) {
            throw InvalidCommand.because("No matching resources found in ordering list");
        }
        return call.done();
    }

    private static boolean isBetween(Element colocation, String one, String other) {
        String rsc = colocation.attribute("rsc", "");
        String with = colocation.attribute("with-rsc", "");
        return (rsc.equals(one) && with.equals(other)) || (rsc.equals(other) && with.equals(one));
    }

    private static PcsAnswer set(Call call) {
        call.options().only("-f", "--force");
        ConstraintSets sets = ConstraintSets.parse(call);
        Map<String, String> options = sets.options(Set.of("score"), "colocation", call);
        Scores.require(options.computeIfAbsent("score", missing -> Scores.INFINITY));
        return sets.add(NAME, options, call);
    }
}
