package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Location constraints as pcs tells them, by resource or by node. */
final class LocationText {

    private final boolean ids;
    private final boolean showExpired;
    private final boolean checkExpired;
    private final OffsetDateTime now;
    private final List<Element> locations;

    /** What constraints are about: patterns first, then by name. */
    private record Subject(boolean pattern, String value) {

        static final Comparator<Subject> ORDER =
                Comparator.comparing((Subject subject) -> !subject.pattern)
                        .thenComparing(Subject::value);

        static Subject of(Element location) {
            String pattern = location.attribute("rsc-pattern");
            return pattern == null
                    ? new Subject(false, location.attribute("rsc", ""))
                    : new Subject(true, pattern);
        }

        String label() {
            return (pattern ? "Resource pattern: " : "Resource: ") + value;
        }
    }

    private LocationText(
            CibEdit cib,
            OffsetDateTime now,
            boolean ids,
            boolean showExpired,
            boolean checkExpired) {
        this.locations = cib.section("constraints").children("rsc_location");
        this.now = now;
        this.ids = ids;
        this.showExpired = showExpired;
        this.checkExpired = checkExpired;
    }

    /** {@code constraint location config [resources|nodes [NAME...]]}. */
    static PcsAnswer config(Call call) {
        call.options().only("-f", "--full", "--all");
        return call.printed(String.join("\n", lines(call)) + "\n");
    }

    /** The lines of that command. */
    static List<String> lines(Call call) {
        LocationText text =
                new LocationText(
                        call.cib(),
                        call.request().now(),
                        call.options().has("--full"),
                        call.options().has("--all"),
                        true);
        boolean byNode = !call.words().isEmpty() && call.word(0).equals("nodes");
        List<String> names = call.words().isEmpty() ? List.of() : call.from(1).words();
        List<String> lines = new ArrayList<>();
        lines.add("Location Constraints:");
        lines.addAll(byNode ? text.byNode(names) : text.byResource(names));
        return lines;
    }

    /** All, whether their time is over or not, with ids: as the whole configuration shows them. */
    static List<String> everything(CibEdit cib, OffsetDateTime now) {
        List<String> lines = new ArrayList<>();
        lines.add("Location Constraints:");
        lines.addAll(new LocationText(cib, now, true, true, false).byResource(List.of()));
        return lines;
    }

    private List<String> byResource(List<String> words) {
        Set<Subject> wanted = new TreeSet<>(Subject.ORDER);
        for (String word : words) {
            TypedWord typed = TypedWord.parse(word, Set.of("resource", "regexp"), "resource");
            wanted.add(new Subject(typed.type().equals("regexp"), typed.value()));
        }
        List<String> lines = new ArrayList<>();
        grouped()
                .forEach(
                        (subject, about) -> {
                            if (wanted.isEmpty() || wanted.contains(subject)) {
                                lines.addAll(resource(subject, about));
                            }
                        });
        return lines;
    }

    private Map<Subject, List<Element>> grouped() {
        Map<Subject, List<Element>> grouped = new TreeMap<>(Subject.ORDER);
        for (Element location : locations) {
            grouped.computeIfAbsent(Subject.of(location), any -> new ArrayList<>()).add(location);
        }
        return grouped;
    }

    private List<String> resource(Subject subject, List<Element> about) {
        List<String> lines = new ArrayList<>();
        for (boolean allowed : new boolean[] {true, false}) {
            List<String> nodes = new ArrayList<>();
            for (Element location : about) {
                if (isAllowed(location) == allowed && !node(location).isEmpty()) {
                    nodes.add(entry("Node: " + node(location), location));
                }
            }
            if (!nodes.isEmpty()) {
                lines.add(allowed ? "    Enabled on:" : "    Disabled on:");
                lines.addAll(nodes);
            }
        }
        lines.addAll(rules(about));
        if (lines.size() < 2) {
            return List.of();
        }
        lines.addFirst("  " + subject.label());
        return lines;
    }

    private List<String> byNode(List<String> wanted) {
        Set<String> nodes = new TreeSet<>();
        locations.forEach(location -> nodes.add(node(location)));
        List<String> lines = new ArrayList<>();
        for (String node : nodes) {
            if (!wanted.isEmpty() && !wanted.contains(node)) {
                continue;
            }
            lines.add("  Node: " + node);
            for (boolean allowed : new boolean[] {true, false}) {
                List<String> resources = new ArrayList<>();
                for (Element location : locations) {
                    if (isAllowed(location) == allowed && node(location).equals(node)) {
                        resources.add(entry(Subject.of(location).label(), location));
                    }
                }
                if (!resources.isEmpty()) {
                    lines.add(allowed ? "    Allowed to run:" : "    Not allowed to run:");
                    lines.addAll(resources);
                }
            }
        }
        grouped()
                .forEach(
                        (subject, about) -> {
                            if (about.stream().anyMatch(one -> one.child("rule").isPresent())) {
                                lines.add("  " + subject.label());
                                lines.addAll(rules(about));
                            }
                        });
        return lines;
    }

    private String entry(String label, Element location) {
        StringBuilder line = new StringBuilder("      ").append(label);
        line.append(" (score:").append(score(location)).append(')');
        String role = Roles.primary(Roles.capitalized(location.attribute("role", "")));
        if (!role.isEmpty()) {
            line.append(" (role:").append(role).append(')');
        }
        String discovery = location.attribute("resource-discovery", "");
        if (!discovery.isEmpty()) {
            line.append(" (resource-discovery=").append(discovery).append(')');
        }
        if (ids) {
            line.append(" (id:").append(location.id()).append(')');
        }
        return line.toString();
    }

    /** The constraints with rules, by id. */
    private List<String> rules(List<Element> about) {
        Map<String, Element> byId = new TreeMap<>();
        for (Element location : about) {
            if (location.child("rule").isPresent()) {
                byId.put(location.id(), location);
            }
        }
        List<String> lines = new ArrayList<>();
        byId.values().forEach(location -> lines.addAll(rulesOf(location)));
        return lines;
    }

    private List<String> rulesOf(Element location) {
        Map<Element, Boolean> expired = new LinkedHashMap<>();
        for (Element rule : location.children("rule")) {
            expired.put(rule, checkExpired && RuleTime.isOver(rule, now));
        }
        boolean allExpired = checkExpired && !expired.containsValue(false);
        if (allExpired && !showExpired) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        String discovery = location.attribute("resource-discovery", "");
        lines.add(
                "    Constraint"
                        + (allExpired ? " (expired)" : "")
                        + ": "
                        + location.id()
                        + (discovery.isEmpty() ? "" : " (resource-discovery=" + discovery + ")"));
        expired.forEach(
                (rule, over) -> lines.addAll(RuleText.lines(rule, ids, over && showExpired, 6)));
        return lines;
    }

    private static String node(Element location) {
        return location.attribute("node", "");
    }

    private static String score(Element location) {
        String score = location.attribute("score", "");
        return score.isEmpty() ? "0" : score;
    }

    private static boolean isAllowed(Element location) {
        return Scores.allows(score(location));
    }
}
