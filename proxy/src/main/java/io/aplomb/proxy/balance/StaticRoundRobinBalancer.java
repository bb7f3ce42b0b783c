package io.aplomb.proxy.balance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code static-rr}: a walk through a fixed table; weights count when a server comes or goes. */
final class StaticRoundRobinBalancer<C extends Candidate> implements Balancer<C> {

    private final ServerMap<C> map = new ServerMap<>();

    @Override
    public void update(List<? extends C> candidates) {
        map.rebuild(candidates);
    }

    @Override
    public @Nullable C pick(Selection selection) {
        return map.inTurn(selection);
    }

    @Override
    public boolean dynamic() {
        return false;
    }
}
