package io.aplomb.proxy.health;

/**
 * How a server stands, for those that {@code track} it. A copy, so that a follower of another
 * backend needs no more than its own lock.
 *
 * @param number grows from one standing of a server to the next
 * @param server its full name, "be/s"
 * @param check how its checks stand, or those of the server it tracks itself
 */
public record Standing(
        long number,
        String server,
        ServerState state,
        boolean inMaintenance,
        boolean drained,
        CheckFigures check,
        CheckFigures agent) {}
