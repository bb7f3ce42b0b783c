package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules in location constraints, and {@code pcs constraint rule}. */
final class LocationRules {

    private static final String SCORE = "score";
    private static final String SCORE_ATTRIBUTE = "score-attribute";
    private static final Set<String> ROLES = Set.of("Promoted", "Unpromoted", "Master", "Slave");

    private LocationRules() {}

    /** {@code rule add|delete|remove}. */
    static PcsAnswer run(Call call) {
        call.expectWords(2, Integer.MAX_VALUE);
        return switch (call.word(0)) {
            case "add" -> add(call.from(1));
            case "delete", "remove" -> delete(call.from(1));
            default -> throw InvalidCommand.usage();
        };
    }

    private static PcsAnswer add(Call call) {
        call.options().only("--force", "-f");
        String id = call.word(0);
        Element location =
                call.cib()
                        .find(id, Set.of("rsc_location"))
                        .orElseThrow(
                                () -> InvalidCommand.because("Unable to find constraint: " + id));
        RuleOptions options = RuleOptions.parse(call.from(1).words(), List.of());
        Element complete = withRule(location, options, call);
        refuseDuplicate(complete, call);
        call.cib().change(id, old -> complete);
        return call.done();
    }

    private static PcsAnswer delete(Call call) {
        call.options().only("-f");
        String id = call.word(0);
        for (Element location : call.cib().section("constraints").children("rsc_location")) {
            boolean here = location.children().stream().anyMatch(rule -> rule.id().equals(id));
            if (here && location.children().size() > 1) {
                call.reports().note("Removing Rule: " + id);
                call.cib().remove(id);
                return call.done();
            }
            if (here) {
                call.reports().note("Removing Constraint: " + location.id());
                call.cib().remove(location.id());
                return call.done();
            }
        }
        throw InvalidCommand.because("unable to find rule with id: " + id);
    }

    /** The constraint with a rule more, which takes the place of its node and score. */
    static Element withRule(Element location, RuleOptions options, Call call) {
        Map<String, String> given = checked(options, call);
        if (options.expression().isEmpty()) {
            throw InvalidCommand.because("no rule expression was specified");
        }
        Element rule = element(location, options, call);
        for (Map.Entry<String, String> option : given.entrySet()) {
            rule = rule.with(option.getKey(), option.getValue());
        }
        return location.withChild(rule).without(SCORE).without("node");
    }

    private static Element element(Element location, RuleOptions options, Call call) {
        String id = options.value("id").isEmpty() ? location.id() + "-rule" : options.value("id");
        try {
            return new RuleElements(call.cib()::newId, Schema.isAtLeast(call.cib(), 3, 5))
                    .rule(RuleParser.parse(options.expression()), id);
        } catch (RuleSyntaxException wrong) {
            throw InvalidCommand.because(
                    "'"
                            + String.join(" ", options.expression())
                            + "' is not a valid rule expression: "
                            + wrong.reason());
        }
    }

    /** The attributes of the rule element. */
    private static Map<String, String> checked(RuleOptions options, Call call) {
        String score = options.value(SCORE);
        String attribute = options.value(SCORE_ATTRIBUTE);
        if (!score.isEmpty() && !attribute.isEmpty()) {
            throw InvalidCommand.because("can not specify both score and score-attribute");
        }
        if (!score.isEmpty() && !Scores.isScore(score)) {
            throw InvalidCommand.because("invalid score'" + score + "'");
        }
        Map<String, String> checked = new LinkedHashMap<>();
        String role = options.value("role");
        if (!role.isEmpty()) {
            checked.put("role", role(role, call));
        }
        String id = options.value("id");
        if (!id.isEmpty()) {
            ConstraintIds.requireNew(id, "rule id", call);
        }
        if (attribute.isEmpty()) {
            checked.put(SCORE, score.isEmpty() ? Scores.INFINITY : score);
        } else {
            checked.put(SCORE_ATTRIBUTE, attribute);
        }
        return checked;
    }

    private static String role(String role, Call call) {
        OldForms.role(role, call);
        String capitalized = Roles.capitalized(role);
        if (!ROLES.contains(capitalized)) {
            throw InvalidCommand.because(
                    "invalid role '" + role + "', use " + Phrase.listOr(ROLES));
        }
        return Roles.forCib(capitalized, Schema.hasRolesOfToday(call.cib()));
    }

    /** Refuses a constraint that says what another one says already, unless forced. */
    static void refuseDuplicate(Element added, Call call) {
        if (call.options().force()) {
            return;
        }
        List<String> rules = normalized(added);
        List<String> found = new ArrayList<>();
        for (Element other : call.cib().section("constraints").children("rsc_location")) {
            boolean same =
                    !other.children("rule").isEmpty()
                            && !other.id().equals(added.id())
                            && other.attribute("rsc", "").equals(added.attribute("rsc", ""))
                            && other.attribute("rsc-pattern", "")
                                    .equals(added.attribute("rsc-pattern", ""))
                            && normalized(other).equals(rules);
            if (same) {
                found.add("  Constraint: " + other.id());
                other.children("rule")
                        .forEach(rule -> found.addAll(RuleText.lines(rule, true, false, 4)));
            }
        }
        if (!found.isEmpty()) {
            throw InvalidCommand.because(ConstraintText.DUPLICATE + String.join("\n", found));
        }
    }

    private static List<String> normalized(Element location) {
        List<String> rules = new ArrayList<>();
        location.children("rule").forEach(rule -> rules.add(RuleText.normalized(rule)));
        return rules;
    }
}
