package io.aplomb.proxy.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A place in a queue.
 *
 * @param server whose queue it is; null for the backend's own
 * @param grantedBefore how many had left that queue for a server when it came
 * @param dueMs time of arrival plus priority offset
 */
public record Ticket(
        Waiter waiter,
        @Nullable ServerRuntime server,
        long grantedBefore,
        int priorityClass,
        long dueMs,
        long sequence) {

    /** Tickets are told apart by identity of arrival. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ticket ticket && ticket.sequence == sequence;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sequence);
    }
}
