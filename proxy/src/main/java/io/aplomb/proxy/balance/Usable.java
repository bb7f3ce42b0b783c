package io.aplomb.proxy.balance;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the candidates that may receive traffic, and finds the best one by an order. */
final class Usable {

    private Usable() {}

    static <C extends Candidate> List<C> of(List<? extends C> candidates) {
        var usable = new ArrayList<C>(candidates.size());
        for (C candidate : candidates) {
            if (candidate.usable() && candidate.effectiveWeight() > 0) {
                usable.add(candidate);
            }
        }
        return usable;
    }

    /** Says whether the first is strictly better than the second. */
    @FunctionalInterface
    interface Better<E> {
        boolean than(E candidate, E best);
    }

    /**
     * The best entry that is neither saturated nor avoided; the avoided one if it is the only one
     * with room.
     */
    static <C extends Candidate, E extends Entry<C>> @Nullable E best(
            List<E> entries, Selection selection, Better<E> better) {
        E best = null;
        E avoided = null;
        for (int i = 0; i < entries.size(); i++) {
            E entry = entries.get(i);
            if (entry.candidate.saturated()) {
                continue;
            }
            if (selection.avoids(entry.candidate)) {
                avoided = entry;
            } else if (best == null || better.than(entry, best)) {
                best = entry;
            }
        }
        return best == null ? avoided : best;
    }

    /** A candidate with its weight at the last update. */
    static class Entry<C extends Candidate> {
        final C candidate;
        final int weight;

        Entry(C candidate) {
            this.candidate = candidate;
            this.weight = candidate.effectiveWeight();
        }
    }
}
