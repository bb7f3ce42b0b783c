package io.aplomb.cluster.live;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What voters told a leader of sessions that are barred: from it follows when a lease is over for
 * certain. See {@link Leases}. Not for several threads at once.
 */
final class Bars {
    private static final long MILLISECOND_NS = 1_000_000;

    /** Further than any time that occurs. */
    static final long NEVER_NS = Long.MAX_VALUE;

    /** One bar of one session: a session may be barred, let go and barred again. */
    private record Bar(String node, long session, int number) {}

    /** By bar, and by who told: when its voice counts no longer. */
    private final Map<Bar, Map<String, Long>> told = new HashMap<>();

    void tell(String voter, Message.Barred barred, long nowNs) {
        told.computeIfAbsent(
                        new Bar(barred.node(), barred.session(), barred.bar()),
                        _ -> new HashMap<>())
                .merge(voter, nowNs + barred.remainingMs() * MILLISECOND_NS, Math::max);
    }

    /**
     * When the lease of a session is over, or {@link #NEVER_NS} as long as no majority has told.
     */
    long overNs(String node, NodeSession session, Set<String> voters) {
        Map<String, Long> all =
                told.getOrDefault(new Bar(node, session.number(), session.bars()), Map.of());
        int count = 0;
        long last = Long.MIN_VALUE;
        for (Map.Entry<String, Long> each : all.entrySet()) {
            if (voters.contains(each.getKey())) {
                count++;
                last = Math.max(last, each.getValue());
            }
        }
        return count >= voters.size() / 2 + 1 ? last : NEVER_NS;
    }

    void clear() {
        told.clear();
    }
}
