package io.aplomb.proxy.balance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server with the least load for its weight; among equals the one chosen least recently.
 *
 * <p>With C connections in progress and weight W: {@code leastconn} takes an idle server, else the
 * least (C+1)/W, so that the connection to come counts too, as HAProxy does; {@code sed} (shortest
 * expected delay) takes the least (C+1)/W; {@code nq} (never queue) an idle server, the heaviest of
 * them, else as {@code sed}. The last two are the schedulers of that name in Linux IPVS.
 */
final class LeastLoadBalancer<C extends Candidate> implements Balancer<C> {

    /** How load is counted. */
    enum Rule {
        LEAST_CONNECTIONS,
        SHORTEST_EXPECTED_DELAY,
        NEVER_QUEUE
    }

    private final Rule rule;
    private List<Recent<C>> servers = List.of();
    private long choices;

    private static final class Recent<C extends Candidate> extends Usable.Entry<C> {
        long lastChoice;

        Recent(C candidate, long lastChoice) {
            super(candidate);
            this.lastChoice = lastChoice;
        }
    }

    LeastLoadBalancer(Rule rule) {
        this.rule = rule;
    }

    @Override
    public void update(List<? extends C> candidates) {
        Map<Integer, Long> former = new HashMap<>();
        for (Recent<C> server : servers) {
            former.put(server.candidate.id(), server.lastChoice);
        }
        var next = new ArrayList<Recent<C>>();
        for (C candidate : Usable.<C>of(candidates)) {
            next.add(new Recent<>(candidate, former.getOrDefault(candidate.id(), 0L)));
        }
        servers = next;
    }

    @Override
    public @Nullable C pick(Selection selection) {
        Recent<C> chosen = Usable.best(servers, selection, this::better);
        if (chosen == null) {
            return null;
        }
        chosen.lastChoice = ++choices;
        return chosen.candidate;
    }

    private boolean better(Recent<C> one, Recent<C> best) {
        long connections = one.candidate.activeConnections();
        long bestConnections = best.candidate.activeConnections();
        boolean idle = connections == 0;
        if (rule != Rule.SHORTEST_EXPECTED_DELAY && idle != (bestConnections == 0)) {
            return idle;
        }
        int order =
                rule == Rule.LEAST_CONNECTIONS && idle
                        ? 0
                        : Long.compare(
                                (connections + 1) * best.weight,
                                (bestConnections + 1) * one.weight);
        return order < 0 || (order == 0 && one.lastChoice < best.lastChoice);
    }

    @Override
    public boolean dynamic() {
        return true;
    }
}
