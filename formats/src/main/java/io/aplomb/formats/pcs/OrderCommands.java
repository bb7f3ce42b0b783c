package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code pcs constraint order}. */
final class OrderCommands implements CommandSet {

    static final String HEADING = "Ordering Constraints:";
    static final String NAME = "rsc_order";

    private static final String START = "start";
    private static final Set<String> ACTIONS = Set.of(START, "stop", "promote", "demote");
    private static final String KIND = "kind";
    private static final Set<String> KINDS = Set.of("Optional", "Mandatory", "Serialize");
    private static final String SYMMETRICAL = "symmetrical";
    private static final List<String> BOOLEANS = List.of("true", "false");
    private static final Set<String> OPTIONS =
            Set.of(
                    "id",
                    KIND,
                    "score",
                    SYMMETRICAL,
                    "require-all",
                    "first-action",
                    "then-action",
                    "first-instance",
                    "then-instance");

    @Override
    public PcsAnswer run(Call call) {
        String word = call.words().isEmpty() ? "config" : call.word(0);
        Call rest = call.words().isEmpty() ? call : call.from(1);
        return switch (word) {
            case "config" -> Constraints.config(rest, HEADING, NAME);
            case "show" -> {
                OldForms.command("constraint order config", call);
                yield Constraints.config(rest, HEADING, NAME);
            }
            case "set" -> set(rest);
            case "delete", "remove" -> delete(rest);
            default -> add(call);
        };
    }

    /** {@code [ACTION] FIRST then [ACTION] THEN [OPTIONS]}. */
    private static PcsAnswer add(Call call) {
        call.options().only("-f", "--force");
        call.expectWords(3, Integer.MAX_VALUE);
        int next = 0;
        String firstAction = START;
        if (ACTIONS.contains(call.word(0))) {
            firstAction = call.word(next++);
        }
        String first = call.word(next++);
        if (!call.word(next++).equals("then")) {
            throw InvalidCommand.usage();
        }
        String thenAction = START;
        if (ACTIONS.contains(call.word(next))) {
            thenAction = call.word(next++);
        }
        String then = call.word(next++);
        List<String> options = new ArrayList<>(call.from(next).words());
        if (options.contains("then")) {
            throw InvalidCommand.usageBecause(
                    "Multiple 'then's cannot be specified.",
                    "Use the 'pcs constraint order set' command if you want to create a constraint"
                            + " for more than two resources.");
        }
        options.add("first-action=" + firstAction);
        options.add("then-action=" + thenAction);
        ConstraintTargets.require(first, call);
        ConstraintTargets.require(then, call);
        ConstraintTargets.requireNotInOneGroup(List.of(first, then), call.cib());
        return add(first, then, attributes(options, call), call);
    }

    private static PcsAnswer add(
            String first, String then, Map<String, String> attributes, Call call) {
        String kind = attributes.getOrDefault(KIND, "Mandatory");
        String score = attributes.get("score");
        Map<String, String> complete = new LinkedHashMap<>(attributes);
        complete.computeIfAbsent(
                "id",
                missing ->
                        call.cib()
                                .newId(
                                        "order-%s-%s-%s"
                                                .formatted(first, then, suffix(attributes))));
        Element order =
                Element.of(NAME, Map.of())
                        .with("first", first)
                        .with("then", then)
                        .withAttributesOf(Element.of("", complete));
        Constraints.refuseDuplicates(order, OrderCommands::sense, call);
        call.reports()
                .note(
                        "Adding %s %s (%s)%s"
                                .formatted(
                                        first,
                                        then,
                                        score == null ? "kind: " + kind : "score: " + score,
                                        options(attributes)));
        call.cib().add("constraints", order);
        return call.done();
    }

    private static String suffix(Map<String, String> attributes) {
        String score = attributes.get("score");
        return score == null ? attributes.getOrDefault(KIND, "mandatory") : score;
    }

    private static String options(Map<String, String> attributes) {
        List<String> told = new ArrayList<>();
        attributes.forEach(
                (name, value) -> {
                    if (!name.equals(KIND) && !name.equals("score")) {
                        told.add(name + "=" + value);
                    }
                });
        return told.isEmpty() ? "" : " (Options: " + String.join(" ", told) + ")";
    }

    /** What follows the resources; whether it is symmetrical stands at the end. */
    private static Map<String, String> attributes(List<String> words, Call call) {
        Map<String, String> attributes = new LinkedHashMap<>();
        String symmetrical = "";
        for (String word : words) {
            if (word.equals(SYMMETRICAL) || word.equals("nonsymmetrical")) {
                symmetrical = word.equals(SYMMETRICAL) ? "true" : "false";
                continue;
            }
            Map.Entry<String, String> option = Constraints.option(word);
            if (option.getKey().equals(SYMMETRICAL)) {
                symmetrical = symmetrical(option.getValue());
                continue;
            }
            if (option.getKey().equals("id")) {
                ConstraintIds.requireNew(option.getValue(), "constraint id", call);
            }
            attributes.put(option.getKey(), option.getValue());
        }
        Constraints.requireOptions(attributes.keySet(), OPTIONS);
        requireValues(attributes);
        if (!symmetrical.isEmpty()) {
            attributes.put(SYMMETRICAL, symmetrical);
        }
        return attributes;
    }

    private static String symmetrical(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (!BOOLEANS.contains(lower)) {
            throw InvalidCommand.because(
                    "invalid symmetrical value '%s', allowed values are: true, false"
                            .formatted(value));
        }
        return lower;
    }

    private static void requireValues(Map<String, String> attributes) {
        Reports found = new Reports(false);
        OptionChecks.oneOf(KIND, attributes, KINDS, found);
        OptionChecks.oneOf("require-all", attributes, Set.copyOf(BOOLEANS), found);
        OptionChecks.oneOf("first-action", attributes, ACTIONS, found);
        OptionChecks.oneOf("then-action", attributes, ACTIONS, found);
        Constraints.stop(found);
        if (attributes.containsKey("score")) {
            Scores.require(attributes.get("score"));
        }
        if (attributes.containsKey("score") && attributes.containsKey(KIND)) {
            throw InvalidCommand.because("only one of 'kind' and 'score' can be used");
        }
    }

    private static List<String> sense(Element order) {
        return List.of(
                order.attribute("first", ""),
                order.attribute("then", ""),
                order.attribute("first-action", START).toLowerCase(Locale.ROOT),
                order.attribute("then-action", START).toLowerCase(Locale.ROOT));
    }

    private static PcsAnswer set(Call call) {
        call.options().only("--force", "-f");
        ConstraintSets sets = ConstraintSets.parse(call);
        Map<String, String> options = sets.options(Set.of(SYMMETRICAL, KIND), "order", call);
        Reports found = new Reports(false);
        if (options.containsKey(KIND)) {
            String kind = Roles.capitalized(options.get(KIND));
            OptionChecks.oneOf(KIND, options.get(KIND), KINDS.contains(kind), KINDS, found);
            options.put(KIND, kind);
        }
        if (options.containsKey(SYMMETRICAL)) {
            String lower = options.get(SYMMETRICAL).toLowerCase(Locale.ROOT);
            OptionChecks.oneOf(
                    SYMMETRICAL,
                    options.get(SYMMETRICAL),
                    BOOLEANS.contains(lower),
                    Set.copyOf(BOOLEANS),
                    found);
            options.put(SYMMETRICAL, lower);
        }
        Constraints.stop(found);
        return sets.add(NAME, options, call);
    }

    /** Takes resources out of all orders, and the orders with them that say nothing more. */
    private static PcsAnswer delete(Call call) {
        call.options().only("-f");
        call.expectWords(1, Integer.MAX_VALUE);
        Element before = call.cib().section("constraints");
        for (String resource : call.words()) {
            call.cib()
                    .changeSection(
                            "constraints",
                            section ->
                                    Constraints.withoutResource(
                                            section,
                                            resource,
                                            order ->
                                                    order.is(NAME)
                                                            && (order.attribute("first", "")
                                                                            .equals(resource)
                                                                    || order.attribute("then", "")
                                                                            .equals(resource)),
                                            order -> order.is(NAME)));
        }
        if (before.equals(call.cib().section("constraints"))) {
            throw InvalidCommand.because("No matching resources found in ordering list");
        }
        return call.done();
    }
}
