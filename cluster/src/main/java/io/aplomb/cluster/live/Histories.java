package io.aplomb.cluster.live;

import static io.aplomb.cluster.live.Cibs.element;

import io.aplomb.cluster.schedule.NodeStates;
import io.aplomb.model.cib.Element;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a node's state says of operations that were done there. Pure.
 *
 * <p>Source: Pacemaker Explained, "Operation history"; entries of Pacemaker 2.1.5.
 */
final class Histories {
    private static final String CANCEL = "cancel";

    /** Of these only failures are remembered: success leaves nothing behind. */
    private static final Set<String> PASSING = Set.of("notify", "delete", "meta-data");

    /** What failures of these come to: the resource may not stay on the node. */
    private static final Set<String> FATAL = Set.of("start", "stop");

    private Histories() {}

    /** The same with a result in it, and its failure counted. */
    static Element recorded(Element state, OperationResult result, boolean startIsFatal) {
        OperationOrder order = result.order();
        if (order.operation().equals(CANCEL)) {
            return withoutRecurring(state, order);
        }
        if (result.status() == OperationResult.Status.CANCELLED
                || (result.succeeded() && PASSING.contains(order.operation()))) {
            return state;
        }
        Element changed =
                NodeStates.withHistories(
                        state,
                        list ->
                                list.withChanged(
                                        entry -> entry.id().equals(order.resource()),
                                        fresh(order),
                                        entry -> withOperation(entry, result)));
        return result.succeeded() ? changed : counted(changed, result, startIsFatal);
    }

    private static Element fresh(OperationOrder order) {
        Element entry = element("lrm_resource", "id", order.resource());
        entry = entry.with("class", order.agent().standard());
        String provider = order.agent().provider();
        entry = provider == null ? entry : entry.with("provider", provider);
        return entry.with("type", order.agent().type());
    }

    private static Element withOperation(Element entry, OperationResult result) {
        OperationOrder order = result.order();
        String name = entry.id();
        if (order.operation().startsWith("migrate_")
                || (order.intervalMs() > 0 && result.succeeded())) {
            return withEntry(entry, operation(order.key(), result));
        }
        Element failed =
                result.succeeded()
                        ? entry
                        : withEntry(entry, operation(name + "_last_failure_0", result));
        // the last of those that do not recur is kept twice: as such, and as a failure
        return order.intervalMs() > 0
                ? failed
                : withEntry(failed, operation(name + "_last_0", result));
    }

    private static Element withEntry(Element entry, Element operation) {
        return entry.withChanged(
                child -> child.id().equals(operation.id()), operation, _ -> operation);
    }

    private static Element operation(String id, OperationResult result) {
        OperationOrder order = result.order();
        String recorded = order.operation().startsWith("reload") ? "start" : order.operation();
        String key = order.resource() + '_' + recorded + '_' + order.intervalMs();
        String transition =
                "%d:%d:%d:00000000-0000-0000-0000-%012d"
                        .formatted(
                                order.step(), order.transition(), order.expectedRc(), order.term());
        Element operation =
                element(
                        "lrm_rsc_op",
                        "id",
                        id,
                        "operation_key",
                        key,
                        "operation",
                        recorded,
                        "crm-debug-origin",
                        "aplomb",
                        "crm_feature_set",
                        NodeStates.FEATURE_SET,
                        "transition-key",
                        transition,
                        "transition-magic",
                        result.status().code() + ":" + result.rc() + ';' + transition,
                        "exit-reason",
                        result.exitReason(),
                        "on_node",
                        order.parameters().getOrDefault("CRM_meta_on_node", ""),
                        "call-id",
                        Long.toString(result.callId()),
                        "rc-code",
                        Integer.toString(result.rc()),
                        "op-status",
                        Integer.toString(result.status().code()),
                        "interval",
                        Long.toString(order.intervalMs()),
                        "last-rc-change",
                        Long.toString(result.changedAtS()),
                        "last-run",
                        Long.toString(result.ranAtS()),
                        "exec-time",
                        Long.toString(result.executedMs()),
                        "queue-time",
                        Long.toString(result.queuedMs()),
                        "op-digest",
                        order.digest());
        for (String end : new String[] {"migrate_source", "migrate_target"}) {
            String node = order.parameters().get("CRM_meta_" + end);
            operation = node == null ? operation : operation.with(end, node);
        }
        return operation;
    }

    private static Element counted(Element state, OperationResult result, boolean startIsFatal) {
        OperationOrder order = result.order();
        String operation = order.operation();
        if (!isFailureThatCounts(order)) {
            return state;
        }
        String suffix = order.resource() + '#' + operation + '_' + order.intervalMs();
        String before = Cibs.transients(state).getOrDefault("fail-count-" + suffix, "0");
        boolean fatal = FATAL.contains(operation) && (startIsFatal || operation.equals("stop"));
        String count =
                fatal || before.equals("INFINITY")
                        ? "INFINITY"
                        : Long.toString(Cibs.number(before) + 1);
        Element changed = Cibs.withTransient(state, "fail-count-" + suffix, count);
        return Cibs.withTransient(
                changed, "last-failure-" + suffix, Long.toString(result.changedAtS()));
    }

    private static boolean isFailureThatCounts(OperationOrder order) {
        return order.intervalMs() > 0
                || Set.of("start", "stop", "promote", "demote").contains(order.operation());
    }

    private static Element withoutRecurring(Element state, OperationOrder cancel) {
        String operation = cancel.parameters().getOrDefault("CRM_meta_operation", "monitor");
        String interval = Long.toString(cancel.intervalMs());
        return entriesOf(
                state,
                cancel.resource(),
                entry ->
                        operation.equals(entry.attribute("operation"))
                                && interval.equals(entry.attribute("interval")));
    }

    private static Element entriesOf(Element state, String resource, Predicate<Element> forgotten) {
        return NodeStates.withHistories(
                state,
                list ->
                        list.withChildren(
                                list.children().stream()
                                        .map(
                                                entry ->
                                                        entry.id().equals(resource)
                                                                ? entry.withoutChildren(forgotten)
                                                                : entry)
                                        .toList()));
    }

    /** The same with nothing known of a resource. */
    static Element forgotten(Element state, Predicate<String> resource) {
        return NodeStates.withHistories(
                state, list -> list.withoutChildren(entry -> resource.test(entry.id())));
    }

    /** Whether something of a resource failed here. */
    static boolean hasFailure(Element state, String resource) {
        return Cibs.transients(state).keySet().stream()
                        .anyMatch(name -> name.startsWith("fail-count-" + resource + '#'))
                || state.childOrEmpty("lrm").childOrEmpty("lrm_resources").children().stream()
                        .filter(entry -> entry.id().equals(resource))
                        .flatMap(entry -> entry.children().stream())
                        .anyMatch(entry -> entry.id().endsWith("_last_failure_0"));
    }

    /** The same without counts of failures. */
    static Element withoutFailures(
            Element state, Predicate<String> resource, @Nullable String operation) {
        Element changed = state;
        for (Map.Entry<String, String> each : Cibs.transients(state).entrySet()) {
            String name = each.getKey();
            int prefix =
                    name.startsWith("fail-count-")
                            ? "fail-count-".length()
                            : name.startsWith("last-failure-") ? "last-failure-".length() : -1;
            int hash = name.lastIndexOf('#');
            if (prefix > 0
                    && hash > prefix
                    && resource.test(name.substring(prefix, hash))
                    && (operation == null || name.startsWith(operation + '_', hash + 1))) {
                changed = Cibs.withTransient(changed, name, null);
            }
        }
        return changed;
    }
}
