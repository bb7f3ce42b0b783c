package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/** Constraints between resources, and on tickets, as pcs tells them: one a line. */
final class ConstraintText {

    static final String DUPLICATE =
            "duplicate constraint already exists, use --force to override\n";

    private static final Set<String> TRUE = Set.of("true", "on", "yes", "y", "1");
    private static final Set<String> ORDER_TOLD =
            Set.of(
                    "first",
                    "then",
                    "first-action",
                    "then-action",
                    "id",
                    "score",
                    "kind",
                    "symmetrical");
    private static final String SETS = "resource_set";

    private ConstraintText() {}

    /** All constraints of a kind under their heading. */
    static List<String> section(String heading, String name, boolean ids, CibEdit cib) {
        List<String> lines = new ArrayList<>();
        lines.add(heading);
        List<String> withSets = new ArrayList<>();
        for (Element constraint : cib.section("constraints").children(name)) {
            if (isPlain(constraint)) {
                lines.add("  " + line(constraint, ids));
            } else {
                withSets.add("    " + withSets(constraint, ids));
            }
        }
        if (!withSets.isEmpty()) {
            lines.add("  Resource Sets:");
            lines.addAll(withSets);
        }
        return lines;
    }

    /** Whether a constraint names its resources itself, not in sets. */
    static boolean isPlain(Element constraint) {
        return constraint.attribute(constraint.is("rsc_order") ? "first" : "rsc") != null;
    }

    /** One constraint, of any of these kinds. */
    static String line(Element constraint, boolean ids) {
        if (!isPlain(constraint)) {
            return withSets(constraint, ids);
        }
        return switch (constraint.name()) {
            case "rsc_order" -> order(constraint, ids);
            case "rsc_colocation" -> colocation(constraint, ids);
            default -> ticket(constraint, ids);
        };
    }

    private static String order(Element order, boolean ids) {
        List<String> words = new ArrayList<>();
        words.add(order.attribute("first-action", ""));
        words.add(order.attribute("first", ""));
        words.add("then");
        words.add(order.attribute("then-action", ""));
        words.add(order.attribute("then", ""));
        String kind = order.attribute("kind", "");
        String score = order.attribute("score", "");
        if (kind.isEmpty() && !score.isEmpty()) {
            words.add("(score:" + score + ")");
        } else {
            words.add("(kind:" + (kind.isEmpty() ? "Mandatory" : kind) + ")");
        }
        String symmetrical = order.attribute("symmetrical");
        if (symmetrical != null && !TRUE.contains(symmetrical.toLowerCase(Locale.ROOT))) {
            words.add("(non-symmetrical)");
        }
        List<String> options = new ArrayList<>();
        order.attributes()
                .forEach(
                        (name, value) -> {
                            if (!ORDER_TOLD.contains(name)) {
                                options.add(name + "=" + value);
                            }
                        });
        if (!options.isEmpty()) {
            words.add("(Options: " + String.join(" ", options) + ")");
        }
        if (ids) {
            words.add("(id:" + order.id() + ")");
        }
        words.removeIf(String::isEmpty);
        return String.join(" ", words);
    }

    private static String colocation(Element colocation, boolean ids) {
        StringBuilder line = new StringBuilder();
        line.append(colocation.attribute("rsc", ""))
                .append(" with ")
                .append(colocation.attribute("with-rsc", ""))
                .append(" (score:")
                .append(colocation.attribute("score", ""))
                .append(')');
        new TreeMap<>(colocation.attributes())
                .forEach(
                        (name, value) -> {
                            if (!Set.of("rsc", "with-rsc", "id", "score").contains(name)) {
                                line.append(" (").append(name).append(':');
                                line.append(told(name, value)).append(')');
                            }
                        });
        if (ids) {
            line.append(" (id:").append(colocation.id()).append(')');
        }
        return line.toString();
    }

    private static String ticket(Element ticket, boolean ids) {
        List<String> words = new ArrayList<>();
        words.add(Roles.primary(ticket.attribute("rsc-role", "")));
        words.add(ticket.attribute("rsc", ""));
        words.addAll(options(ticket.without("rsc").without("rsc-role"), ids));
        words.removeIf(String::isEmpty);
        return String.join(" ", words);
    }

    private static String withSets(Element constraint, boolean ids) {
        List<String> words = new ArrayList<>();
        for (Element set : constraint.children(SETS)) {
            words.add("set");
            set.children("resource_ref").forEach(reference -> words.add(reference.id()));
            words.addAll(options(set, ids));
        }
        List<String> own = options(constraint, false);
        if (!own.isEmpty()) {
            words.add("setoptions");
            words.addAll(own);
        }
        if (ids) {
            words.add("(id:" + constraint.id() + ")");
        }
        return String.join(" ", words);
    }

    /** Roles by their names of today. */
    private static String told(String name, String value) {
        return name.endsWith("role") ? Roles.primary(value) : value;
    }

    /** The attributes as {@code name=value}, sorted; the id behind them. */
    private static List<String> options(Element element, boolean ids) {
        List<String> words = new ArrayList<>();
        new TreeMap<>(element.attributes())
                .forEach(
                        (name, value) -> {
                            if (!name.equals("id")) {
                                words.add(name + "=" + told(name, value));
                            }
                        });
        if (ids) {
            words.add("(id:" + element.id() + ")");
        }
        return words;
    }
}
