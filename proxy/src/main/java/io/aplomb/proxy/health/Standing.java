package io.aplomb.proxy.health;

import io.aplomb.model.proxy.ServerCheck;

/**
 * How a server stands, for those that {@code track} it. A copy, so that a follower of another
 * backend needs no more than its own lock.
 *
 * @param number grows from one standing of a server to the next
 * @param server its full name, "be/s"
 * @param healthy whether its checks have it up
 * @param perfect whether its health counter is at the top
 */
public record Standing(
        long number,
        String server,
        ServerState state,
        boolean inMaintenance,
        boolean drained,
        boolean healthy,
        boolean perfect) {

    /** The health counter, on the scale of a follower. */
    int healthOf(ServerCheck follower) {
        if (perfect) {
            return follower.rise() + follower.fall() - 1;
        }
        return healthy ? follower.rise() : 0;
    }
}
