package io.aplomb.proxy.balance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code roundrobin}: each server in turn, by weight, interleaved.
 *
 * <p>Smooth weighted round robin: at each choice every candidate earns its weight, the richest is
 * chosen and pays the sum of all weights. Over one cycle each server is chosen in proportion to its
 * weight and its turns are spread evenly (3/1 gives a a b a, not a a a b). Credits survive weight
 * changes, so no burst follows one.
 */
final class RoundRobinBalancer<C extends Candidate> implements Balancer<C> {

    private List<Turn<C>> turns = List.of();

    private static final class Turn<C extends Candidate> extends Usable.Entry<C> {
        long credit;

        Turn(C candidate, long credit) {
            super(candidate);
            this.credit = credit;
        }
    }

    @Override
    public void update(List<? extends C> candidates) {
        Map<Integer, Turn<C>> former = new HashMap<>();
        for (Turn<C> turn : turns) {
            former.put(turn.candidate.id(), turn);
        }
        var next = new ArrayList<Turn<C>>();
        for (C candidate : Usable.<C>of(candidates)) {
            Turn<C> known = former.get(candidate.id());
            next.add(new Turn<>(candidate, known == null ? 0 : rescaled(known, candidate)));
        }
        turns = next;
    }

    /** A credit is worth so many turns of its server, whatever the weight is now. */
    private static long rescaled(Turn<?> known, Candidate candidate) {
        return known.credit * candidate.effectiveWeight() / known.weight;
    }

    @Override
    public @Nullable C pick(Selection selection) {
        long total = earn(selection);
        if (total == 0) {
            return onlyAvoided(selection);
        }
        Turn<C> chosen = Usable.best(turns, selection, (turn, best) -> turn.credit > best.credit);
        if (chosen == null) {
            return null;
        }
        chosen.credit -= total;
        return chosen.candidate;
    }

    private long earn(Selection selection) {
        long total = 0;
        for (int i = 0; i < turns.size(); i++) {
            Turn<C> turn = turns.get(i);
            if (!turn.candidate.saturated() && !selection.avoids(turn.candidate)) {
                turn.credit += turn.weight;
                total += turn.weight;
            }
        }
        return total;
    }

    private @Nullable C onlyAvoided(Selection selection) {
        Turn<C> avoided = Usable.best(turns, selection, (turn, best) -> false);
        return avoided == null ? null : avoided.candidate;
    }

    @Override
    public boolean dynamic() {
        return true;
    }
}
