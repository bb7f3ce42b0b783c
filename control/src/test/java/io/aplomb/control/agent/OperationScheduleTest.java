package io.aplomb.control.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.live.AgentName;
import io.aplomb.cluster.live.OperationOrder;
import io.aplomb.cluster.live.OperationResult;
import io.aplomb.cluster.live.OperationResult.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When which operation runs, on a virtual clock. */
class OperationScheduleTest {

    private static final AgentName AGENT = new AgentName("ocf", "heartbeat", "Dummy");
    private static final long INTERVAL_MS = 10_000;

    private final List<ScheduleEffect> effects = new ArrayList<>();
    private long nowMs = 1_000_000;
    private OperationSchedule schedule = new OperationSchedule(_ -> 0, 4, 1);

    private Moment now() {
        return new Moment(nowMs, nowMs / 1000);
    }

    private static OperationOrder order(String resource, String operation, long intervalMs) {
        return order(resource, operation, intervalMs, 0);
    }

    private static OperationOrder order(
            String resource, String operation, long intervalMs, long delayMs) {
        return new OperationOrder(
                1,
                1,
                1,
                resource,
                AGENT,
                operation,
                intervalMs,
                5_000,
                delayMs,
                Map.of(),
                0,
                "digest");
    }

    private void submit(String resource, String operation, long intervalMs) {
        effects.addAll(schedule.submit(order(resource, operation, intervalMs), now()));
    }

    private void pass(long ms) {
        nowMs += ms;
        effects.addAll(schedule.advance(now()));
    }

    private void finish(String key, AgentAnswer answer) {
        long run = begun(key);
        effects.addAll(schedule.finished(run, answer, now()));
    }

    private void finish(String key) {
        finish(key, AgentAnswer.of(Ocf.SUCCESS));
    }

    /** Takes the effect that begins it. */
    private long begun(String key) {
        for (ScheduleEffect effect : List.copyOf(effects)) {
            if (effect instanceof ScheduleEffect.Begin(long run, OperationOrder order)
                    && order.key().equals(key)) {
                effects.remove(effect);
                return run;
            }
        }
        throw new AssertionError(key + " has not begun: " + effects);
    }

    private List<String> begun() {
        return effects.stream()
                .filter(ScheduleEffect.Begin.class::isInstance)
                .map(effect -> ((ScheduleEffect.Begin) effect).order().key())
                .toList();
    }

    private OperationResult reported() {
        List<OperationResult> reports =
                effects.stream()
                        .filter(ScheduleEffect.Report.class::isInstance)
                        .map(effect -> ((ScheduleEffect.Report) effect).result())
                        .toList();
        assertThat(reports).hasSize(1);
        effects.removeIf(ScheduleEffect.Report.class::isInstance);
        return reports.getFirst();
    }

    private boolean nothingReported() {
        return effects.stream().noneMatch(ScheduleEffect.Report.class::isInstance);
    }

    @Test
    void operationsOfOneResource_runOneAfterTheOther_inTheOrderGiven() {
        submit("a", "start", 0);
        submit("a", "promote", 0);
        submit("b", "start", 0);
        assertThat(begun()).containsExactly("a_start_0", "b_start_0");
        nowMs += 70;
        finish("a_start_0");
        assertThat(begun()).containsExactly("b_start_0", "a_promote_0");
        assertThat(reported().callId()).isEqualTo(1);
        nowMs += 30;
        finish("a_promote_0");
        OperationResult promoted = reported();
        assertThat(promoted.callId()).isEqualTo(2);
        assertThat(promoted.queuedMs()).isEqualTo(70);
        assertThat(promoted.executedMs()).isEqualTo(30);
    }

    @Test
    void limit_boundsHowManyRun_andOrdersComeBeforeRepetitions() {
        schedule = new OperationSchedule(_ -> 0, 1, 1);
        submit("a", "monitor", INTERVAL_MS);
        finish("a_monitor_10000");
        submit("b", "monitor", INTERVAL_MS);
        finish("b_monitor_10000");
        submit("slow", "start", 0);
        pass(INTERVAL_MS);
        submit("c", "stop", 0);
        assertThat(begun()).containsExactly("slow_start_0");
        finish("slow_start_0");
        assertThat(begun()).containsExactly("c_stop_0");
        finish("c_stop_0");
        assertThat(begun()).containsExactly("a_monitor_10000");
        effects.addAll(schedule.limit(2, now()));
        assertThat(begun()).containsExactly("a_monitor_10000", "b_monitor_10000");
    }

    @Test
    void recurringOperation_runsAtOnceAndThenEachInterval_andReportsChangesOnly() {
        submit("a", "monitor", INTERVAL_MS);
        finish("a_monitor_10000");
        assertThat(reported().rc()).isEqualTo(Ocf.SUCCESS);
        pass(INTERVAL_MS - 1);
        assertThat(begun()).isEmpty();
        pass(1);
        finish("a_monitor_10000");
        assertThat(nothingReported()).isTrue();
        pass(INTERVAL_MS);
        finish("a_monitor_10000", AgentAnswer.of(Ocf.NOT_RUNNING, "gone"));
        OperationResult failed = reported();
        assertThat(failed.rc()).isEqualTo(Ocf.NOT_RUNNING);
        assertThat(failed.exitReason()).isEqualTo("gone");
        assertThat(failed.callId()).as("the call of the order").isEqualTo(1);
        pass(INTERVAL_MS);
        finish("a_monitor_10000", AgentAnswer.of(Ocf.NOT_RUNNING, "gone"));
        assertThat(nothingReported()).isTrue();
        pass(INTERVAL_MS);
        finish("a_monitor_10000", AgentAnswer.of(Ocf.NOT_RUNNING, "for another reason"));
        assertThat(reported().exitReason()).isEqualTo("for another reason");
    }

    @Test
    void jitter_neverShortensAnInterval_andLengthensItByATenthAtMost() {
        Random random = new Random(7);
        schedule = new OperationSchedule(random::nextLong, 1000, 1);
        for (int i = 0; i < 100; i++) {
            submit("r" + i, "monitor", INTERVAL_MS);
        }
        for (int i = 0; i < 100; i++) {
            finish("r" + i + "_monitor_10000");
        }
        effects.clear();
        pass(INTERVAL_MS - 1);
        assertThat(begun()).isEmpty();
        pass(INTERVAL_MS / 20);
        assertThat(begun()).as("half of the jitter").hasSizeBetween(30, 70);
        pass(INTERVAL_MS / 20 + 1);
        assertThat(begun()).hasSize(100);
    }

    @Test
    void timeout_asksToEnd_thenKills_andReportsTimedOut() {
        submit("a", "start", 0);
        pass(4_999);
        assertThat(effects).hasSize(1);
        pass(1);
        assertThat(effects).contains(new ScheduleEffect.End(1, false));
        assertThat(effects).doesNotContain(new ScheduleEffect.End(1, true));
        pass(OperationSchedule.GRACE_MS);
        assertThat(effects).contains(new ScheduleEffect.End(1, true));
        assertThat(schedule.nextDueMs()).isEqualTo(Long.MAX_VALUE);
        finish("a_start_0", AgentAnswer.failed("Process interrupted by signal 9"));
        OperationResult result = reported();
        assertThat(result.status()).isEqualTo(Status.TIMEOUT);
        assertThat(result.rc()).isEqualTo(Ocf.GENERIC_ERROR);
        assertThat(result.exitReason()).isEqualTo("Resource agent did not complete within 5s");
    }

    @Test
    void cancel_ofWhatWaits_reportsAtOnce_andOfWhatRuns_killsFirst() {
        submit("a", "monitor", INTERVAL_MS);
        finish("a_monitor_10000");
        effects.clear();
        assertThat(schedule.cancel("a", "monitor", INTERVAL_MS, now(), effects)).isTrue();
        assertThat(reported().status()).isEqualTo(Status.CANCELLED);
        assertThat(schedule.cancel("a", "monitor", INTERVAL_MS, now(), effects)).isFalse();
        pass(INTERVAL_MS * 3);
        assertThat(effects).isEmpty();

        submit("b", "monitor", INTERVAL_MS);
        assertThat(schedule.cancel("b", "monitor", INTERVAL_MS, now(), effects)).isTrue();
        assertThat(effects).contains(new ScheduleEffect.End(2, true));
        assertThat(nothingReported()).isTrue();
        assertThat(schedule.recurring()).isEmpty();
        finish("b_monitor_10000", AgentAnswer.failed("Process interrupted by signal 9"));
        assertThat(reported().status()).isEqualTo(Status.CANCELLED);
        pass(INTERVAL_MS * 3);
        assertThat(begun()).isEmpty();
    }

    @Test
    void changeOfAResource_endsItsRecurringOperationsFirst() {
        submit("a", "monitor", INTERVAL_MS);
        submit("a", "notify", 0);
        submit("b", "monitor", INTERVAL_MS);
        finish("a_monitor_10000");
        finish("a_notify_0");
        finish("b_monitor_10000");
        assertThat(schedule.recurring()).hasSize(2);
        effects.clear();
        submit("a", "stop", 0);
        assertThat(reported().status()).isEqualTo(Status.CANCELLED);
        assertThat(schedule.recurring()).hasSize(1);
        assertThat(begun()).containsExactly("a_stop_0");
    }

    @Test
    void sameOrderAgain_takesThePlaceOfTheFormer_andReportsAnew() {
        submit("a", "monitor", INTERVAL_MS);
        finish("a_monitor_10000");
        assertThat(reported().callId()).isEqualTo(1);
        submit("a", "monitor", INTERVAL_MS);
        submit("a", "monitor", INTERVAL_MS);
        long former = begun("a_monitor_10000");
        effects.addAll(schedule.finished(former, AgentAnswer.of(0), now()));
        assertThat(nothingReported()).as("that of the one that was replaced").isTrue();
        finish("a_monitor_10000");
        assertThat(reported().callId()).isEqualTo(3);
        assertThat(schedule.recurring()).hasSize(1);
        pass(INTERVAL_MS);
        assertThat(begun()).containsExactly("a_monitor_10000");
    }

    @Test
    void startDelay_keepsOneBack_andNoOther() {
        effects.addAll(schedule.submit(order("a", "monitor", INTERVAL_MS, 3_000), now()));
        submit("a", "notify", 0);
        assertThat(begun()).containsExactly("a_notify_0");
        finish("a_notify_0");
        effects.clear();
        pass(2_999);
        assertThat(begun()).isEmpty();
        assertThat(schedule.nextDueMs()).isEqualTo(nowMs + 1);
        pass(1);
        assertThat(begun()).containsExactly("a_monitor_10000");
    }

    @Test
    void stimulus_runsMonitorsAtOnce_butNotWithoutEnd() {
        submit("a", "monitor", INTERVAL_MS);
        finish("a_monitor_10000");
        effects.clear();
        nowMs += 500;
        effects.addAll(schedule.stimulate("a", now()));
        assertThat(begun()).containsExactly("a_monitor_10000");
        effects.addAll(schedule.stimulate("a", now()));
        finish("a_monitor_10000");
        assertThat(begun()).as("one may have looked too early, but not at once").isEmpty();
        effects.addAll(schedule.stimulate("a", now()));
        effects.addAll(schedule.stimulate("a", now()));
        pass(OperationSchedule.STIMULUS_GAP_MS - 1);
        assertThat(begun()).isEmpty();
        pass(1);
        finish("a_monitor_10000");
        pass(INTERVAL_MS - 1);
        assertThat(begun()).isEmpty();
        pass(1);
        assertThat(begun()).hasSize(1);
        effects.addAll(schedule.stimulate("nobody", now()));
    }

    /** A reference model beside it: whatever comes, the rules that matter hold after each step. */
    @Test
    void storm_neverRunsTwoOfAResource_norMoreThanTheLimit_andAnswersEachOrder() {
        for (int seed = 0; seed < 200; seed++) {
            new Storm(seed).run();
        }
    }

    private static final class Storm {
        private static final String[] OPERATIONS = {"start", "stop", "monitor", "notify"};
        private final Random random;
        private final String name;
        private final OperationSchedule schedule;
        private final int limit;
        private final Map<Long, OperationOrder> running = new HashMap<>();
        private final Map<Integer, OperationOrder> unanswered = new HashMap<>();
        private long nowMs;
        private int orders;

        Storm(int seed) {
            random = new Random(seed);
            name = "seed " + seed;
            limit = 1 + random.nextInt(4);
            schedule = new OperationSchedule(random::nextLong, limit, 1);
        }

        Moment now() {
            return new Moment(nowMs, nowMs / 1000);
        }

        void run() {
            for (int step = 0; step < 300; step++) {
                nowMs += random.nextInt(400);
                take(schedule.advance(now()));
                switch (random.nextInt(5)) {
                    case 0, 1 -> order();
                    case 2 -> finishOne();
                    case 3 -> take(schedule.stimulate(resource(), now()));
                    default -> {
                        List<ScheduleEffect> effects = new ArrayList<>();
                        boolean _ = schedule.cancel(resource(), "monitor", 1_000, now(), effects);
                        take(effects);
                    }
                }
            }
            for (int rest = 0; rest < 5_000 && !settled(); rest++) {
                nowMs += 10;
                take(schedule.advance(now()));
                finishOne();
            }
            assertThat(unanswered).as("%s: orders without an answer", name).isEmpty();
        }

        private boolean settled() {
            return unanswered.isEmpty();
        }

        private String resource() {
            return "r" + random.nextInt(5);
        }

        private void order() {
            String operation = OPERATIONS[random.nextInt(OPERATIONS.length)];
            long intervalMs = operation.equals("monitor") && random.nextBoolean() ? 1_000 : 0;
            OperationOrder order =
                    new OperationOrder(
                            1,
                            1,
                            ++orders,
                            resource(),
                            AGENT,
                            operation,
                            intervalMs,
                            300,
                            random.nextInt(4) == 0 ? 150 : 0,
                            Map.of(),
                            0,
                            "");
            if (intervalMs > 0) {
                unanswered.values().removeIf(former -> former.key().equals(order.key()));
            }
            unanswered.put(order.step(), order);
            take(schedule.submit(order, now()));
        }

        private void finishOne() {
            if (!running.isEmpty()) {
                long run = running.keySet().iterator().next();
                running.remove(run);
                take(schedule.finished(run, AgentAnswer.of(random.nextInt(2)), now()));
            }
        }

        private void take(List<ScheduleEffect> effects) {
            for (ScheduleEffect effect : effects) {
                switch (effect) {
                    case ScheduleEffect.Begin(long run, OperationOrder order) -> {
                        assertThat(running.values())
                                .as("%s: two of one resource", name)
                                .noneMatch(other -> other.resource().equals(order.resource()));
                        running.put(run, order);
                        assertThat(running.size()).as(name).isLessThanOrEqualTo(limit);
                    }
                    case ScheduleEffect.End(long run, boolean _) ->
                            assertThat(running).as(name).containsKey(run);
                    case ScheduleEffect.Report(OperationResult result) ->
                            unanswered.remove(result.order().step());
                }
            }
        }
    }
}
