package io.aplomb.cluster.live;

import java.util.ArrayList;
import java.util.List;

/** What results change. Pure. */
final class Results {
    private Results() {}

    static StateMachine.Applied record(ClusterState state, Command.RecordResults record) {
        NodeSession session = state.session(record.node());
        if (session == null || !session.up() || session.number() != record.session()) {
            return StateMachine.refused(
                    state, "session " + record.session() + " of '" + record.node() + "' is over");
        }
        if (record.first() > session.lastResult() + 1) {
            return StateMachine.refused(
                    state, "results after " + session.lastResult() + " are missing");
        }
        ClusterState changed = state;
        long number = record.first();
        for (OperationResult result : record.results()) {
            if (number > session.lastResult()) {
                changed = recorded(changed, record.node(), result);
            }
            number++;
        }
        long last = Math.max(session.lastResult(), number - 1);
        return StateMachine.done(changed.withSession(record.node(), session.recorded(last)));
    }

    /** One that nobody answered counts as timed out. */
    static StateMachine.Applied expire(ClusterState state, Command.ExpireOrder expire) {
        boolean waiting =
                state.pending().stream()
                        .anyMatch(order -> order.isAnsweredBy(expire.node(), expire.order()));
        if (!waiting) {
            return StateMachine.refused(state, "it is answered already");
        }
        return StateMachine.done(
                recorded(state, expire.node(), unanswered(expire.order(), expire.atMs())));
    }

    /** What an order comes to that nobody answers. */
    static OperationResult unanswered(OperationOrder order, long atMs) {
        return new OperationResult(
                order,
                -1,
                1,
                OperationResult.Status.TIMEOUT,
                "the node did not answer in time",
                0,
                order.timeoutMs(),
                atMs / 1000,
                atMs / 1000);
    }

    private static ClusterState recorded(ClusterState state, String node, OperationResult result) {
        List<PendingOrder> pending = new ArrayList<>(state.pending());
        pending.removeIf(order -> order.isAnsweredBy(node, result.order()));
        String fatal = state.property("start-failure-is-fatal");
        boolean startIsFatal = fatal == null || !List.of("false", "no", "off", "0").contains(fatal);
        return state.withPending(pending)
                .withNode(node, known -> Histories.recorded(known, result, startIsFatal));
    }
}
