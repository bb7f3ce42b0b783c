package io.aplomb.proxy.balance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A load-balancing algorithm with its cursor (HAProxy manual, keyword {@code balance}).
 *
 * <p>Not thread-safe: the owner calls all methods under one lock. Which group to offer, the active
 * servers or the backup ones, is the owner's decision.
 *
 * @param <C> the owner's type of server
 */
public interface Balancer<C extends Candidate> {

    /**
     * Replaces the candidates; those not usable or of effective weight 0 are left out. To be called
     * each time a server's state or weight changes. What the algorithm remembers of servers that
     * stay is kept.
     */
    void update(List<? extends C> candidates);

    /**
     * Chooses a server, or returns null: there is no candidate, or all that could be chosen are
     * saturated and the request has to wait in the queue of the backend.
     *
     * <p>The avoided server of the selection is returned only if there is no other.
     */
    @Nullable C pick(Selection selection);

    /** True if weight changes take effect at once, so that {@code slowstart} works. */
    boolean dynamic();
}
