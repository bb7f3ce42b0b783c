package io.aplomb.proxy.balance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code hash-type consistent}: a server that goes takes only its own keys along, one that comes
 * gets about its share of all keys.
 */
final class ConsistentHashBalancer<C extends Candidate> implements Balancer<C> {

    private final KeyHash keyHash;
    private final HashRing<C> ring;

    ConsistentHashBalancer(KeyHash keyHash, int balanceFactorPercent) {
        this.keyHash = keyHash;
        this.ring = new HashRing<>(balanceFactorPercent);
    }

    @Override
    public void update(List<? extends C> candidates) {
        ring.rebuild(candidates);
    }

    @Override
    public @Nullable C pick(Selection selection) {
        return selection.hasKey()
                ? ring.byHash(keyHash.of(selection), selection)
                : ring.inTurn(selection);
    }

    @Override
    public boolean dynamic() {
        return true;
    }
}
