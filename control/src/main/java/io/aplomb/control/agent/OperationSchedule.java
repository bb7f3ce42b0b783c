package io.aplomb.control.agent;

import io.aplomb.cluster.live.OperationOrder;
import io.aplomb.cluster.live.OperationResult;
import io.aplomb.cluster.live.OperationResult.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When which operation runs. Pure: inputs and the time in, effects out; not safe for several
 * threads.
 *
 * <pre>
 *  order --> waits for its start delay --> queue of its resource --> runs --> reported
 *                                               ^                      |
 *                                               +--- interval, jitter -+  (recurring)
 * </pre>
 *
 * <p><b>One after the other.</b> Operations of a resource run in the order given, one at a time;
 * those of different resources side by side, up to a limit. Where more wait than may run, orders
 * come before repetitions, so that slow monitors do not hold up a stop.
 *
 * <p><b>Recurring operations.</b> One runs at once, then again when the interval after its end is
 * over, plus up to {@value #JITTER_PARTS}th of it: what was ordered together shall not run together
 * for ever. The first result is reported, then each that differs from the last reported one. An
 * order with the same operation and interval takes the place of the former, runs at once and
 * reports anew. Whatever changes the resource ends its recurring operations, as in Pacemaker: all
 * that runs once but monitor, notify and the questions to an agent about itself.
 *
 * <p><b>Stimulus.</b> When the process of a resource has died, its monitors run at once instead of
 * at the next interval, at most one a second.
 *
 * <p><b>Limits.</b> A run that takes longer than its timeout is asked to end, and killed after
 * {@value #GRACE_MS} ms; one that was cancelled is killed at once.
 */
final class OperationSchedule {

    /** A run that was asked to end is killed after so many milliseconds. */
    static final long GRACE_MS = 1_000;

    /** Of orders without one, Pacemaker's default. */
    static final long DEFAULT_TIMEOUT_MS = 20_000;

    /** An interval is longer by less than this part of it. */
    static final int JITTER_PARTS = 10;

    /** A process that dies again and again shall not have monitors run without a pause. */
    static final long STIMULUS_GAP_MS = 1_000;

    private static final Set<String> CHANGE_NOTHING =
            Set.of("monitor", "notify", "meta-data", "validate-all", "status");

    private final LongUnaryOperator random;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Map<Long, Running> runs = new HashMap<>();
    private int limit;
    private long lastCallId;
    private long lastRun;
    private long lastTicket;

    /**
     * @param random a number below the one given and at least 0; asked with 1 and more
     * @param limit so many run at once, at least 1
     * @param firstCallId the number of the first order
     */
    OperationSchedule(LongUnaryOperator random, int limit, long firstCallId) {
        this.random = random;
        this.limit = limit;
        this.lastCallId = firstCallId - 1;
    }

    /** What is done for one order. */
    private static final class Job {
        private final OperationOrder order;
        private final long callId;

        /** When the next run is due; only of those that wait outside the queue. */
        private long dueMs;

        private long queuedMs;
        private long ticket;
        private Place place = Place.WAITS;

        /** Runs once more as soon as this run is over. */
        private boolean again;

        private @Nullable Outcome reported;

        Job(OperationOrder order, long callId, long dueMs) {
            this.order = order;
            this.callId = callId;
            this.dueMs = dueMs;
        }

        boolean recurring() {
            return order.intervalMs() > 0;
        }

        boolean is(String operation, long intervalMs) {
            return order.intervalMs() == intervalMs && order.operation().equals(operation);
        }
    }

    private enum Place {
        /** For its time. */
        WAITS,
        /** For others of its resource, or for room. */
        QUEUED,
        RUNS,
        /** Runs, but nothing more shall come of it. */
        ENDING
    }

    /** What makes one result differ from another. */
    private record Outcome(int rc, Status status, String exitReason) {}

    /** All of one resource. */
    private static final class Lane {
        private final Deque<Job> queue = new ArrayDeque<>();
        private final List<Job> waiting = new ArrayList<>();
        private @Nullable Running running;
        private long stimulatedMs = Long.MIN_VALUE / 2;

        boolean isEmpty() {
            return queue.isEmpty() && waiting.isEmpty() && running == null;
        }

        Stream<Job> all() {
            Running now = running;
            return Stream.of(
                            queue.stream(),
                            waiting.stream(),
                            now == null ? Stream.<Job>empty() : Stream.of(now.job))
                    .flatMap(jobs -> jobs);
        }
    }

    private static final class Running {
        private final long run;
        private final Lane lane;
        private final Job job;
        private final Moment begun;

        /** When the next step against it is due. */
        private long limitMs;

        private boolean timedOut;
        private boolean killed;

        Running(long run, Lane lane, Job job, Moment begun) {
            this.run = run;
            this.lane = lane;
            this.job = job;
            this.begun = begun;
            this.limitMs = begun.ms() + timeoutMs(job.order);
        }
    }

    private static long timeoutMs(OperationOrder order) {
        return order.timeoutMs() > 0 ? order.timeoutMs() : DEFAULT_TIMEOUT_MS;
    }

    /** Takes an order. */
    List<ScheduleEffect> submit(OperationOrder order, Moment now) {
        List<ScheduleEffect> effects = new ArrayList<>();
        Lane lane = lanes.computeIfAbsent(order.resource(), _ -> new Lane());
        if (order.intervalMs() > 0) {
            replace(lane, order);
        } else if (!CHANGE_NOTHING.contains(order.operation())) {
            for (Job former : lane.all().filter(Job::recurring).toList()) {
                end(lane, former, effects, now);
            }
        }
        Job job = new Job(order, ++lastCallId, now.ms() + order.startDelayMs());
        job.queuedMs = now.ms();
        if (order.startDelayMs() > 0) {
            lane.waiting.add(job);
        } else {
            queue(lane, job, now.ms());
        }
        beginWhatMay(effects, now);
        return effects;
    }

    /** The former is not reported any more: who gave the new order waits for that one. */
    private static void replace(Lane lane, OperationOrder order) {
        lane.all()
                .filter(former -> former.is(order.operation(), order.intervalMs()))
                .toList()
                .forEach(
                        former -> {
                            lane.queue.remove(former);
                            lane.waiting.remove(former);
                            if (former.place == Place.RUNS) {
                                former.place = Place.ENDING;
                                former.reported = null;
                                former.again = false;
                            }
                        });
    }

    /**
     * Ends a recurring operation, or an order that has not begun; {@link Status#CANCELLED} is
     * reported once it is over.
     *
     * @return whether there was one
     */
    boolean cancel(
            String resource,
            String operation,
            long intervalMs,
            Moment now,
            List<ScheduleEffect> effects) {
        Lane lane = lanes.get(resource);
        if (lane == null) {
            return false;
        }
        List<Job> found =
                lane.all()
                        .filter(job -> job.is(operation, intervalMs))
                        .filter(job -> job.recurring() || job.place != Place.RUNS)
                        .filter(job -> job.place != Place.ENDING)
                        .toList();
        found.forEach(job -> end(lane, job, effects, now));
        dropIfEmpty(resource, lane);
        return !found.isEmpty();
    }

    private void end(Lane lane, Job job, List<ScheduleEffect> effects, Moment now) {
        Running running = lane.running;
        if (running != null && running.job == job) {
            if (job.place == Place.RUNS) {
                job.place = Place.ENDING;
                job.reported = CANCELLED;
                effects.add(new ScheduleEffect.End(running.run, true));
                running.killed = true;
                running.limitMs = Long.MAX_VALUE;
            }
            return;
        }
        lane.queue.remove(job);
        lane.waiting.remove(job);
        effects.add(
                new ScheduleEffect.Report(
                        result(job, CANCELLED, now.ms() - job.queuedMs, 0, now.epochS())));
    }

    private static final Outcome CANCELLED = new Outcome(Ocf.UNKNOWN, Status.CANCELLED, "");

    /**
     * Has the recurring monitors of a resource run now: something has happened to it. One that runs
     * already may have looked before, and runs once more.
     */
    List<ScheduleEffect> stimulate(String resource, Moment now) {
        List<ScheduleEffect> effects = new ArrayList<>();
        Lane lane = lanes.get(resource);
        if (lane == null) {
            return effects;
        }
        long atMs =
                lane.stimulatedMs > now.ms()
                        ? lane.stimulatedMs
                        : Math.max(now.ms(), lane.stimulatedMs + STIMULUS_GAP_MS);
        lane.stimulatedMs = atMs;
        lane.all()
                .filter(job -> job.recurring() && job.order.operation().equals("monitor"))
                .toList()
                .forEach(
                        job -> {
                            switch (job.place) {
                                case WAITS -> job.dueMs = Math.min(job.dueMs, atMs);
                                case RUNS -> job.again = true;
                                case QUEUED, ENDING -> {}
                            }
                        });
        effects.addAll(advance(now));
        return effects;
    }

    /** Tells that a run is over. */
    List<ScheduleEffect> finished(long run, AgentAnswer answer, Moment now) {
        List<ScheduleEffect> effects = new ArrayList<>();
        Running running = runs.remove(run);
        if (running == null) {
            throw new IllegalStateException("no run " + run);
        }
        Lane lane = running.lane;
        Job job = running.job;
        lane.running = null;
        long executedMs = now.ms() - running.begun.ms();
        long queuedMs = Math.max(0, running.begun.ms() - job.queuedMs);
        if (job.place == Place.ENDING) {
            if (job.reported != null) { // cancelled, not replaced
                effects.add(
                        new ScheduleEffect.Report(
                                result(
                                        job,
                                        CANCELLED,
                                        queuedMs,
                                        executedMs,
                                        running.begun.epochS())));
            }
        } else {
            Outcome outcome = outcome(running, answer);
            if (!outcome.equals(job.reported)) {
                job.reported = outcome;
                effects.add(
                        new ScheduleEffect.Report(
                                result(
                                        job,
                                        outcome,
                                        queuedMs,
                                        executedMs,
                                        running.begun.epochS())));
            }
            if (job.recurring()) {
                waitForNext(lane, job, now);
            }
        }
        dropIfEmpty(job.order.resource(), lane);
        effects.addAll(advance(now));
        return effects;
    }

    private void waitForNext(Lane lane, Job job, Moment now) {
        long interval = job.order.intervalMs();
        long jitterMs = random.applyAsLong(Math.max(1, interval / JITTER_PARTS));
        job.place = Place.WAITS;
        job.dueMs =
                job.again ? Math.max(now.ms(), lane.stimulatedMs) : now.ms() + interval + jitterMs;
        job.again = false;
        lane.waiting.add(job);
    }

    private static Outcome outcome(Running running, AgentAnswer answer) {
        if (running.timedOut) {
            return new Outcome(
                    Ocf.GENERIC_ERROR, Status.TIMEOUT, tooLong(timeoutMs(running.job.order)));
        }
        return new Outcome(answer.rc(), answer.status(), answer.exitReason());
    }

    /** Pacemaker's words for it. */
    static String tooLong(long timeoutMs) {
        return "Resource agent did not complete within "
                + (timeoutMs % 1000 == 0 ? timeoutMs / 1000 + "s" : timeoutMs + "ms");
    }

    private static OperationResult result(
            Job job, Outcome outcome, long queuedMs, long executedMs, long epochS) {
        return new OperationResult(
                job.order,
                job.callId,
                outcome.rc(),
                outcome.status(),
                outcome.exitReason(),
                queuedMs,
                executedMs,
                epochS,
                epochS);
    }

    /** Does what is due. */
    List<ScheduleEffect> advance(Moment now) {
        List<ScheduleEffect> effects = new ArrayList<>();
        for (Running running : runs.values()) {
            if (running.limitMs <= now.ms()) {
                pressOn(running, effects, now);
            }
        }
        for (Lane lane : lanes.values()) {
            for (Job job : lane.waiting.stream().filter(job -> job.dueMs <= now.ms()).toList()) {
                lane.waiting.remove(job);
                queue(lane, job, now.ms());
            }
        }
        beginWhatMay(effects, now);
        return effects;
    }

    private static void pressOn(Running running, List<ScheduleEffect> effects, Moment now) {
        effects.add(new ScheduleEffect.End(running.run, running.timedOut));
        running.killed = running.timedOut;
        running.limitMs = running.killed ? Long.MAX_VALUE : now.ms() + GRACE_MS;
        running.timedOut = true;
    }

    private void queue(Lane lane, Job job, long nowMs) {
        job.place = Place.QUEUED;
        job.queuedMs = nowMs;
        job.ticket = ++lastTicket;
        lane.queue.add(job);
    }

    private void beginWhatMay(List<ScheduleEffect> effects, Moment now) {
        while (runs.size() < limit) {
            Lane lane = next();
            if (lane == null) {
                return;
            }
            Job job = lane.queue.remove();
            job.place = Place.RUNS;
            Running running = new Running(++lastRun, lane, job, now);
            lane.running = running;
            runs.put(running.run, running);
            effects.add(new ScheduleEffect.Begin(running.run, job.order));
        }
    }

    /** Whose turn it is: orders before repetitions, then who came first. */
    private @Nullable Lane next() {
        Lane best = null;
        Job first = null;
        for (Lane lane : lanes.values()) {
            Job head = lane.queue.peek();
            if (head != null && lane.running == null && (first == null || before(head, first))) {
                best = lane;
                first = head;
            }
        }
        return best;
    }

    private static boolean before(Job one, Job other) {
        boolean repetition = one.reported != null;
        boolean otherRepetition = other.reported != null;
        return repetition == otherRepetition ? one.ticket < other.ticket : otherRepetition;
    }

    private void dropIfEmpty(String resource, Lane lane) {
        if (lane.isEmpty()) {
            lanes.remove(resource, lane);
        }
    }

    /**
     * When {@link #advance} has something to do again, in milliseconds; the end of time for never.
     */
    long nextDueMs() {
        long next = Long.MAX_VALUE;
        for (Running running : runs.values()) {
            next = Math.min(next, running.limitMs);
        }
        for (Lane lane : lanes.values()) {
            for (Job job : lane.waiting) {
                next = Math.min(next, job.dueMs);
            }
        }
        return next;
    }

    /** So many run at once from now on; those that run already run on. */
    List<ScheduleEffect> limit(int most, Moment now) {
        limit = most;
        return advance(now);
    }

    /** What runs now. */
    List<OperationOrder> running() {
        return runs.values().stream().map(running -> running.job.order).toList();
    }

    /** What runs again and again. */
    List<OperationOrder> recurring() {
        return lanes.values().stream()
                .flatMap(Lane::all)
                .filter(job -> job.recurring() && job.place != Place.ENDING)
                .map(job -> job.order)
                .toList();
    }

    /** Whether nothing of a resource waits, is queued or runs, but repetitions that wait. */
    boolean isIdle(String resource) {
        Lane lane = lanes.get(resource);
        return lane == null || (lane.running == null && lane.queue.isEmpty());
    }
}
