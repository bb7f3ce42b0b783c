package io.aplomb.control.guard;

import io.aplomb.cluster.live.LapsePolicy;
import io.aplomb.control.guard.GuardSettings.SelfFence;
import io.aplomb.control.guard.Held.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the guard decides: (state, event, now) to effects.
 *
 * <pre>
 *            lease                 deadline, or the daemon dies
 *  nothing ---------&gt; entitled ---------------------------------&gt; a round: removals of all, then
 *                        ^                                          steps, those that need others first
 *                        | lease                                       |
 *                        +---------------- all stopped &lt;---------------+
 *                                                                      | some failed, or the margin is over
 *                                                                      v
 *                                                                   self-fencing
 * </pre>
 *
 * <p>Without a lease nothing is held: what is announced then is stopped at once. A round that has
 * begun is carried to its end, even when a new lease comes meanwhile: half of it is worse than all
 * of it, and the daemon is told what was stopped.
 *
 * <p>Time has to be told ({@link GuardEvent.TimeCame}) after the events that came by then, so that
 * a renewal that was in the pipe before the deadline counts.
 */
final class GuardCore {

    /** A machine that said it would reset and still runs after so long tries the next way. */
    private static final long FENCING_PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private static final int NO_FENCING = -1;

    private final Map<String, Held> held = new LinkedHashMap<>();
    private final List<GuardEffect> effects = new ArrayList<>();
    private GuardSettings settings = GuardSettings.DEFAULT;

    private boolean leased;
    private boolean wasEntitled;
    private boolean lapsed;
    private long deadlineNs;
    private LapsePolicy policy = LapsePolicy.STOP;

    private boolean inRound;
    private long roundSinceNs;
    private boolean overdue;

    private boolean orphaned;
    private boolean ending;
    private boolean suicide;
    private int fencing = NO_FENCING;
    private long fencingUntilNs;
    private long runs;

    /** Takes an event at a time, which never goes back. */
    List<GuardEffect> on(GuardEvent event, long nowNs) {
        switch (event) {
            case GuardEvent.Told(GuardOrder order) -> told(order, nowNs);
            case GuardEvent.Orphaned _ -> orphaned(nowNs);
            case GuardEvent.Removed(String id, boolean gone) -> removed(id, gone, nowNs);
            case GuardEvent.StepEnded(long run, int rc) -> stepEnded(run, rc, nowNs);
            case GuardEvent.FencingEnded(int way, int rc) -> fencingEnded(way, rc, nowNs);
            case GuardEvent.TimeCame _ -> timeCame(nowNs);
        }
        List<GuardEffect> result = List.copyOf(effects);
        effects.clear();
        return result;
    }

    /** When {@link GuardEvent.TimeCame} is due; {@link Long#MAX_VALUE} for never. */
    long dueNs() {
        long due = leased && !lapsed ? deadlineNs : Long.MAX_VALUE;
        if (inRound && !overdue) {
            due = Math.min(due, marginEndNs());
        }
        if (fencing != NO_FENCING) {
            due = Math.min(due, fencingUntilNs);
        }
        for (Held one : held.values()) {
            due = Math.min(due, one.limitNs);
        }
        return due;
    }

    /**
     * Whether the watchdog is fed: while this machine holds nothing that it has no right to, or is
     * about to be rid of it in time.
     */
    boolean feeds(long nowNs) {
        if (fencing != NO_FENCING) {
            return false;
        }
        if (inRound) {
            return nowNs < marginEndNs();
        }
        return isEntitled(nowNs) || held.values().stream().noneMatch(GuardCore::hasFailed);
    }

    private boolean isEntitled(long nowNs) {
        return leased && !orphaned && nowNs < deadlineNs;
    }

    private long marginEndNs() {
        return roundSinceNs + TimeUnit.MILLISECONDS.toNanos(settings.stopMarginMs());
    }

    private void told(GuardOrder order, long nowNs) {
        switch (order) {
            case GuardOrder.Configure(GuardSettings changed) -> settings = changed;
            case GuardOrder.Lease(long untilNs, LapsePolicy then) -> lease(untilNs, then, nowNs);
            case GuardOrder.Keep(Hold hold) -> keep(hold, nowNs);
            case GuardOrder.Release(String id) -> release(id, nowNs);
            case GuardOrder.Mark(long number) -> tell(new GuardReport.Seen(number));
            case GuardOrder.Done _ -> {
                ending = true;
                if (!inRound) {
                    effects.add(new GuardEffect.End(true));
                }
            }
        }
    }

    private void lease(long untilNs, LapsePolicy then, long nowNs) {
        leased = true;
        deadlineNs = untilNs;
        policy = then;
        if (nowNs < untilNs) {
            wasEntitled = true;
            lapsed = false;
            if (!inRound) {
                forgetFailures();
            }
        }
    }

    /** What could not be stopped may run again. */
    private void forgetFailures() {
        held.values().stream().filter(GuardCore::hasFailed).forEach(one -> one.settle(Stage.KEPT));
    }

    private void keep(Hold hold, long nowNs) {
        drop(hold.id());
        held.put(hold.id(), new Held(hold));
        if (orphaned || !leased || (lapsed && policy != LapsePolicy.FREEZE)) {
            begin(leased && !orphaned ? policy : LapsePolicy.STOP, nowNs, nowNs);
        }
    }

    private void release(String id, long nowNs) {
        drop(id);
        proceed(nowNs);
    }

    private void drop(String id) {
        Held old = held.remove(id);
        if (old != null && old.run != Held.NO_RUN) {
            effects.add(new GuardEffect.Abort(old.run));
        }
    }

    private void orphaned(long nowNs) {
        orphaned = true;
        tell(new GuardReport.Lapsed(LapsePolicy.STOP, 0));
        begin(LapsePolicy.STOP, nowNs, nowNs);
    }

    private void timeCame(long nowNs) {
        for (Held one : List.copyOf(held.values())) {
            if (one.stage == Stage.RUNNING && nowNs >= one.limitNs) {
                effects.add(new GuardEffect.Abort(one.run));
                failed(one, GuardReport.TIMED_OUT, nowNs);
            }
        }
        if (leased && !lapsed && nowNs >= deadlineNs) {
            lapse(nowNs);
        }
        proceed(nowNs);
        if (inRound && !overdue && nowNs >= marginEndNs()) {
            overdue = true;
            tell(new GuardReport.Remark("not all is stopped in time"));
            fenceUnlessUnderWay(nowNs);
        }
        if (fencing != NO_FENCING && nowNs >= fencingUntilNs) {
            fence(fencing + 1, nowNs);
        }
    }

    private void lapse(long nowNs) {
        lapsed = true;
        if (!wasEntitled && held.isEmpty()) {
            // A node that has not joined yet has lost nothing.
            return;
        }
        tell(new GuardReport.Lapsed(policy, ms(nowNs - deadlineNs)));
        if (policy == LapsePolicy.SUICIDE && !settings.selfFence().isEmpty()) {
            suicide = true;
            held.values().forEach(this::remove);
            fenceUnlessUnderWay(nowNs);
        } else if (policy != LapsePolicy.FREEZE) {
            if (inRound) {
                // A lease that came meanwhile gave what it covered a margin of its own.
                roundSinceNs = deadlineNs;
                overdue = false;
            }
            begin(policy, deadlineNs, nowNs);
        }
    }

    /** Everything that nobody stops yet, by that policy. */
    private void begin(LapsePolicy by, long sinceNs, long nowNs) {
        if (!inRound) {
            inRound = true;
            overdue = false;
            roundSinceNs = sinceNs;
        }
        for (Held one : held.values()) {
            boolean keeps = by == LapsePolicy.DEMOTE && isDemotable(one, held.size());
            if (one.stage == Stage.KEPT && !(keeps && one.demoted)) {
                one.wait(keeps);
                if (!keeps) {
                    remove(one);
                }
            }
        }
        proceed(nowNs);
    }

    /**
     * Whether it can go on demoted: what it needs has to go on, too.
     *
     * @param depth how many may follow one another: no more than there are
     */
    private boolean isDemotable(Held one, int depth) {
        if (one.hold.demote().isEmpty() || depth < 0) {
            return false;
        }
        for (String need : one.hold.needs()) {
            Held needed = held.get(need);
            if (needed != null && !isDemotable(needed, depth - 1)) {
                return false;
            }
        }
        return true;
    }

    private void remove(Held one) {
        one.removed = null;
        if (!one.hold.removals().isEmpty()) {
            effects.add(new GuardEffect.Remove(one.hold.id(), one.hold.removals()));
        }
    }

    /** Starts what nothing stands in the way of; ends the round when nothing is left. */
    private void proceed(long nowNs) {
        if (!inRound) {
            return;
        }
        boolean more = true;
        while (more) {
            more = false;
            for (Held one : List.copyOf(held.values())) {
                if (one.stage == Stage.WAITING && !isNeeded(one.hold.id())) {
                    startNext(one, nowNs);
                    more = true;
                }
            }
            if (!more && isAny(Stage.WAITING) && !isAny(Stage.RUNNING)) {
                // They need each other in a circle: no order is right, any is better than none.
                held.values().stream()
                        .filter(one -> one.stage == Stage.WAITING)
                        .findFirst()
                        .ifPresent(one -> startNext(one, nowNs));
                more = true;
            }
        }
        if (held.values().stream().noneMatch(one -> one.stage.isOpen())) {
            endRound(nowNs);
        }
    }

    private boolean isAny(Stage stage) {
        return held.values().stream().anyMatch(one -> one.stage == stage);
    }

    private boolean isNeeded(String id) {
        return held.values().stream()
                .anyMatch(one -> one.stage.isOpen() && one.hold.needs().contains(id));
    }

    private void startNext(Held one, long nowNs) {
        List<Step> steps = one.steps();
        if (one.next < steps.size()) {
            Step step = steps.get(one.next);
            one.next++;
            one.runs(runs, nowNs + TimeUnit.MILLISECONDS.toNanos(step.limitMs()));
            effects.add(new GuardEffect.Run(runs, step));
            runs++;
        } else if (one.removed == null) {
            one.runs(Held.NO_RUN, Long.MAX_VALUE);
        } else {
            settle(one, one.removed ? 0 : GuardReport.NOT_REMOVED, nowNs);
        }
    }

    private void removed(String id, boolean gone, long nowNs) {
        Held one = held.get(id);
        if (one == null) {
            return;
        }
        one.removed = gone;
        if (one.stage == Stage.RUNNING && one.run == Held.NO_RUN) {
            settle(one, gone ? 0 : GuardReport.NOT_REMOVED, nowNs);
            proceed(nowNs);
        }
    }

    private void stepEnded(long run, int rc, long nowNs) {
        for (Held one : List.copyOf(held.values())) {
            if (one.run == run) {
                if (rc == 0) {
                    settle(one, rc, nowNs);
                } else {
                    failed(one, rc, nowNs);
                }
            }
        }
        proceed(nowNs);
    }

    /** The step of that one has failed. */
    private void failed(Held one, int rc, long nowNs) {
        if (one.next < one.steps().size()) {
            startNext(one, nowNs);
        } else if (one.demoting) {
            one.settle(Stage.KEPT);
            one.wait(false);
            remove(one);
        } else {
            settle(one, rc, nowNs);
        }
    }

    private void settle(Held one, int rc, long nowNs) {
        long sinceMs = ms(nowNs - roundSinceNs);
        String id = one.hold.id();
        if (one.demoting && rc == 0) {
            one.demoted = true;
            one.settle(Stage.KEPT);
            tell(new GuardReport.Demoted(id, sinceMs));
        } else {
            one.settle(rc == 0 ? Stage.DONE : Stage.FAILED);
            tell(new GuardReport.Stopped(id, rc, sinceMs));
        }
    }

    private void endRound(long nowNs) {
        inRound = false;
        held.values().removeIf(one -> one.stage == Stage.DONE);
        int failures = (int) held.values().stream().filter(GuardCore::hasFailed).count();
        tell(new GuardReport.AllStopped(failures, ms(nowNs - roundSinceNs)));
        boolean unsafe = failures > 0 && !isEntitled(nowNs);
        if (unsafe) {
            fenceUnlessUnderWay(nowNs);
        } else {
            forgetFailures();
        }
        if ((orphaned || ending) && fencing == NO_FENCING) {
            effects.add(new GuardEffect.End(!unsafe));
        }
    }

    private static boolean hasFailed(Held one) {
        return one.stage == Stage.FAILED;
    }

    private void fenceUnlessUnderWay(long nowNs) {
        if (fencing == NO_FENCING && !settings.selfFence().isEmpty()) {
            fence(0, nowNs);
        }
    }

    /** After the last way the first again, while there is a reason. */
    private void fence(int number, long nowNs) {
        List<SelfFence> ways = settings.selfFence();
        boolean reason = suicide || inRound || isAny(Stage.FAILED);
        if (!reason) {
            fencing = NO_FENCING;
            if (orphaned || ending) {
                effects.add(new GuardEffect.End(true));
            }
            return;
        }
        fencing = number % ways.size();
        fencingUntilNs = nowNs + FENCING_PATIENCE_NS;
        SelfFence way = ways.get(fencing);
        tell(new GuardReport.SelfFencing(way.toString()));
        effects.add(new GuardEffect.Fence(fencing, way));
    }

    /** One that failed leaves the next to try; after the last one there is a pause. */
    private void fencingEnded(int way, int rc, long nowNs) {
        boolean last = way == settings.selfFence().size() - 1;
        if (way == fencing && rc != 0 && !last) {
            fence(way + 1, nowNs);
        }
    }

    private void tell(GuardReport report) {
        effects.add(new GuardEffect.Tell(report));
    }

    private static long ms(long ns) {
        return TimeUnit.NANOSECONDS.toMillis(ns);
    }

    /** What is held, for tests of this class. */
    Set<String> ids() {
        return Set.copyOf(held.keySet());
    }
}
