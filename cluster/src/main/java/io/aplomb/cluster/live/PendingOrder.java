package io.aplomb.cluster.live;

/**
 * An order that is given and not answered yet.
 *
 * @param node whom it was given to
 * @param session of the node then: an order dies with the session
 * @param atMs when it was given, in milliseconds since 1970
 */
public record PendingOrder(String node, long session, OperationOrder order, long atMs) {
    /** Whether a result answers this. */
    public boolean isAnsweredBy(String by, OperationOrder answered) {
        return node.equals(by)
                && order.transition() == answered.transition()
                && order.step() == answered.step()
                && order.term() == answered.term();
    }
}
