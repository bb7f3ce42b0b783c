package io.aplomb.cluster.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Results of this node that are not recorded yet, in their order; one command with the oldest of
 * them is under way at a time. Not for several threads at once.
 */
final class Outbox {
    /** So that a command stays small. */
    private static final int MAX_IN_COMMAND = 50;

    private final Deque<OperationResult> waiting = new ArrayDeque<>();
    private boolean underWay;

    void clear() {
        waiting.clear();
        underWay = false;
    }

    void add(OperationResult result) {
        waiting.add(result);
    }

    /** The next command, or null where there is nothing to say or one is under way. */
    @Nullable Command next(String node, NodeSession session, long wallMs) {
        if (underWay || waiting.isEmpty()) {
            return null;
        }
        underWay = true;
        List<OperationResult> oldest = new ArrayList<>();
        for (OperationResult result : waiting) {
            if (oldest.size() == MAX_IN_COMMAND) {
                break;
            }
            oldest.add(result);
        }
        return new Command.RecordResults(
                node, session.number(), session.lastResult() + 1, oldest, wallMs);
    }

    /** As many are recorded. */
    void recorded(long count) {
        underWay = false;
        for (long i = 0; i < count && !waiting.isEmpty(); i++) {
            waiting.remove();
        }
    }

    /** The command under way came to nothing, as far as is known. */
    void retry() {
        underWay = false;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
