package io.aplomb.control.store;

import java.time.Duration;

/**
 * How patient the store is. The leader beats every half of {@code electionMin}; a follower that has
 * heard nothing for a time between {@code electionMin} and {@code electionMax} asks for votes.
 * These timers are the fallback of {@link Store#onPeerDead}, which does not wait for them.
 *
 * @param deadline within which a submitted command succeeds or fails
 * @param rank by how much each survivor lets the one before it go first
 */
public record StoreTimings(
        Duration electionMin, Duration electionMax, Duration deadline, Duration rank) {
    /** One network, machines that answer: 150 to 300 ms. */
    public static final StoreTimings STANDARD =
            new StoreTimings(
                    Duration.ofMillis(150),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(120));

    /** Slow or overcommitted machines: 600 to 1200 ms. */
    public static final StoreTimings RELAXED =
            new StoreTimings(
                    Duration.ofMillis(600),
                    Duration.ofMillis(1200),
                    Duration.ofSeconds(15),
                    Duration.ofMillis(300));

    public StoreTimings {
        if (electionMin.toMillis() < 20 || electionMax.compareTo(electionMin) <= 0) {
            throw new IllegalArgumentException(
                    "no range of time-outs: " + electionMin + " to " + electionMax);
        }
    }
}
