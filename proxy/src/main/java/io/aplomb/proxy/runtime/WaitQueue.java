package io.aplomb.proxy.runtime;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Requests waiting for a server, or for any server of a backend: by priority class, then by time of
 * arrival shifted by the priority offset (manual 4.2, "http-request set-priority-class").
 *
 * <p>Not thread-safe: under the backend's lock.
 */
final class WaitQueue {

    private static final Comparator<Ticket> ORDER =
            Comparator.comparingInt(Ticket::priorityClass)
                    .thenComparingLong(Ticket::dueMs)
                    .thenComparingLong(Ticket::sequence);

    private final TreeSet<Ticket> waiting = new TreeSet<>(ORDER);
    private int maximum;
    private long granted;

    void add(Ticket ticket) {
        waiting.add(ticket);
        maximum = Math.max(maximum, waiting.size());
    }

    boolean remove(Ticket ticket) {
        return waiting.remove(ticket);
    }

    @Nullable Ticket first() {
        return waiting.isEmpty() ? null : waiting.first();
    }

    @Nullable Ticket takeFirst() {
        return waiting.pollFirst();
    }

    /** How many have left for a server. */
    long granted() {
        return granted;
    }

    /** One more has. */
    void countGrant() {
        granted++;
    }

    /**
     * How many have left for a server since that one came, itself included: its position in the
     * logs (manual 8.2.3 "srv_queue").
     */
    int position(Ticket ticket) {
        return (int) (granted - ticket.grantedBefore()) + 1;
    }

    /** The better of two heads, the first one when equal; either may be empty. */
    static @Nullable WaitQueue moreUrgent(WaitQueue one, WaitQueue other) {
        Ticket first = one.first();
        Ticket second = other.first();
        if (first == null) {
            return second == null ? null : other;
        }
        return second == null || ORDER.compare(first, second) <= 0 ? one : other;
    }

    int size() {
        return waiting.size();
    }

    int maximum() {
        return maximum;
    }

    void clearMaximum() {
        maximum = waiting.size();
    }
}
