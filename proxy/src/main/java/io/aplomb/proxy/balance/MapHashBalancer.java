package io.aplomb.proxy.balance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code hash-type map-based}: the hash modulo the size of a table of servers.
 *
 * <p>Very even, but nearly all keys move when a server comes or goes. A saturated server is still
 * chosen: its clients wait for it in its own queue. Without a key the table is walked in turn.
 */
final class MapHashBalancer<C extends Candidate> implements Balancer<C> {

    private final KeyHash keyHash;
    private final ServerMap<C> map = new ServerMap<>();

    MapHashBalancer(KeyHash keyHash) {
        this.keyHash = keyHash;
    }

    @Override
    public void update(List<? extends C> candidates) {
        map.rebuild(candidates);
    }

    @Override
    public @Nullable C pick(Selection selection) {
        return selection.hasKey()
                ? map.byHash(keyHash.of(selection), selection)
                : map.inTurn(selection);
    }

    @Override
    public boolean dynamic() {
        return false;
    }
}
