package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** The operations of a new resource: those given, and the agent's for the rest. */
final class Operations {

    static final String CHECK_LEVEL = "OCF_CHECK_LEVEL";

    static final Set<String> ATTRIBUTES =
            Set.of(
                    "id",
                    "description",
                    "enabled",
                    "interval",
                    "interval-origin",
                    "name",
                    "on-fail",
                    "record-pending",
                    "role",
                    "start-delay",
                    "timeout",
                    CHECK_LEVEL);

    private static final Set<String> ON_FAIL =
            Set.of(
                    "block",
                    "demote",
                    "fence",
                    "ignore",
                    "restart",
                    "restart-container",
                    "standby",
                    "stop");

    private static final Set<String> BOOLEANS = Set.of("0", "1", "true", "false");

    /** What is run once, by hand, or is an old name of another action. */
    private static final Set<String> NOT_BY_DEFAULT = Set.of("meta-data", "status", "validate-all");

    private Operations() {}

    /**
     * Takes the words behind {@code op} apart.
     *
     * @param groups the words behind each {@code op}
     */
    static List<Map<String, String>> parse(List<List<String>> groups) {
        List<List<String>> operations = new ArrayList<>();
        for (List<String> group : groups) {
            if (group.isEmpty()) {
                throw tooShort();
            }
            if (group.getFirst().contains("=")) {
                throw InvalidCommand.because(
                        "When using 'op' you must specify an operation name after 'op'");
            }
            for (String word : group) {
                if (word.contains("=")) {
                    operations.getLast().add(word);
                } else {
                    operations.add(new ArrayList<>(List.of("name=" + word)));
                }
            }
        }
        List<Map<String, String>> parsed = new ArrayList<>();
        for (List<String> operation : operations) {
            if (operation.size() < 2) {
                throw tooShort();
            }
        }
        operations.forEach(operation -> parsed.add(Words.pairs(operation)));
        return parsed;
    }

    private static InvalidCommand tooShort() {
        return InvalidCommand.because(
                "When using 'op' you must specify an operation name and at least one option");
    }

    /**
     * The operations given, checked, and the agent's default ones for names that are not among
     * them.
     *
     * @param agent without actions where it is not known
     * @param necessaryOnly only {@code monitor} is added
     */
    static List<Map<String, String>> complete(
            List<Map<String, String>> given,
            AgentMetadata agent,
            boolean necessaryOnly,
            Call call) {
        List<Map<String, String>> operations = new ArrayList<>();
        for (Map<String, String> operation : given) {
            check(operation, agent, call);
            operations.add(normalised(operation, call.cib()));
        }
        checkIntervals(operations, call.reports());
        call.reports().stopOnErrors();
        Set<String> named = new HashSet<>();
        operations.forEach(operation -> named.add(operation.getOrDefault("name", "")));
        operations.forEach(
                operation ->
                        operation.putIfAbsent(
                                "interval", Interval.standard(operation.getOrDefault("name", ""))));
        Map<String, Set<Long>> used = new HashMap<>();
        for (Map<String, String> standard : defaults(agent, necessaryOnly, call.cib())) {
            String name = standard.getOrDefault("name", "");
            if (!named.contains(name)) {
                makeUnique(standard, used.computeIfAbsent(name, key -> new HashSet<>()), call);
                operations.add(standard);
            }
        }
        operations.forEach(operation -> operation.values().removeIf(String::isEmpty));
        operations.sort(Comparator.comparing(operation -> operation.getOrDefault("name", "")));
        return operations;
    }

    /** The element {@code operations} of a resource. */
    static Element element(String resource, List<Map<String, String>> operations, CibEdit cib) {
        Element element = Element.of("operations", Map.of());
        for (Map<String, String> operation : operations) {
            element = element.withChild(operation(resource, operation, cib));
        }
        return element;
    }

    private static Element operation(String resource, Map<String, String> options, CibEdit cib) {
        String id = options.getOrDefault("id", "");
        if (id.isEmpty()) {
            id =
                    cib.newId(
                            resource
                                    + "-"
                                    + options.get("name")
                                    + "-interval-"
                                    + options.get("interval"));
        } else if (cib.exists(id) || cib.isBooked(id)) {
            throw InvalidCommand.because("'" + id + "' already exists");
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", id);
        attributes.putAll(options);
        attributes.remove(CHECK_LEVEL);
        Element operation = Element.of("op", attributes);
        String level = options.get(CHECK_LEVEL);
        return level == null
                ? operation
                : operation.withChild(
                        Pairs.newSet(
                                Pairs.INSTANCE,
                                id + "-" + Pairs.INSTANCE,
                                Map.of(CHECK_LEVEL, level),
                                cib));
    }

    /** An agent's operations, in its order. */
    static List<Map<String, String>> defaults(
            AgentMetadata agent, boolean necessaryOnly, CibEdit cib) {
        boolean stonith = agent.name().startsWith("stonith:");
        List<Map<String, String>> operations = new ArrayList<>();
        boolean monitored = false;
        for (AgentMetadata.Action action : agent.actions()) {
            boolean monitor = action.name().equals("monitor");
            boolean wanted =
                    (necessaryOnly || stonith) ? monitor : !NOT_BY_DEFAULT.contains(action.name());
            if (wanted) {
                operations.add(standard(action, cib));
                monitored |= monitor;
            }
        }
        if (!monitored) {
            operations.add(standard(new AgentMetadata.Action("monitor", Map.of()), cib));
        }
        return operations;
    }

    private static Map<String, String> standard(AgentMetadata.Action action, CibEdit cib) {
        Map<String, String> attributes = action.attributes();
        Map<String, String> operation = new LinkedHashMap<>();
        operation.put("name", action.name());
        String interval = attributes.getOrDefault("interval", "");
        operation.put("interval", interval.isEmpty() ? Interval.standard(action.name()) : interval);
        for (String copied : List.of("timeout", "start-delay")) {
            operation.put(copied, attributes.getOrDefault(copied, ""));
        }
        operation.put(
                "role",
                Roles.forCib(attributes.getOrDefault("role", ""), Schema.hasRolesOfToday(cib)));
        String depth = attributes.getOrDefault("depth", "0");
        operation.put(CHECK_LEVEL, depth.equals("0") ? "" : depth);
        return operation;
    }

    /** Pacemaker tells operations of one name apart by their intervals. */
    private static void makeUnique(Map<String, String> operation, Set<Long> used, Call call) {
        String interval = operation.getOrDefault("interval", "");
        OptionalLong seconds = Interval.seconds(interval);
        if (seconds.isEmpty()) {
            return;
        }
        long free = seconds.getAsLong();
        while (used.contains(free)) {
            free++;
        }
        used.add(free);
        if (free != seconds.getAsLong()) {
            operation.put("interval", Long.toString(free));
            call.reports()
                    .warning(
                            "changing a %s operation interval from %s to %s to make the operation unique"
                                    .formatted(operation.get("name"), interval, free));
        }
    }

    private static void check(Map<String, String> operation, AgentMetadata agent, Call call) {
        Reports reports = call.reports();
        String type = "resource operation";
        Validation.unknownNames(operation.keySet(), ATTRIBUTES, type).forEach(reports::error);
        String name = operation.getOrDefault("name", "");
        if (!agent.hasAction(name)) {
            Set<String> names = new HashSet<>();
            agent.actions().forEach(action -> names.add(action.name()));
            reports.forceable(Validation.badValue("operation name", name, Phrase.list(names)));
        }
        String role = operation.get("role");
        if (role != null) {
            checkRole(role, reports);
        }
        checkValue(operation, "on-fail", ON_FAIL, reports);
        checkValue(operation, "record-pending", BOOLEANS, reports);
        checkValue(operation, "enabled", BOOLEANS, reports);
        if (operation.containsKey("interval-origin") && operation.containsKey("start-delay")) {
            reports.error(
                    "Only one of resource operation options 'interval-origin' and 'start-delay'"
                            + " can be used");
        }
        String id = operation.get("id");
        if (id != null) {
            Ids.check(id, "operation id", reports);
        }
    }

    private static void checkRole(String role, Reports reports) {
        String normalised = Roles.capitalized(role);
        if (!Roles.ALL.contains(normalised)) {
            reports.error(Validation.badValue("role", role, Phrase.list(Roles.ALL)));
        }
        if (Roles.isLegacy(normalised)) {
            reports.deprecation(
                    "Value '%s' of option role is deprecated and should not be used, use '%s' value instead"
                            .formatted(role, Roles.primary(normalised)));
        }
    }

    private static void checkValue(
            Map<String, String> operation, String name, Set<String> allowed, Reports reports) {
        String value = operation.get(name);
        if (value != null && !allowed.contains(value.toLowerCase(Locale.ROOT))) {
            reports.error(Validation.badValue(name, value, Phrase.list(allowed)));
        }
    }

    private static Map<String, String> normalised(Map<String, String> operation, CibEdit cib) {
        Map<String, String> changed = new LinkedHashMap<>(operation);
        changed.computeIfPresent(
                "role",
                (name, role) -> Roles.forCib(Roles.capitalized(role), Schema.hasRolesOfToday(cib)));
        for (String name : List.of("on-fail", "record-pending", "enabled")) {
            changed.computeIfPresent(name, (key, value) -> value.toLowerCase(Locale.ROOT));
        }
        return changed;
    }

    private static void checkIntervals(List<Map<String, String>> operations, Reports reports) {
        Map<String, Map<String, List<String>>> intervals = new LinkedHashMap<>();
        for (Map<String, String> operation : operations) {
            String name = operation.getOrDefault("name", "");
            String interval = operation.getOrDefault("interval", Interval.standard(name));
            OptionalLong seconds = Interval.seconds(interval);
            intervals
                    .computeIfAbsent(name, key -> new TreeMap<>())
                    .computeIfAbsent(
                            seconds.isPresent() ? Long.toString(seconds.getAsLong()) : "",
                            key -> new ArrayList<>())
                    .add(interval);
        }
        StringBuilder twice = new StringBuilder();
        intervals.forEach(
                (name, bySeconds) ->
                        bySeconds.values().stream()
                                .filter(same -> same.size() > 1)
                                .sorted(Comparator.comparing(same -> String.join("\0", same)))
                                .forEach(
                                        same ->
                                                twice.append('\n')
                                                        .append(name)
                                                        .append(" with intervals ")
                                                        .append(String.join(", ", same))));
        if (!twice.isEmpty()) {
            reports.error(
                    "multiple specification of the same operation with the same interval:" + twice);
        }
    }
}
