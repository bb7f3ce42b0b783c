package io.aplomb.proxy.balance;

/**
 * What a balancing algorithm may read of a server.
 *
 * <p>Load figures are read at each choice; {@link #id}, {@link #effectiveWeight} and {@link
 * #usable} are read in {@link Balancer#update} only, so the owner calls {@code update} when one
 * changes.
 */
public interface Candidate {

    /** Effective weight of one unit of configured weight at full throttle. */
    int WEIGHT_SCALE = 16;

    /** Largest {@code weight} a configuration may state (HAProxy manual, server keyword weight). */
    int MAX_WEIGHT = 256;

    /** Largest effective weight, and the number of hash ring places reserved to one server. */
    int MAX_EFFECTIVE_WEIGHT = MAX_WEIGHT * WEIGHT_SCALE;

    /** The {@code id} of the server in its backend, 1 and up; unique among the candidates. */
    int id();

    /**
     * Configured weight times {@link #WEIGHT_SCALE}, lowered while the server warms up, 0 to {@link
     * #MAX_EFFECTIVE_WEIGHT}. At 0 the server receives no new client.
     */
    int effectiveWeight();

    /** True if up (or going down), not in maintenance, not drained. */
    boolean usable();

    /** Requests or connections in progress on the server plus those waiting in its own queue. */
    int activeConnections();

    /**
     * True if the server has a limit and it is reached, or requests already wait in its queue.
     * Algorithms without a key pass over such a server, so that the request waits for any server.
     */
    boolean saturated();

    /** First place of this server on the hash ring ({@code hash-key id}). */
    default int hashKey() {
        return id() * MAX_EFFECTIVE_WEIGHT;
    }
}
