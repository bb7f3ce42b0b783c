package io.aplomb.proxy.balance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code random(N)}: the least loaded, for its weight, of N servers drawn from the hash ring. */
final class RandomBalancer<C extends Candidate> implements Balancer<C> {

    private final int draws;
    private final HashRing<C> ring;

    RandomBalancer(int draws, int balanceFactorPercent) {
        this.draws = draws;
        this.ring = new HashRing<>(balanceFactorPercent);
    }

    @Override
    public void update(List<? extends C> candidates) {
        ring.rebuild(candidates);
    }

    @Override
    public @Nullable C pick(Selection selection) {
        C best = null;
        for (int draw = 0; draw < draws; draw++) {
            C drawn = ring.byHash(selection.random().nextInt(), selection);
            if (drawn != null && (best == null || lessLoaded(drawn, best))) {
                best = drawn;
            }
        }
        return best == null || best.saturated() ? null : best;
    }

    private static boolean lessLoaded(Candidate one, Candidate other) {
        return (long) one.activeConnections() * other.effectiveWeight()
                < (long) other.activeConnections() * one.effectiveWeight();
    }

    @Override
    public boolean dynamic() {
        return true;
    }
}
