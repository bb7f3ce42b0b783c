package io.aplomb.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.proxy.ServerCheck;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Manual 5.2 "agent-check". States, texts and numbers are those HAProxy 2.6 showed when an agent
 * said the same.
 */
class ServerAgentTest {

    private static final FarmCounts COUNTS = new FarmCounts(2, 0, 0, 0, 0);
    private static final CheckResult OK = new CheckResult(CheckStatus.L7_OK, 200, 1, "");
    private static final CheckResult REFUSED =
            new CheckResult(CheckStatus.L4_CONNECTION, 0, 0, "Connection refused");

    private final ServerHealth health = new ServerHealth(settings(true, false, false), 0);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "up                 | L7OK    | via agent : up",
                "down # why not     | L7STS   | via agent : down (why not)",
                "stopped            | L7STS   | via agent : stopped",
                "fail#x  y          | CHECKED | agent reports an error : fail#x",
                "up,100%,maxconn:30 | L7OK    | via agent : up",
                "maxconn:abc up     | L7OK    | via agent : up (maxconn string empty or preceded by garbage)",
                "maxconn:           | CHECKED | agent warns : Require <maxconn>.",
                "bogus              | CHECKED | agent reports an error : bogus",
                "up bogus           | L7OK    | via agent : up (bogus)",
                "down bogus         | L7STS   | via agent : down (bogus)",
                "down bogus # why   | L7STS   | via agent : down (why)",
                "up bogus # why     | L7OK    | via agent : up (bogus)",
                "UP READY           | L7OK    | via agent : UP",
                "50                 | CHECKED | agent reports an error : 50",
                "-5%                | CHECKED | agent reports an error : -5%",
                "up 5%x             | L7OK    | via agent : up (Trailing garbage in weight string)",
                "up ready,100% #all | L7OK    | via agent : up (all)",
                "down,fail # two    | L7STS   | via agent : fail (two)",
                "100%               | CHECKED | ``",
                "``                 | CHECKED | ``",
            })
    void words_becomeStatusAndDescription(String line, String status, String description) {
        say(line);
        assertThat(health.agent().last().status().code()).isEqualTo(status);
        assertThat(health.agent().last().info()).isEqualTo(description);
    }

    @Test
    void weight_isAPercentageOfTheInitialOne() {
        say("50%");
        assertThat(health.userWeight()).isEqualTo(50);
        say("up 1000% 25%");
        assertThat(health.userWeight()).as("the last one counts").isEqualTo(25);
        say("300%");
        assertThat(health.userWeight()).isEqualTo(256);
        say("0%");
        assertThat(health.userWeight()).isZero();
        assertThat(health.statusText()).isEqualTo("UP 1/3");
    }

    @Test
    void weight_thatDoesNotChange_changesNothing() {
        say("50%");
        assertThat(say("50%")).isEmpty();
    }

    @Test
    void weight_ofAnAlgorithmThatCannotChangeIt_isRefused() {
        var fixed = new ServerHealth(settings(true, true, false), 0);
        fixed.agentEnded(new AgentAnswer.Line("up 50%", 1), 1);
        assertThat(fixed.userWeight()).isEqualTo(100);
        assertThat(fixed.agent().last().info())
                .isEqualTo(
                        "via agent : up (Backend is using a static LB algorithm and only accepts"
                                + " weights '0%' and '100%'.)");
        fixed.agentEnded(new AgentAnswer.Line("0%", 1), 2);
        assertThat(fixed.userWeight()).isZero();
    }

    @Test
    void maxConn_becomesAnOrder() {
        assertThat(say("maxconn:30")).contains(new HealthEffect.LimitConnections(30));
        assertThat(say("maxconn:0")).contains(new HealthEffect.LimitConnections(0));
        assertThat(say("maxconn:-1")).noneMatch(HealthEffect.LimitConnections.class::isInstance);
    }

    @Test
    void down_winsOverPassingChecksUntilTheAgentSaysUp() {
        health.checkEnded(OK, 0);
        assertThat(lines(say("down # maintenance night")))
                .containsExactly(
                        "Server be/s1 is DOWN, reason: Layer7 wrong status, code: 0, info: \"via"
                                + " agent : down (maintenance night)\", check duration: 1ms. 2 active"
                                + " and 0 backup servers left. 0 sessions active, 0 requeued, 0"
                                + " remaining in queue.");
        assertThat(health.statusText()).isEqualTo("DOWN (agent)");
        assertThat(health.failedChecks()).as("not counted as a failed check").isZero();
        assertThat(health.timesDown()).isEqualTo(1);
        health.checkEnded(OK, 2);
        assertThat(health.up()).isFalse();
        assertThat(say("100%")).as("no word about the health").isEmpty();
        assertThat(lines(say("up")))
                .containsExactly(
                        "Server be/s1 is UP, reason: Layer7 check passed, code: 0, info: \"via agent"
                                + " : up\", check duration: 1ms. 2 active and 0 backup servers online."
                                + " 0 sessions requeued, 0 total in queue.");
        assertThat(health.usable()).isTrue();
    }

    @Test
    void up_doesNotBringBackAServerWhoseChecksFail() {
        say("down");
        health.checkEnded(REFUSED, 1);
        assertThat(say("up")).isEmpty();
        assertThat(health.statusText()).isEqualTo("DOWN");
        health.checkEnded(OK, 2);
        health.checkEnded(OK, 3);
        assertThat(health.usable()).isTrue();
    }

    @Test
    void up_doesNotEndWhatADisable404Began() {
        health.checkEnded(new CheckResult(CheckStatus.L7_OK_CONDITIONAL, 404, 1, ""), 1);
        assertThat(say("up")).isEmpty();
        assertThat(health.statusText()).isEqualTo("NOLB");
    }

    @Test
    void serverWithoutHealthCheck_obeysTheAgentAlone() {
        var unchecked = new ServerHealth(settings(false, false, false), 0);
        assertThat(unchecked.statusText()).isEqualTo("no check");
        unchecked.agentEnded(new AgentAnswer.Line("stopped", 1), 1);
        assertThat(unchecked.statusText()).isEqualTo("DOWN (agent)");
        unchecked.agentEnded(new AgentAnswer.Line("up", 1), 2);
        assertThat(unchecked.statusText()).isEqualTo("no check");
        assertThat(unchecked.usable()).isTrue();
    }

    @Test
    void administrativeWords_onlyTheAgentEndsItsOwn() {
        health.checkEnded(OK, 0);
        assertThat(lines(say("drain")))
                .containsExactly(
                        "Server be/s1 enters drain state. 2 active and 0 backup servers online."
                                + " 0 sessions requeued, 0 total in queue.");
        assertThat(health.statusText()).isEqualTo("DRAIN (agent)");
        assertThat(say("up")).isEmpty();
        assertThat(health.statusText()).isEqualTo("DRAIN (agent)");
        assertThat(lines(say("maint")).getFirst())
                .startsWith("Server be/s1 is going DOWN for maintenance.");
        assertThat(health.isAgentCheckDue()).as("asked in maintenance too").isTrue();
        assertThat(lines(say("ready")))
                .containsExactly("Server be/s1 is UP/READY (leaving forced maintenance).");
        assertThat(health.usable()).isTrue();
    }

    @Test
    void readyWhileTheAgentHasItDown_leavesMaintenanceDown() {
        say("maint");
        say("down");
        assertThat(health.statusText()).isEqualTo("MAINT");
        assertThat(lines(say("ready")))
                .containsExactly("Server be/s1 is DOWN/READY (leaving forced maintenance).");
        assertThat(health.statusText()).isEqualTo("DOWN (agent)");
    }

    @Test
    void drainAndDown_together_areSaidInThatOrder() {
        health.checkEnded(OK, 0);
        List<String> lines = lines(say("down drain"));
        assertThat(lines.get(0)).startsWith("Server be/s1 enters drain state.");
        assertThat(lines.get(1)).startsWith("Server be/s1 is DOWN, reason: Layer7 wrong status");
        assertThat(lines.get(2)).isEqualTo("Server be/s1 remains in forced drain mode.");
    }

    @Test
    void unreachableAgent_takesNothingFromTheServer() {
        health.checkEnded(OK, 0);
        assertThat(health.agentEnded(new AgentAnswer.Failure(REFUSED), 1)).isEmpty();
        assertThat(health.statusText()).isEqualTo("UP");
        assertThat(health.agent().last()).isEqualTo(REFUSED);
        say("down");
        health.agentEnded(new AgentAnswer.Failure(REFUSED), 2);
        assertThat(health.statusText()).as("down it stays").isEqualTo("DOWN (agent)");
    }

    @Test
    void incompleteLine_isIgnored() {
        say("up");
        assertThat(health.agentEnded(new AgentAnswer.Incomplete(1), 1)).isEmpty();
        assertThat(health.agent().last().info()).isEqualTo("Ignoring incomplete line from agent");
        assertThat(health.agent().last().status()).isEqualTo(CheckStatus.L7_OK);
    }

    @Test
    void disabledAgent_altersNoWeightAndTakesNothingDown() {
        health.enableAgent(false);
        assertThat(health.isAgentCheckDue()).isFalse();
        say("50% drain");
        assertThat(health.userWeight()).isEqualTo(100);
        assertThat(health.draining()).isFalse();
        assertThat(health.forceAgent(false, 1)).isEmpty();
        assertThat(health.agent().stateBits()).isEqualTo(18);
        health.enableAgent(true);
        assertThat(health.agent().stateBits()).isEqualTo(22);
    }

    @Test
    void forcedAgent_fromTheCommandSocket() {
        health.checkEnded(OK, 0);
        assertThat(lines(health.forceAgent(false, 1)).getFirst())
                .startsWith("Server be/s1 is DOWN, changed from CLI. 2 active");
        assertThat(health.statusText()).isEqualTo("DOWN (agent)");
        assertThat(lines(health.forceAgent(true, 2)).getFirst())
                .startsWith("Server be/s1 is UP, changed from CLI. 2 active");
        assertThat(health.statusText()).isEqualTo("UP");
    }

    @Test
    void loggedChecks_sayWhatTheAgentSaid() {
        var logging = new ServerHealth(settings(true, false, true), 0);
        logging.checkEnded(OK, 0);
        assertThat(lines(logging.agentEnded(new AgentAnswer.Line("0% down", 2), 1)))
                .containsExactly(
                        "Agent check for server be/s1 failed, reason: Layer7 wrong status, code: 0,"
                                + " info: \"via agent : down\", check duration: 2ms, status: 0/1 DOWN.",
                        "Server be/s1 is DOWN. 2 active and 0 backup servers left. 0 sessions"
                                + " active, 0 requeued, 0 remaining in queue.");
        assertThat(lines(logging.agentEnded(new AgentAnswer.Line("up", 2), 2)).getFirst())
                .isEqualTo(
                        "Agent check for server be/s1 succeeded, reason: Layer7 check passed, code:"
                                + " 0, info: \"via agent : up\", check duration: 2ms, status: 1/1"
                                + " DRAIN.");
        assertThat(logging.agentEnded(new AgentAnswer.Line("100%", 2), 3))
                .containsExactly(new HealthEffect.Republish());
    }

    @Test
    void follower_isShownAsItsLeaderByTheAgent() {
        var follower = new ServerHealth(settings(false, false, false), 0);
        follower.beginAs(health.standing());
        say("down");
        assertThat(lines(follower.follow(health.standing(), 1)).getFirst())
                .startsWith("Server be/s1 is DOWN via be/s1.");
        assertThat(follower.statusText()).isEqualTo("DOWN (agent)");
    }

    @Test
    void reload_goesOnWithWhatTheAgentSaid() {
        say("down");
        var next = new ServerHealth(settings(true, false, false), 5);
        next.continueFrom(health);
        assertThat(next.statusText()).isEqualTo("DOWN (agent)");
    }

    private List<HealthEffect> say(String line) {
        health.agentCheckStarted();
        return health.agentEnded(new AgentAnswer.Line(line, 1), 1);
    }

    private static List<String> lines(List<HealthEffect> effects) {
        return effects.stream()
                .filter(HealthEffect.Log.class::isInstance)
                .map(effect -> ((HealthEffect.Log) effect).line(COUNTS))
                .toList();
    }

    private static HealthSettings settings(boolean checked, boolean fixed, boolean logChecks) {
        return new HealthSettings(
                "be", "s1", false, 100, fixed, check(checked), 0, false, logChecks);
    }

    private static ServerCheck check(boolean checked) {
        return new ServerCheck(
                checked,
                null,
                0,
                2_000,
                0,
                0,
                2,
                3,
                false,
                null,
                false,
                ServerCheck.Observe.NONE,
                ServerCheck.OnError.FAIL_CHECK,
                10,
                false,
                false,
                new ServerCheck.Agent(null, 1, 2_000, null));
    }
}
