package io.aplomb.proxy.balance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ring of consistent hashing: each server stands on it at as many places as its effective
 * weight, and a key belongs to the place nearest to its hash, before or after.
 *
 * <p>Place n of a server is the avalanche of its {@link Candidate#hashKey} plus n, as in HAProxy,
 * so a key goes to the same server with both. A change of weight adds or takes away the last places
 * only.
 *
 * <p><b>Bounded load</b> ({@code hash-balance-factor} f): the requests in progress plus this one,
 * times f percent, are shared out by weight; a server that has its share is passed over for the
 * next on the ring (V. Mirrokni, M. Thorup, M. Zadimoghaddam, "Consistent hashing with bounded
 * loads", 2016). Shares are cut from the running total so that they sum up exactly.
 */
final class HashRing<C extends Candidate> {

    private final int balanceFactorPercent;
    private List<C> servers = List.of();
    private long[] places = {};
    private long[] weightUpTo = {};
    private int cursor;

    HashRing(int balanceFactorPercent) {
        this.balanceFactorPercent = balanceFactorPercent;
    }

    void rebuild(List<? extends C> candidates) {
        servers = new ArrayList<>(Usable.<C>of(candidates));
        weightUpTo = new long[servers.size() + 1];
        for (int i = 0; i < servers.size(); i++) {
            weightUpTo[i + 1] = weightUpTo[i] + servers.get(i).effectiveWeight();
        }
        places = new long[(int) weightUpTo[servers.size()]];
        int at = 0;
        for (int i = 0; i < servers.size(); i++) {
            C server = servers.get(i);
            for (int node = 0; node < server.effectiveWeight(); node++) {
                places[at++] = place(HashFunction.avalanche(server.hashKey() + node), i);
            }
        }
        Arrays.sort(places);
    }

    /** Packs position and server so that the natural order of longs is the order on the ring. */
    private static long place(int position, int server) {
        return ((long) (position ^ Integer.MIN_VALUE) << Integer.SIZE) | server;
    }

    private static int position(long place) {
        return (int) (place >> Integer.SIZE) ^ Integer.MIN_VALUE;
    }

    private C serverAt(int at) {
        return servers.get((int) places[at]);
    }

    /** The server a hash belongs to, or the next on the ring if that one is avoided or loaded. */
    @Nullable C byHash(int hash, Selection selection) {
        int size = places.length;
        if (size == 0) {
            return null;
        }
        int nearest = nearest(hash);
        long inProgress = balanceFactorPercent > 0 ? inProgress() : 0;
        for (int step = 0; step < size; step++) {
            int at = (nearest + step) % size;
            C server = serverAt(at);
            if (!selection.avoids(server) && hasShare((int) places[at], inProgress)) {
                return server;
            }
        }
        return serverAt(nearest);
    }

    private int nearest(int hash) {
        int found = Arrays.binarySearch(places, place(hash, 0));
        int next = found >= 0 ? found : -found - 1;
        next = next == places.length ? 0 : next;
        int previous = next == 0 ? places.length - 1 : next - 1;
        int distanceBack = hash - position(places[previous]);
        int distanceAhead = position(places[next]) - hash;
        return Integer.compareUnsigned(distanceBack, distanceAhead) <= 0 ? previous : next;
    }

    private long inProgress() {
        long sum = 0;
        for (int i = 0; i < servers.size(); i++) {
            sum += servers.get(i).activeConnections();
        }
        return sum;
    }

    private boolean hasShare(int index, long inProgress) {
        if (balanceFactorPercent == 0) {
            return true;
        }
        long slots = ((inProgress + 1) * balanceFactorPercent + 99) / 100;
        long total = weightUpTo[servers.size()];
        long share = slots * weightUpTo[index + 1] / total - slots * weightUpTo[index] / total;
        return servers.get(index).activeConnections() < Math.max(1, share);
    }

    /** The next server around the ring that has room, for requests without a key. */
    @Nullable C inTurn(Selection selection) {
        int size = places.length;
        C avoided = null;
        for (int step = 0; step < size; step++) {
            int at = (int) (((long) cursor + step) % size);
            C server = serverAt(at);
            if (server.saturated()) {
                continue;
            }
            if (!selection.avoids(server)) {
                cursor = at + 1;
                return server;
            }
            avoided = server;
        }
        return avoided;
    }
}
