package io.aplomb.control.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpAddress;
import io.aplomb.cluster.live.LapsePolicy;
import io.aplomb.control.guard.GuardSettings.SelfFence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The guard's decisions, on a clock of the test. Times are in milliseconds. */
class GuardCoreTest {
    private static final long LIMIT_MS = 1_000;
    private static final long MARGIN_MS = 5_000;

    private final GuardCore core = new GuardCore();
    private long nowMs;

    @Test
    void lease_renewedInTime_touchesNothing() {
        tell(lease(100));
        tell(keep(stopping("db")));
        for (int round = 1; round < 50; round++) {
            at(round * 90L);
            assertThat(tell(lease(nowMs + 100))).isEmpty();
            assertThat(time()).isEmpty();
        }
        assertThat(core.dueNs()).isEqualTo(ns(nowMs + 100));
    }

    @Test
    void deadline_addressesFirst_thenWhatNeedsOthers_thenThose() {
        tell(lease(100));
        tell(keep(stopping("disk")));
        tell(keep(new Hold("vip", Set.of(), List.of(address()), List.of(), List.of())));
        tell(keep(new Hold("db", Set.of("disk"), List.of(address()), steps(1), List.of())));
        at(100);
        assertThat(time())
                .containsExactly(
                        "lapsed policy=stop late=0", "remove vip", "remove db", "run 0 command");
        assertThat(on(new GuardEvent.Removed("vip", true)))
                .containsExactly("stopped id=vip rc=0 ms=0");
        at(150);
        assertThat(on(new GuardEvent.StepEnded(0, 0)))
                .containsExactly("stopped id=db rc=0 ms=50", "run 1 command");
        at(160);
        assertThat(on(new GuardEvent.StepEnded(1, 0)))
                .containsExactly("stopped id=disk rc=0 ms=60", "all-stopped failed=0 ms=60");
        assertThat(core.ids()).isEmpty();
        assertThat(core.dueNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void independentHolds_stopAtTheSameTime() {
        tell(lease(100));
        tell(keep(stopping("a")));
        tell(keep(stopping("b")));
        at(100);
        assertThat(time())
                .containsExactly("lapsed policy=stop late=0", "run 0 command", "run 1 command");
    }

    @Test
    void holdsThatNeedEachOther_stopAllTheSame() {
        tell(lease(100));
        tell(keep(new Hold("a", Set.of("b"), List.of(), steps(1), List.of())));
        tell(keep(new Hold("b", Set.of("a"), List.of(), steps(1), List.of())));
        at(100);
        assertThat(time()).containsExactly("lapsed policy=stop late=0", "run 0 command");
        assertThat(on(new GuardEvent.StepEnded(0, 0)))
                .containsExactly("stopped id=a rc=0 ms=0", "run 1 command");
    }

    @Test
    void step_overItsLimit_isAbortedAndTheNextOneTried() {
        tell(lease(100));
        tell(keep(new Hold("db", Set.of(), List.of(), steps(2), List.of())));
        at(100);
        assertThat(time()).contains("run 0 command");
        assertThat(core.dueNs()).isEqualTo(ns(100 + LIMIT_MS));
        at(100 + LIMIT_MS);
        assertThat(time()).containsExactly("abort 0", "run 1 command");
        at(nowMs + 10);
        assertThat(on(new GuardEvent.StepEnded(1, 0)))
                .containsExactly("stopped id=db rc=0 ms=1010", "all-stopped failed=0 ms=1010");
    }

    @Test
    void noStepSucceeds_machineIsReset_andTheWatchdogStarves() {
        tell(new GuardOrder.Configure(fencingBy("reboot", "sysrq")));
        tell(lease(100));
        tell(keep(stopping("db")));
        at(100);
        assertThat(time()).contains("run 0 command");
        assertThat(core.feeds(ns(nowMs))).isTrue();
        assertThat(on(new GuardEvent.StepEnded(0, 1)))
                .containsExactly(
                        "stopped id=db rc=1 ms=0",
                        "all-stopped failed=1 ms=0",
                        "self-fencing method=reboot",
                        "fence 0");
        assertThat(core.feeds(ns(nowMs))).isFalse();
        assertThat(on(new GuardEvent.FencingEnded(0, 1)))
                .containsExactly("self-fencing method=sysrq", "fence 1");
        assertThat(on(new GuardEvent.FencingEnded(1, 1))).isEmpty();
        at(nowMs + 30_000);
        assertThat(time()).containsExactly("self-fencing method=reboot", "fence 0");
    }

    @Test
    void marginOver_machineIsResetWhileStepsGoOn_andNoMoreOnceAllIsStopped() {
        tell(new GuardOrder.Configure(fencingBy("reboot")));
        tell(lease(100));
        tell(keep(new Hold("db", Set.of(), List.of(), steps(10), List.of())));
        for (at(100); nowMs < 100 + MARGIN_MS; at(nowMs + LIMIT_MS)) {
            assertThat(time()).doesNotContain("fence 0");
            assertThat(core.feeds(ns(nowMs))).isTrue();
        }
        assertThat(time()).contains("self-fencing method=reboot", "fence 0");
        assertThat(core.feeds(ns(nowMs))).isFalse();
        assertThat(on(new GuardEvent.StepEnded(5, 0))).contains("all-stopped failed=0 ms=5000");
        at(nowMs + 30_000);
        assertThat(time()).isEmpty();
        assertThat(core.feeds(ns(nowMs))).isTrue();
    }

    @Test
    void nothingResetsTheMachine_butTheWatchdogStarves() {
        tell(lease(100));
        tell(keep(stopping("db")));
        at(100);
        time();
        assertThat(on(new GuardEvent.StepEnded(0, 1)))
                .containsExactly("stopped id=db rc=1 ms=0", "all-stopped failed=1 ms=0");
        assertThat(core.feeds(ns(nowMs))).isFalse();
        assertThat(tell(lease(nowMs + 100))).isEmpty();
        assertThat(core.feeds(ns(nowMs))).as("it has the right to it again").isTrue();
    }

    @Test
    void addressThatStays_isAFailure() {
        tell(new GuardOrder.Configure(fencingBy("reboot")));
        tell(lease(100));
        tell(keep(new Hold("vip", Set.of(), List.of(address()), List.of(), List.of())));
        at(100);
        assertThat(time()).contains("remove vip");
        assertThat(on(new GuardEvent.Removed("vip", false)))
                .contains("stopped id=vip rc=1 ms=0", "fence 0");
    }

    @Test
    void freeze_deadlineTouchesNothing_deathStopsAll() {
        tell(lease(100, LapsePolicy.FREEZE));
        tell(keep(stopping("db")));
        at(100);
        assertThat(time()).containsExactly("lapsed policy=freeze late=0");
        assertThat(tell(keep(stopping("web")))).isEmpty();
        assertThat(core.feeds(ns(nowMs))).isTrue();
        assertThat(on(new GuardEvent.Orphaned())).contains("run 0 command", "run 1 command");
    }

    @Test
    void demote_keepsWhatCanBeDemoted_andStopsTheRest() {
        tell(lease(100, LapsePolicy.DEMOTE));
        tell(keep(stopping("web")));
        tell(keep(promoted("db", Set.of())));
        at(100);
        assertThat(time())
                .containsExactly("lapsed policy=demote late=0", "run 0 command", "run 1 kill");
        assertThat(on(new GuardEvent.StepEnded(1, 0))).containsExactly("demoted id=db ms=0");
        assertThat(on(new GuardEvent.StepEnded(0, 0)))
                .containsExactly("stopped id=web rc=0 ms=0", "all-stopped failed=0 ms=0");
        assertThat(core.ids()).containsExactly("db");
    }

    @Test
    void demote_whatNeedsSomethingThatStops_isStopped() {
        tell(lease(100, LapsePolicy.DEMOTE));
        tell(keep(stopping("disk")));
        tell(keep(promoted("db", Set.of("disk"))));
        at(100);
        assertThat(time()).containsExactly("lapsed policy=demote late=0", "run 0 command");
    }

    @Test
    void demoteFails_itIsStopped() {
        tell(lease(100, LapsePolicy.DEMOTE));
        tell(keep(promoted("db", Set.of())));
        at(100);
        assertThat(time()).contains("run 0 kill");
        assertThat(on(new GuardEvent.StepEnded(0, 1))).containsExactly("run 1 command");
        assertThat(on(new GuardEvent.StepEnded(1, 0)))
                .containsExactly("stopped id=db rc=0 ms=0", "all-stopped failed=0 ms=0");
    }

    @Test
    void suicide_resetsAtOnce_withTheAddressesGone() {
        tell(new GuardOrder.Configure(fencingBy("reboot")));
        tell(lease(100, LapsePolicy.SUICIDE));
        tell(keep(new Hold("vip", Set.of(), List.of(address()), List.of(), List.of())));
        at(100);
        assertThat(time())
                .containsExactly(
                        "lapsed policy=suicide late=0",
                        "remove vip",
                        "self-fencing method=reboot",
                        "fence 0");
    }

    @Test
    void suicide_withoutAWayToDoIt_stops() {
        tell(lease(100, LapsePolicy.SUICIDE));
        tell(keep(stopping("db")));
        at(100);
        assertThat(time()).contains("run 0 command");
    }

    @Test
    void daemonDies_allIsStoppedAtOnce_andTheGuardEnds() {
        tell(lease(1_000_000));
        tell(keep(stopping("db")));
        at(10);
        assertThat(on(new GuardEvent.Orphaned()))
                .containsExactly("lapsed policy=stop late=0", "run 0 command");
        at(20);
        assertThat(on(new GuardEvent.StepEnded(0, 0)))
                .containsExactly(
                        "stopped id=db rc=0 ms=10", "all-stopped failed=0 ms=10", "end safe");
    }

    @Test
    void daemonDies_somethingStays_theGuardEndsAndLeavesItToTheWatchdog() {
        tell(keep(stopping("db")));
        assertThat(on(new GuardEvent.Orphaned())).contains("lapsed policy=stop late=0");
        assertThat(on(new GuardEvent.StepEnded(0, 1)))
                .containsExactly(
                        "stopped id=db rc=1 ms=0", "all-stopped failed=1 ms=0", "end unsafe");
    }

    @Test
    void farewell_endsAndTouchesNothing() {
        tell(lease(100));
        tell(keep(stopping("db")));
        assertThat(tell(new GuardOrder.Done())).containsExactly("end safe");
    }

    @Test
    void farewellDuringARound_waitsForItsEnd() {
        tell(lease(100));
        tell(keep(stopping("db")));
        at(100);
        time();
        assertThat(tell(new GuardOrder.Done())).isEmpty();
        assertThat(on(new GuardEvent.StepEnded(0, 0)))
                .containsExactly(
                        "stopped id=db rc=0 ms=0", "all-stopped failed=0 ms=0", "end safe");
    }

    @Test
    void holdWithoutALease_isStoppedAtOnce() {
        assertThat(tell(keep(stopping("db")))).containsExactly("run 0 command");
    }

    @Test
    void nodeThatHasNotJoined_losesNothing_butMayHoldNothingEither() {
        at(100);
        assertThat(tell(lease(99))).isEmpty();
        assertThat(time()).isEmpty();
        assertThat(core.dueNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(tell(keep(stopping("db")))).containsExactly("run 0 command");
    }

    @Test
    void holdAfterTheDeadline_isStoppedAtOnce() {
        tell(lease(100));
        at(100);
        assertThat(time())
                .containsExactly("lapsed policy=stop late=0", "all-stopped failed=0 ms=0");
        at(200);
        assertThat(tell(keep(stopping("db")))).containsExactly("run 0 command");
    }

    @Test
    void renewalDuringARound_theRoundGoesOn_whatComesThenIsKept() {
        tell(lease(100));
        tell(keep(stopping("db")));
        at(100);
        time();
        assertThat(tell(lease(1_000))).isEmpty();
        assertThat(tell(keep(stopping("web")))).isEmpty();
        assertThat(on(new GuardEvent.StepEnded(0, 0)))
                .containsExactly("stopped id=db rc=0 ms=0", "all-stopped failed=0 ms=0");
        assertThat(core.ids()).containsExactly("web");
        at(1_000);
        assertThat(time()).containsExactly("lapsed policy=stop late=0", "run 1 command");
    }

    @Test
    void renewalThatWasInThePipe_countsBeforeTheTime() {
        tell(lease(100));
        tell(keep(stopping("db")));
        at(105);
        assertThat(tell(lease(200))).isEmpty();
        assertThat(time()).isEmpty();
    }

    @Test
    void earlierDeadline_counts() {
        tell(lease(1_000_000));
        tell(keep(stopping("db")));
        at(10);
        tell(lease(0));
        assertThat(time()).containsExactly("lapsed policy=stop late=10", "run 0 command");
    }

    @Test
    void release_whileItIsStopped_endsTheRound() {
        tell(lease(100));
        tell(keep(stopping("db")));
        at(100);
        time();
        assertThat(tell(new GuardOrder.Release("db")))
                .containsExactly("abort 0", "all-stopped failed=0 ms=0");
    }

    @Test
    void release_letsWhatItNeededStop() {
        tell(lease(100));
        tell(keep(stopping("disk")));
        tell(keep(new Hold("db", Set.of("disk"), List.of(), steps(1), List.of())));
        at(100);
        time();
        assertThat(tell(new GuardOrder.Release("db"))).containsExactly("abort 0", "run 1 command");
    }

    @Test
    void hold_withAnotherRecipe_replacesTheOld() {
        tell(lease(100));
        tell(keep(stopping("db")));
        tell(keep(new Hold("db", Set.of(), List.of(address()), List.of(), List.of())));
        at(100);
        assertThat(time()).containsExactly("lapsed policy=stop late=0", "remove db");
    }

    private List<String> tell(GuardOrder order) {
        return on(new GuardEvent.Told(order));
    }

    private List<String> time() {
        return on(new GuardEvent.TimeCame());
    }

    private void at(long ms) {
        nowMs = ms;
    }

    private List<String> on(GuardEvent event) {
        List<String> seen = new ArrayList<>();
        for (GuardEffect effect : core.on(event, ns(nowMs))) {
            seen.add(
                    switch (effect) {
                        case GuardEffect.Remove(String id, _) -> "remove " + id;
                        case GuardEffect.Run(long run, Step.Command _) -> "run " + run + " command";
                        case GuardEffect.Run(long run, Step.Kill _) -> "run " + run + " kill";
                        case GuardEffect.Abort(long run) -> "abort " + run;
                        case GuardEffect.Fence(int number, _) -> "fence " + number;
                        case GuardEffect.Tell(GuardReport report) -> ReportText.write(report);
                        case GuardEffect.End(boolean safe) -> safe ? "end safe" : "end unsafe";
                    });
        }
        return seen;
    }

    private static GuardSettings fencingBy(String... programs) {
        List<SelfFence> ways = new ArrayList<>();
        for (String program : programs) {
            ways.add(new SelfFence.Program(List.of(program)));
        }
        return new GuardSettings(MARGIN_MS, ways, Optional.empty());
    }

    private static GuardOrder lease(long untilMs) {
        return lease(untilMs, LapsePolicy.STOP);
    }

    private static GuardOrder lease(long untilMs, LapsePolicy policy) {
        return new GuardOrder.Lease(ns(untilMs), policy);
    }

    private static GuardOrder keep(Hold hold) {
        return new GuardOrder.Keep(hold);
    }

    private static Hold stopping(String id) {
        return new Hold(id, Set.of(), List.of(), steps(1), List.of());
    }

    private static Hold promoted(String id, Set<String> needs) {
        Step demote = new Step.Kill(new Step.PidFile("/run/pid"), 0, LIMIT_MS);
        return new Hold(id, needs, List.of(), steps(1), List.of(demote));
    }

    private static List<Step> steps(int count) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(new Step.Command(List.of("stop"), Map.of(), LIMIT_MS));
        }
        return steps;
    }

    private static Hold.Removal address() {
        return new Hold.Address(Objects.requireNonNull(IpAddress.parse("192.0.2.1")), "");
    }

    private static long ns(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }
}
