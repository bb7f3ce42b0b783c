package io.aplomb.formats.pcs;

import io.aplomb.base.Suggestions;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code pcs resource failcount}: how often operations failed, from the nodes' attributes. */
final class FailCounts {

    /** Pacemaker counts up to here and calls it INFINITY. */
    private static final long INFINITY = 1_000_000;

    static final Router ROUTER =
            new Router(
                    "resource failcount",
                    Map.of("show", FailCounts::show, "reset", FailCounts::reset),
                    "show");

    private static final String COUNT = "fail-count-";
    private static final String LAST = "last-failure-";

    /** The failures of one operation on one node. */
    private record Failure(
            String node, String resource, String operation, String intervalMs, long count) {}

    /** What to show; null for all. */
    private record Filter(
            @Nullable String resource,
            @Nullable String node,
            @Nullable String operation,
            @Nullable String interval) {

        boolean matches(Failure failure, String intervalMs) {
            return (resource == null || resource.equals(failure.resource()))
                    && (node == null || node.equals(failure.node()))
                    && (operation == null || operation.equals(failure.operation()))
                    && (interval == null || intervalMs.equals(failure.intervalMs()));
        }

        String heading(String text, @Nullable String shown) {
            StringBuilder heading = new StringBuilder(text);
            if (operation != null) {
                heading.append(" for operation '").append(operation).append('\'');
                if (interval != null) {
                    heading.append(" with interval '").append(interval).append('\'');
                }
            }
            if (shown != null) {
                heading.append(operation == null ? " for" : " of");
                heading.append(" resource '").append(shown).append('\'');
            }
            if (node != null) {
                heading.append(" on node '").append(node).append('\'');
            }
            return heading.append('\n').toString();
        }
    }

    private FailCounts() {}

    /** The words of cleanup and failcount: a resource, then options. */
    private static Filter filter(Call call) {
        List<String> words = call.words();
        boolean named = !words.isEmpty() && !words.getFirst().contains("=");
        Map<String, String> options =
                Words.pairs(
                        words.subList(named ? 1 : 0, words.size()),
                        Set.of("node", "operation", "interval"));
        return new Filter(
                named ? words.getFirst() : null,
                options.get("node"),
                options.get("operation"),
                options.get("interval"));
    }

    /** Of pcs 0.9; forgetting failures is {@code cleanup}. */
    private static PcsAnswer reset(Call call) {
        throw InvalidCommand.because(
                "This command has been replaced with 'pcs resource cleanup' and 'pcs resource"
                        + " refresh'.");
    }

    private static PcsAnswer show(Call call) {
        call.options().only("-f", "--full");
        Filter filter = filter(call);
        String intervalMs = intervalMs(filter, call);
        List<Failure> failures =
                failures(call.request().cib()).stream()
                        .filter(failure -> filter.matches(failure, intervalMs))
                        .toList();
        if (failures.isEmpty()) {
            return call.printed(filter.heading("No failcounts", filter.resource()));
        }
        StringBuilder text = new StringBuilder();
        by(failures, Failure::resource)
                .forEach(
                        (resource, ofResource) -> {
                            text.append(filter.heading("Failcounts", resource));
                            by(ofResource, Failure::node)
                                    .forEach(
                                            (node, onNode) ->
                                                    append(
                                                            node,
                                                            onNode,
                                                            call.options().has("--full"),
                                                            text));
                        });
        return call.printed(text.toString());
    }

    private static String intervalMs(Filter filter, Call call) {
        String interval = filter.interval();
        if (interval == null) {
            return "";
        }
        Reports reports = call.reports();
        if (filter.operation() == null) {
            reports.error(
                    "If option 'interval' is specified, option 'operation' must be specified as"
                            + " well");
        }
        OptionalLong seconds = Interval.seconds(interval);
        if (seconds.isEmpty()) {
            reports.error(
                    Validation.badValue(
                            "interval", interval, "time interval (e.g. 1, 2s, 3m, 4h, ...)"));
        }
        reports.stopOnErrorsQuietly();
        return Long.toString(seconds.orElse(0) * 1000);
    }

    private static void append(
            String node, List<Failure> failures, boolean full, StringBuilder text) {
        if (!full) {
            text.append("  %s: %s%n".formatted(node, sum(failures)));
            return;
        }
        text.append("  ").append(node).append(":\n");
        by(failures, Failure::operation)
                .forEach(
                        (operation, ofOperation) ->
                                by(ofOperation, Failure::intervalMs)
                                        .forEach(
                                                (interval, same) ->
                                                        text.append(
                                                                "    %s %sms: %s%n"
                                                                        .formatted(
                                                                                operation, interval,
                                                                                sum(same)))));
    }

    private static String sum(List<Failure> failures) {
        long sum = 0;
        for (Failure failure : failures) {
            sum = Math.min(INFINITY, sum + failure.count());
        }
        return sum == INFINITY ? "INFINITY" : Long.toString(sum);
    }

    private static Map<String, List<Failure>> by(
            List<Failure> failures, Function<Failure, String> key) {
        Map<String, List<Failure>> groups = new TreeMap<>();
        failures.forEach(
                failure ->
                        groups.computeIfAbsent(key.apply(failure), name -> new ArrayList<>())
                                .add(failure));
        return groups;
    }

    private static List<Failure> failures(Element cib) {
        List<Failure> failures = new ArrayList<>();
        for (Element node : cib.childOrEmpty("status").children("node_state")) {
            Map<String, String> counts = new LinkedHashMap<>();
            for (Element attributes : node.children("transient_attributes")) {
                for (Element set : attributes.children("instance_attributes")) {
                    set.children("nvpair").forEach(pair -> collect(pair, counts));
                }
            }
            counts.forEach(
                    (name, count) ->
                            add(node.attribute("uname", node.id()), name, count, failures));
        }
        return failures;
    }

    private static void collect(Element pair, Map<String, String> counts) {
        String name = pair.attribute("name", "");
        if (name.startsWith(COUNT)) {
            counts.put(name.substring(COUNT.length()), pair.attribute("value", ""));
        } else if (name.startsWith(LAST)) {
            counts.putIfAbsent(name.substring(LAST.length()), "0");
        }
    }

    /** A name such as {@code web:0#monitor_10000}; failures nobody counted are one. */
    private static void add(String node, String name, String count, List<Failure> failures) {
        int hash = name.indexOf('#');
        int underscore = name.lastIndexOf('_');
        if (hash < 0 || underscore < hash) {
            return;
        }
        long number =
                count.equalsIgnoreCase("INFINITY")
                        ? INFINITY
                        : count.matches("\\d{1,9}") ? Long.parseLong(count) : 1;
        failures.add(
                new Failure(
                        node,
                        name.substring(0, hash).replaceFirst(":.*", ""),
                        name.substring(hash + 1, underscore),
                        name.substring(underscore + 1),
                        number));
    }

    /** {@code cleanup}. */
    static PcsAnswer cleanup(Call call) {
        call.options().only("--strict");
        Filter filter = filter(call);
        checkResource(filter, call);
        return call.delegated(
                new RuntimeRequest.ForgetFailures(
                        text(filter.resource()),
                        text(filter.node()),
                        text(filter.operation()),
                        text(filter.interval()),
                        call.options().has("--strict")));
    }

    /** {@code refresh}. */
    static PcsAnswer refresh(Call call) {
        call.options().only("--force", "--strict");
        List<String> words = call.words();
        boolean named = !words.isEmpty() && !words.getFirst().contains("=");
        Map<String, String> options =
                Words.pairs(words.subList(named ? 1 : 0, words.size()), Set.of("node"));
        Filter filter =
                new Filter(named ? words.getFirst() : null, options.get("node"), null, null);
        checkResource(filter, call);
        return call.delegated(
                new RuntimeRequest.ForgetHistory(
                        text(filter.resource()),
                        text(filter.node()),
                        call.options().has("--strict")));
    }

    private static void checkResource(Filter filter, Call call) {
        String resource = filter.resource();
        if (resource != null
                && new ResourceTree(call.cib())
                        .find(resource.replaceFirst(":\\d+$", ""))
                        .isEmpty()) {
            Set<String> known = new LinkedHashSet<>();
            call.cib()
                    .all(element -> ResourceTree.ALL.contains(element.name()))
                    .forEach(element -> known.add(element.id()));
            throw InvalidCommand.because(
                    "Resource '"
                            + resource
                            + "' not found"
                            + Suggestions.nearest(resource, known)
                                    .map(meant -> ", did you mean '" + meant + "'?")
                                    .orElse(""));
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
