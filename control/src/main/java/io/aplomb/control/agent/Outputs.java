package io.aplomb.control.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What agents printed last, for people who ask why. Bounded; safe for many threads. */
final class Outputs {

    /** So many runs are kept of a resource. */
    private static final int RUNS = 8;

    /** Of each of the two outputs of a run, its end. */
    private static final int CHARACTERS = 4_096;

    /** Of so many resources; those that printed longest ago go first. */
    private static final int RESOURCES = 1_000;

    /** The least recently used first. */
    private final Map<String, Deque<PastRun>> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** Keeps what a run printed, if anything; and every failure. */
    synchronized void keep(PastRun run) {
        boolean silent = run.output().isEmpty() && run.error().isEmpty();
        if (silent && run.rc() == Ocf.SUCCESS) {
            return;
        }
        Deque<PastRun> runs = kept.computeIfAbsent(run.resource(), _ -> new ArrayDeque<>());
        PastRun last = runs.peekLast();
        if (last != null && last.saysTheSame(run)) {
            runs.removeLast(); // a monitor that says the same each time does not push the rest out
        }
        runs.add(run.shortened(CHARACTERS));
        if (runs.size() > RUNS) {
            PastRun _ = runs.remove();
        }
        if (kept.size() > RESOURCES) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    /** The last runs of a resource, the oldest first. */
    synchronized List<PastRun> of(String resource) {
        Deque<PastRun> runs = kept.get(resource);
        return runs == null ? List.of() : List.copyOf(runs);
    }
}
