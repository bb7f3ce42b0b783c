package io.aplomb.cluster.rules;

import io.aplomb.model.cib.Element;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Whether a rule holds. References to rules are resolved before: {@link References}.
 *
 * <p>Source: Pacemaker Explained, "Rules"; schema rules.rng of 2.1.5.
 */
public final class Rules {

    /** Roles in the order in which a rule compares them. */
    private enum Role {
        UNKNOWN,
        STOPPED,
        STARTED,
        UNPROMOTED,
        PROMOTED;

        static Role of(@Nullable String text) {
            return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
                case "stopped" -> STOPPED;
                case "started" -> STARTED;
                case "unpromoted", "slave" -> UNPROMOTED;
                case "promoted", "master" -> PROMOTED;
                default -> UNKNOWN;
            };
        }
    }

    private Rules() {}

    /**
     * Whether the rules directly in this element allow it: it has none, or one of them holds. More
     * than one stands only in the {@code lifetime} of a constraint.
     */
    public static boolean allow(Element element, RuleInput input) {
        boolean ruled = false;
        for (Element child : element.children()) {
            if (child.is("rule")) {
                ruled = true;
                if (holds(child, input)) {
                    return true;
                }
            }
        }
        return !ruled;
    }

    /**
     * Whether this rule holds: all of its expressions, or one of them where {@code boolean-op} is
     * {@code or}. A rule without expressions holds unless it is an {@code or}.
     */
    public static boolean holds(Element rule, RuleInput input) {
        boolean any = rule.attribute("boolean-op", "and").equalsIgnoreCase("or");
        for (Element expression : rule.children()) {
            if (expressionHolds(expression, input) == any) {
                return any;
            }
        }
        return !any;
    }

    private static boolean expressionHolds(Element expression, RuleInput input) {
        return switch (expression.name()) {
            case "rule" -> holds(expression, input);
            case "expression" ->
                    expression.attribute("attribute", "").equals("#role")
                            ? roleHolds(expression, input)
                            : AttributeExpressions.holds(expression, input);
            case "date_expression" -> DateExpressions.holds(expression, input);
            case "rsc_expression" -> resourceHolds(expression, input);
            case "op_expression" -> operationHolds(expression, input);
            default -> false;
        };
    }

    /** {@code defined} means a role that only promotable clones have. */
    private static boolean roleHolds(Element expression, RuleInput input) {
        Role role = Role.of(input.role());
        if (role == Role.UNKNOWN) {
            return false;
        }
        boolean promotable = role.compareTo(Role.STARTED) > 0;
        Role wanted = Role.of(expression.attribute("value"));
        return switch (expression.attribute("operation", "").toLowerCase(Locale.ROOT)) {
            case "defined" -> promotable;
            case "not_defined" -> !promotable;
            case "eq" -> role == wanted;
            case "ne" -> promotable && role != wanted;
            default -> false;
        };
    }

    /** A class or type that is not named may be any, but a provider that is not named is none. */
    private static boolean resourceHolds(Element expression, RuleInput input) {
        RuleInput.Agent agent = input.agent();
        if (agent == null) {
            return false;
        }
        String standard = expression.attribute("class");
        String type = expression.attribute("type");
        return (standard == null || standard.equals(agent.standard()))
                && Objects.equals(expression.attribute("provider"), agent.provider())
                && (type == null || type.equals(agent.type()));
    }

    private static boolean operationHolds(Element expression, RuleInput input) {
        RuleInput.Operation operation = input.operation();
        if (operation == null) {
            return false;
        }
        String written = expression.attribute("interval");
        OptionalLong intervalMs = Intervals.parse(written);
        return intervalMs.isPresent()
                && (written == null || intervalMs.getAsLong() == operation.intervalMs())
                && Objects.equals(expression.attribute("name"), operation.name());
    }
}
