package io.aplomb.control.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * Accepted connections whose other end has yet to prove who it is: so many and no more, and each
 * for a time only. When there are too many the oldest has to go, for an honest one needs
 * milliseconds.
 */
final class Strangers {

    private final int most;
    private final Deque<Connection> waiting = new ArrayDeque<>();

    Strangers(int most) {
        this.most = most;
    }

    /** Takes one more; gives the one that has to go for it. */
    Optional<Connection> admit(Connection connection) {
        Optional<Connection> evicted =
                waiting.size() < most ? Optional.empty() : Optional.of(waiting.remove());
        waiting.add(connection);
        return evicted;
    }

    /** One is known now, or gone. */
    void leaves(Connection connection) {
        boolean _ = waiting.remove(connection);
    }

    /** The oldest whose time is over. */
    Optional<Connection> overdue(long nowNs) {
        Iterator<Connection> oldestFirst = waiting.iterator();
        if (oldestFirst.hasNext()) {
            Connection oldest = oldestFirst.next();
            if (nowNs - oldest.deadlineNs() >= 0) {
                oldestFirst.remove();
                return Optional.of(oldest);
            }
        }
        return Optional.empty();
    }

    /** When the time of the oldest is over; {@link Long#MAX_VALUE} for none. */
    long deadlineNs() {
        Connection oldest = waiting.peek();
        return oldest == null ? Long.MAX_VALUE : oldest.deadlineNs();
    }

    /** Those that have proved to be a node, but have not heard its greeting yet, go. */
    void closeOf(LivePeer peer) {
        waiting.removeIf(
                connection -> {
                    boolean goes = connection.peer() == peer;
                    if (goes) {
                        connection.close();
                    }
                    return goes;
                });
    }

    /** All of them go. */
    void closeAll() {
        waiting.forEach(Connection::close);
        waiting.clear();
    }
}
