package io.aplomb.layer4.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Tables that lead from a number to a slot.
 *
 * <p>{@link #turns} is the sequence of IPVS's wrr: weights 4, 3, 2 give AABABCABC. {@link #hashed}
 * gives every server its share of buckets as if all were alive, then those of dead ones to the
 * living: a server that dies or comes back moves only its own clients.
 */
final class Buckets {

    /** As many as IPVS's sh has. */
    private static final int USUAL_SIZE = 256;

    private static final int LARGEST_SIZE = 65_536;
    private static final int BUCKETS_A_SERVER = 4;

    private Buckets() {}

    /** Slots and their weights, all above 0. */
    record Weighted(int slot, int weight) {}

    static int divisor(List<Weighted> servers) {
        int divisor = 0;
        for (Weighted server : servers) {
            divisor = gcd(divisor, server.weight());
        }
        return divisor;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** As long as the weights' sum over their divisor. */
    static List<Integer> turns(List<Weighted> servers) {
        int divisor = divisor(servers);
        int largest = servers.stream().mapToInt(Weighted::weight).max().orElse(0);
        List<Integer> turns = new ArrayList<>();
        for (int level = largest; level > 0; level -= divisor) {
            for (Weighted server : servers) {
                if (server.weight() >= level) {
                    turns.add(server.slot());
                }
            }
        }
        return turns;
    }

    /**
     * Buckets for a hash.
     *
     * @param all everybody who may ever be there
     * @param live who is there now, not empty
     */
    static List<Integer> hashed(List<Weighted> all, List<Weighted> live) {
        List<Integer> buckets = shares(all, size(all.size()));
        List<Integer> alive = live.stream().map(Weighted::slot).toList();
        int orphans = (int) buckets.stream().filter(slot -> !alive.contains(slot)).count();
        List<Integer> heirs = shares(live, orphans);
        int next = 0;
        for (int i = 0; i < buckets.size(); i++) {
            if (!alive.contains(buckets.get(i))) {
                buckets.set(i, heirs.get(next));
                next++;
            }
        }
        return buckets;
    }

    private static int size(int servers) {
        int size = USUAL_SIZE;
        while (size < servers * BUCKETS_A_SERVER && size < LARGEST_SIZE) {
            size *= 2;
        }
        return size;
    }

    /** Each slot as often as its weight demands, as near as whole numbers allow. */
    private static List<Integer> shares(List<Weighted> servers, int size) {
        long total = servers.stream().mapToLong(Weighted::weight).sum();
        List<Integer> shares = new ArrayList<>(size);
        long before = 0;
        for (Weighted server : servers) {
            before += server.weight();
            // Rounding the running sum keeps every share within one of the exact one.
            long until = Math.floorDiv(before * size * 2 + total, total * 2);
            while (shares.size() < until) {
                shares.add(server.slot());
            }
        }
        return shares;
    }
}
