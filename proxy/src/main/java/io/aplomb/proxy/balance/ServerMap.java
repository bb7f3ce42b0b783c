package io.aplomb.proxy.balance;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A static table of servers in which each stands as often as its weight says, interleaved, as
 * {@code static-rr} and {@code hash-type map-based} need it.
 *
 * <p>The order is that of HAProxy, or keys would land elsewhere: at each place all servers gain
 * their weight, the first with the most whole shares of the total is put down and loses the total.
 */
final class ServerMap<C extends Candidate> {

    private List<C> places = List.of();
    private int cursor;

    void rebuild(List<? extends C> candidates) {
        List<C> servers = Usable.<C>of(candidates);
        int[] weights = servers.stream().mapToInt(Candidate::effectiveWeight).toArray();
        int divisor = greatestCommonDivisor(weights);
        int total = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= divisor;
            total += weights[i];
        }
        int[] scores = new int[weights.length];
        var next = new ArrayList<C>(total);
        for (int place = 0; place < total; place++) {
            next.add(servers.get(nextServer(scores, weights, total)));
        }
        places = next;
        cursor = 0;
    }

    private static int nextServer(int[] scores, int[] weights, int total) {
        int best = 0;
        int bestShares = Integer.MIN_VALUE;
        for (int i = 0; i < scores.length; i++) {
            scores[i] += weights[i];
            int shares = (scores[i] + total) / total;
            if (shares > bestShares) {
                bestShares = shares;
                best = i;
            }
        }
        scores[best] -= total;
        return best;
    }

    private static int greatestCommonDivisor(int[] weights) {
        BigInteger divisor = BigInteger.ZERO;
        for (int weight : weights) {
            divisor = divisor.gcd(BigInteger.valueOf(weight));
        }
        return Math.max(1, divisor.intValue());
    }

    /** The server at a hash, or the next other one if that one is avoided. */
    @Nullable C byHash(int hash, Selection selection) {
        int size = places.size();
        if (size == 0) {
            return null;
        }
        int start = Integer.remainderUnsigned(hash, size);
        for (int step = 0; step < size; step++) {
            C server = places.get((start + step) % size);
            if (!selection.avoids(server)) {
                return server;
            }
        }
        return places.get(start);
    }

    /** The next server in turn that has room; the avoided one only if no other has. */
    @Nullable C inTurn(Selection selection) {
        int size = places.size();
        C avoided = null;
        int avoidedAt = 0;
        for (int step = 0; step < size; step++) {
            int at = (cursor + step) % size;
            C server = places.get(at);
            if (server.saturated()) {
                continue;
            }
            if (!selection.avoids(server)) {
                cursor = at + 1;
                return server;
            }
            avoided = server;
            avoidedAt = at;
        }
        if (avoided != null) {
            cursor = avoidedAt + 1;
        }
        return avoided;
    }

    int size() {
        return places.size();
    }
}
