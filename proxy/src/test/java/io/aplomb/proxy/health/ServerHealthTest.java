package io.aplomb.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.proxy.ServerCheck;
import io.aplomb.proxy.health.HealthEffect.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected lines are those HAProxy 2.6 wrote in the same situations. */
class ServerHealthTest {

    private static final FarmCounts COUNTS = new FarmCounts(2, 0, 0, 0, 0);
    private static final CheckResult OK = new CheckResult(CheckStatus.L7_OK, 200, 1, "");
    private static final CheckResult ERROR = new CheckResult(CheckStatus.L7_STATUS, 500, 3, "Err");
    private static final CheckResult REFUSED =
            new CheckResult(CheckStatus.L4_CONNECTION, 0, 0, "Connection refused");

    private final ServerHealth health = new ServerHealth(settings(0), 0);

    @Test
    void firstPassedCheck_fillsTheCounter() {
        assertThat(health.statusText()).isEqualTo("UP 1/3");
        assertThat(lines(health.checkEnded(OK, 10)))
                .containsExactly(
                        "Health check for server be/s1 succeeded, reason: Layer7 check passed,"
                                + " code: 200, check duration: 1ms, status: 3/3 UP.");
        assertThat(health.statusText()).isEqualTo("UP");
        assertThat(lines(health.checkEnded(OK, 20))).isEmpty();
    }

    @Test
    void threeFailures_takeTheServerDown() {
        health.checkEnded(OK, 0);
        assertThat(lines(health.checkEnded(ERROR, 1_000)))
                .containsExactly(
                        "Health check for server be/s1 failed, reason: Layer7 wrong status, code: 500,"
                                + " info: \"Err\", check duration: 3ms, status: 2/3 UP.");
        assertThat(health.statusText()).isEqualTo("UP 2/3");
        assertThat(health.usable()).isTrue();
        health.checkEnded(ERROR, 2_000);
        assertThat(health.statusText()).isEqualTo("UP 1/3");
        List<HealthEffect> effects = health.checkEnded(REFUSED, 3_000);
        assertThat(lines(effects))
                .containsExactly(
                        "Health check for server be/s1 failed, reason: Layer4 connection problem, info:"
                                + " \"Connection refused\", check duration: 0ms, status: 0/2 DOWN.",
                        "Server be/s1 is DOWN. 2 active and 0 backup servers left."
                                + " 0 sessions active, 0 requeued, 0 remaining in queue.");
        assertThat(effects)
                .contains(
                        new HealthEffect.Republish(),
                        new HealthEffect.RequeuePending(),
                        new HealthEffect.ShutdownSessions());
        assertThat(health.statusText()).isEqualTo("DOWN");
        assertThat(health.usable()).isFalse();
        assertThat(health.failedChecks()).isEqualTo(3);
        assertThat(health.timesDown()).isEqualTo(1);
    }

    @Test
    void downServer_failedChecksAreNotCountedButNewReasonIsLogged() {
        takeDown(health, 0);
        assertThat(lines(health.checkEnded(ERROR, 1_000))).isEmpty();
        assertThat(lines(health.checkEnded(REFUSED, 2_000))).hasSize(1);
        assertThat(health.failedChecks()).isEqualTo(1);
    }

    @Test
    void riseSuccesses_bringItBack_andDownTimeIsCounted() {
        takeDown(health, 1_000);
        assertThat(lines(health.checkEnded(OK, 4_000)))
                .containsExactly(
                        "Health check for server be/s1 succeeded, reason: Layer7 check passed,"
                                + " code: 200, check duration: 1ms, status: 1/2 DOWN.");
        assertThat(health.statusText()).isEqualTo("DOWN 1/2");
        assertThat(health.downTimeSeconds(4_000)).isEqualTo(3);
        assertThat(lines(health.checkEnded(OK, 5_500)))
                .containsExactly(
                        "Health check for server be/s1 succeeded, reason: Layer7 check passed,"
                                + " code: 200, check duration: 1ms, status: 3/3 UP.",
                        "Server be/s1 is UP. 2 active and 0 backup servers online. 0 sessions"
                                + " requeued, 0 total in queue.");
        assertThat(health.downTimeSeconds(99_000)).isEqualTo(4);
        assertThat(health.sinceLastChangeSeconds(7_500)).isEqualTo(2);
    }

    @Test
    void failureWhileRising_startsAgain() {
        takeDown(health, 0);
        health.checkEnded(OK, 1);
        health.checkEnded(ERROR, 2);
        assertThat(health.statusText()).isEqualTo("DOWN");
        health.checkEnded(OK, 3);
        assertThat(health.up()).isFalse();
    }

    @Test
    void maintenance_andBack() {
        health.checkEnded(OK, 0);
        assertThat(lines(health.administer(AdminMode.FORCED_MAINT, true, 1_000)))
                .containsExactly(
                        "Server be/s1 is going DOWN for maintenance. 2 active and 0 backup servers"
                                + " left. 0 sessions active, 0 requeued, 0 remaining in queue.");
        assertThat(health.statusText()).isEqualTo("MAINT");
        assertThat(health.timesDown()).isEqualTo(1);
        assertThat(health.administer(AdminMode.FORCED_MAINT, true, 1_500)).isEmpty();
        assertThat(health.checkEnded(ERROR, 1_700)).as("no checks count now").isEmpty();
        assertThat(lines(health.administer(AdminMode.FORCED_MAINT, false, 4_000)))
                .containsExactly("Server be/s1 is UP/READY (leaving forced maintenance).");
        assertThat(health.usable()).isTrue();
        assertThat(health.statusText()).isEqualTo("UP 1/3");
        assertThat(health.downTimeSeconds(9_000)).isEqualTo(3);
    }

    @Test
    void drain_andBack() {
        health.checkEnded(OK, 0);
        assertThat(lines(health.administer(AdminMode.FORCED_DRAIN, true, 1)))
                .containsExactly(
                        "Server be/s1 enters drain state. 2 active and 0 backup servers online."
                                + " 0 sessions requeued, 0 total in queue.");
        assertThat(health.statusText()).isEqualTo("DRAIN");
        assertThat(health.usable()).isFalse();
        assertThat(health.up()).isTrue();
        assertThat(lines(health.administer(AdminMode.FORCED_DRAIN, false, 2)))
                .containsExactly("Server be/s1 is UP (leaving forced drain).");
        assertThat(health.usable()).isTrue();
    }

    @Test
    void maintenanceLeftForDrain_saysBoth() {
        health.administer(AdminMode.FORCED_MAINT, true, 0);
        health.administer(AdminMode.FORCED_DRAIN, true, 1);
        assertThat(lines(health.administer(AdminMode.FORCED_MAINT, false, 2)))
                .containsExactly(
                        "Server be/s1 is UP/DRAIN (leaving forced maintenance).",
                        "Server be/s1 remains in forced drain mode.");
    }

    @Test
    void drainedServerThatFails_isDownAndRemainsDrained() {
        health.administer(AdminMode.FORCED_DRAIN, true, 0);
        List<String> lines = lines(health.checkEnded(REFUSED, 1));
        assertThat(lines).hasSize(3);
        assertThat(lines.getLast()).isEqualTo("Server be/s1 remains in forced drain mode.");
        assertThat(health.statusText()).isEqualTo("DOWN");
    }

    @Test
    void conditionalPass_takesNoNewClients() {
        health.checkEnded(OK, 0);
        var notFound = new CheckResult(CheckStatus.L7_OK_CONDITIONAL, 404, 1, "Not Found");
        health.checkEnded(notFound, 1);
        assertThat(health.statusText()).isEqualTo("NOLB");
        assertThat(health.usable()).isFalse();
        assertThat(health.up()).isTrue();
        health.checkEnded(OK, 2);
        assertThat(health.usable()).isTrue();
    }

    @Test
    void tracking_followsDownMaintenanceAndBack() {
        var follower = new ServerHealth(settings("b2", "t", true, 0, true), 0);
        health.checkEnded(OK, 0);
        follower.follow(health.standing(), 0);
        assertThat(follower.statusText()).isEqualTo("UP");
        takeDown(health, 1);
        assertThat(lines(follower.follow(health.standing(), 1)))
                .containsExactly(
                        "Backup Server b2/t is DOWN via be/s1. 2 active and 0 backup servers left."
                                + " 0 sessions active, 0 requeued, 0 remaining in queue.");
        health.checkEnded(OK, 2);
        health.checkEnded(OK, 3);
        assertThat(lines(follower.follow(health.standing(), 3)))
                .containsExactly(
                        "Backup Server b2/t is UP via be/s1. 2 active and 0 backup servers online."
                                + " 0 sessions requeued, 0 total in queue.");
        health.administer(AdminMode.FORCED_MAINT, true, 4);
        assertThat(lines(follower.follow(health.standing(), 4)).getFirst())
                .startsWith("Backup Server b2/t is going DOWN for maintenance via be/s1. 2 active");
        assertThat(follower.statusText()).isEqualTo("MAINT (via be/s1)");
        health.administer(AdminMode.FORCED_MAINT, false, 5);
        assertThat(lines(follower.follow(health.standing(), 5)))
                .containsExactly("Backup Server b2/t is UP/READY (leaving maintenance).");
        assertThat(follower.follow(health.standing(), 6)).isEmpty();
    }

    @Test
    void tracking_olderStanding_changesNothing() {
        var follower = new ServerHealth(settings("b2", "t", true, 0, true), 0);
        takeDown(health, 0);
        Standing down = health.standing();
        health.checkEnded(OK, 1);
        health.checkEnded(OK, 2);
        Standing up = health.standing();
        follower.follow(up, 3);
        assertThat(follower.follow(down, 4)).isEmpty();
        assertThat(follower.usable()).isTrue();
    }

    @Test
    void slowStart_weightGrowsInSixteenths() {
        var slow = new ServerHealth(settings(16_000), 0);
        assertThat(slow.throttlePercent(0)).as("not after the program's start").isEqualTo(100);
        takeDown(slow, 0);
        slow.checkEnded(OK, 1_000);
        slow.checkEnded(OK, 2_000);
        assertThat(slow.state()).isEqualTo(ServerState.STARTING);
        assertThat(slow.usable()).isTrue();
        assertThat(slow.effectiveWeight(10, 2_000)).isEqualTo(10);
        assertThat(slow.throttlePercent(2_000)).isEqualTo(7);
        assertThat(slow.effectiveWeight(10, 10_000)).isEqualTo(90);
        assertThat(slow.throttlePercent(10_000)).isEqualTo(57);
        assertThat(slow.rampTickDelayMs()).isEqualTo(1_000);
        assertThat(slow.rampTick(10_000)).containsExactly(new HealthEffect.Republish());
        slow.rampTick(18_000);
        assertThat(slow.state()).isEqualTo(ServerState.RUNNING);
        assertThat(slow.effectiveWeight(10, 18_000)).isEqualTo(160);
        assertThat(slow.rampTick(19_000)).isEmpty();
    }

    @Test
    void interval_dependsOnTheState() {
        assertThat(health.nextCheckDelayMs(0, 0.9)).as("not yet known").isEqualTo(500);
        health.checkEnded(OK, 0);
        assertThat(health.nextCheckDelayMs(0, 0.9)).isEqualTo(2_000);
        assertThat(health.nextCheckDelayMs(50, 0)).isEqualTo(1_000);
        assertThat(health.nextCheckDelayMs(50, 1)).isEqualTo(3_000);
        health.checkEnded(ERROR, 0);
        assertThat(health.nextCheckDelayMs(0, 0)).isEqualTo(500);
        health.checkEnded(ERROR, 0);
        health.checkEnded(ERROR, 0);
        assertThat(health.nextCheckDelayMs(0, 0)).isEqualTo(5_000);
        health.checkEnded(OK, 0);
        assertThat(health.nextCheckDelayMs(0, 0)).isEqualTo(500);
    }

    @Test
    void withoutLoggedChecks_theStateLineSaysWhy() {
        var quiet = new ServerHealth(settings("be", "s1", false, 0, false), 0);
        List<String> lines = lines(quiet.checkEnded(REFUSED, 1));
        assertThat(lines)
                .containsExactly(
                        "Server be/s1 is DOWN, reason: Layer4 connection problem, info: \"Connection"
                                + " refused\", check duration: 0ms. 2 active and 0 backup servers left."
                                + " 0 sessions active, 0 requeued, 0 remaining in queue.");
    }

    @Test
    void observedErrors_markTheServerDownAtTheLimit() {
        health.checkEnded(OK, 0);
        health.trafficFailed("connection refused", 1);
        health.trafficSucceeded();
        health.trafficFailed("connection refused", 2);
        assertThat(health.up()).isTrue();
        List<String> lines = lines(health.trafficFailed("connection refused", 3));
        assertThat(lines.getFirst())
                .isEqualTo(
                        "Health check for server be/s1 failed, reason: Health analyze, info:"
                                + " \"Detected 2 consecutive errors, last one was: connection"
                                + " refused\", status: 0/2 DOWN.");
        assertThat(lines.getLast()).startsWith("Server be/s1 is DOWN. ");
        assertThat(health.statusText()).isEqualTo("DOWN");
    }

    @Test
    void serverThatTookNoNewClients_goesDownWithoutAlarm() {
        health.administer(AdminMode.FORCED_DRAIN, true, 0);
        assertThat(severities(health.checkEnded(REFUSED, 1))).containsOnly(Severity.NOTICE);
        var drained = new ServerHealth(settings(0), 0);
        drained.drain(0);
        assertThat(severities(drained.maintain(1))).containsExactly(Severity.NOTICE);
        var running = new ServerHealth(settings(0), 0);
        assertThat(severities(running.maintain(1))).containsExactly(Severity.ALERT);
    }

    @Test
    void downServerEntersMaintenance_withANotice() {
        takeDown(health, 0);
        List<HealthEffect> effects = health.maintain(1);
        assertThat(lines(effects))
                .containsExactly("Server be/s1 was DOWN and now enters maintenance.");
        assertThat(severities(effects)).containsExactly(Severity.NOTICE);
    }

    @Test
    void disabledCheck_countsForNothingAndShowsNoCheck() {
        health.checkEnded(OK, 0);
        health.checkStarted();
        health.enableCheck(false);
        assertThat(health.isCheckDue()).isFalse();
        assertThat(health.checkEnded(REFUSED, 1)).isEmpty();
        assertThat(health.statusText()).isEqualTo("no check");
        assertThat(health.check().stateBits()).isEqualTo(2);
        health.enableCheck(true);
        assertThat(health.statusText()).isEqualTo("UP");
        assertThat(health.check().stateBits()).isEqualTo(6);
    }

    @Test
    void figures_inMaintenance_arePausedAtZero() {
        health.checkEnded(OK, 0);
        health.maintain(1);
        assertThat(health.check().stateBits()).isEqualTo(14);
        assertThat(health.check().health()).isZero();
        assertThat(health.check().resultNumber()).isEqualTo(3);
        assertThat(health.check().isShown()).isFalse();
        health.ready(2);
        assertThat(health.check().health()).isEqualTo(2);
    }

    @Test
    void figures_whileACheckRuns_knowNoResultYet() {
        health.checkEnded(REFUSED, 0);
        health.checkStarted();
        assertThat(health.check().statusText()).isEqualTo("* L4CON");
        assertThat(health.check().resultNumber()).isZero();
        assertThat(health.check().last().info()).isEmpty();
        assertThat(health.check().stateBits()).isEqualTo(7);
    }

    @Test
    void stateForServer_isAsManual42Says() {
        assertThat(health.stateForServer()).isEqualTo("UP 1/3");
        health.checkEnded(OK, 0);
        assertThat(health.stateForServer()).isEqualTo("UP");
        health.drain(0);
        assertThat(health.stateForServer()).as("drain is not told").isEqualTo("UP");
        health.checkEnded(new CheckResult(CheckStatus.L7_OK_CONDITIONAL, 404, 1, ""), 1);
        assertThat(health.stateForServer()).isEqualTo("NOLB");
        health.checkEnded(ERROR, 2);
        assertThat(health.stateForServer()).isEqualTo("NOLB 2/3");
        takeDown(health, 3);
        assertThat(health.stateForServer()).isEqualTo("DOWN");
        health.checkEnded(OK, 4);
        assertThat(health.stateForServer()).isEqualTo("DOWN 1/2");
    }

    @Test
    void follower_atTheStart_standsAsItsLeaderWithoutAWord() {
        var follower = new ServerHealth(settings("b2", "t", false, 0, true), 0);
        health.maintain(0);
        assertThat(lines(follower.beginAs(health.standing()))).isEmpty();
        assertThat(follower.statusText()).isEqualTo("MAINT (via be/s1)");
        health.ready(1);
        assertThat(lines(follower.follow(health.standing(), 1)))
                .containsExactly("Server b2/t is UP/READY (leaving maintenance).");
        assertThat(follower.statusText()).isEqualTo("UP 1/3");
    }

    @Test
    void forcedHealth_ofAFollower_isRefused() {
        var follower = new ServerHealth(settings("b2", "t", false, 0, true), 0);
        follower.beginAs(health.standing());
        assertThat(follower.forceHealth(ServerState.STOPPED, 1)).isEmpty();
        assertThat(follower.up()).isTrue();
    }

    @Test
    void forcedHealth_fromTheCommandSocket() {
        health.checkEnded(OK, 0);
        assertThat(lines(health.forceHealth(ServerState.STOPPING, 1)).getFirst())
                .startsWith("Server be/s1 is stopping, changed from CLI. 2 active and");
        assertThat(health.statusText()).isEqualTo("NOLB");
        assertThat(lines(health.forceHealth(ServerState.STOPPED, 2)).getFirst())
                .startsWith("Server be/s1 is DOWN, changed from CLI. 2 active and");
        assertThat(lines(health.forceHealth(ServerState.RUNNING, 3)).getFirst())
                .startsWith("Server be/s1 is UP, changed from CLI. 2 active and");
    }

    @Test
    void lastActiveGone_lineSaysBackupsRun() {
        assertThat(new FarmCounts(0, 1, 0, 0, 0).left())
                .isEqualTo(
                        ". 0 active and 1 backup servers left. Running on backup. 0 sessions active,"
                                + " 0 requeued, 0 remaining in queue.");
    }

    @Test
    void hostileInfo_cannotForgeALogLine() {
        var result = new CheckResult(CheckStatus.L7_STATUS, 500, 1, "x\"\r\nServer be/s1 is UP");
        assertThat(result.logText())
                .doesNotContain("\n")
                .doesNotContain("\r")
                .contains("x?<0D><0A>Server");
    }

    private static void takeDown(ServerHealth health, long nowMs) {
        while (health.up()) {
            health.checkEnded(ERROR, nowMs);
        }
    }

    private static List<String> lines(List<HealthEffect> effects) {
        return effects.stream()
                .filter(HealthEffect.Log.class::isInstance)
                .map(effect -> ((HealthEffect.Log) effect).line(COUNTS))
                .toList();
    }

    private static List<Severity> severities(List<HealthEffect> effects) {
        return effects.stream()
                .filter(HealthEffect.Log.class::isInstance)
                .map(effect -> ((HealthEffect.Log) effect).severity())
                .toList();
    }

    private static HealthSettings settings(long slowStartMs) {
        return settings("be", "s1", false, slowStartMs, true);
    }

    private static HealthSettings settings(
            String backend, String server, boolean backup, long slowStartMs, boolean logChecks) {
        return new HealthSettings(
                backend, server, backup, 100, false, check(), slowStartMs, false, logChecks);
    }

    private static ServerCheck check() {
        return new ServerCheck(
                true,
                null,
                0,
                2_000,
                500,
                5_000,
                2,
                3,
                false,
                null,
                false,
                ServerCheck.Observe.LAYER4,
                ServerCheck.OnError.MARK_DOWN,
                2,
                true,
                false,
                null);
    }
}
