package io.aplomb.proxy.health;

import io.aplomb.model.proxy.ServerCheck;
import io.aplomb.proxy.health.HealthEffect.Ending;
import io.aplomb.proxy.health.HealthEffect.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one server, with the states, texts and counters of HAProxy.
 *
 * <p><b>Checks.</b> Two {@link CheckMeter}s, of the health check and of the agent check (its rise
 * and fall are 1). A server is up when each that is enabled has it up.
 *
 * <p><b>Time.</b> Milliseconds of a monotonic clock, passed in. Not thread-safe: the owner calls
 * under one lock. Every method that changes something returns what is to be done, in order.
 */
public final class ServerHealth {

    /** Steps in which {@code slowstart} raises the weight, as HAProxy's weight scale. */
    static final int RAMP_STEPS = 16;

    private final HealthSettings settings;
    private final CheckMeter check;
    private final CheckMeter agent;
    private final StateMachine machine;
    private int userWeight;
    private int consecutiveErrors;
    private long failedChecks;

    /** A server as it stands when the program starts. */
    public ServerHealth(HealthSettings settings, long nowMs) {
        ServerCheck checks = settings.check();
        this.settings = settings;
        this.check = new CheckMeter(false, checks.enabled(), checks.rise(), checks.fall());
        this.agent = new CheckMeter(true, checks.agent() != null, 1, 1);
        this.machine = new StateMachine(settings, check, agent, nowMs);
        this.userWeight = settings.weight();
    }

    /**
     * Goes on where the machine of the same server stood before a reload: its state, its results
     * and its counters. What the new configuration says of {@code disabled} and of weights stands.
     */
    public void continueFrom(ServerHealth previous) {
        check.continueFrom(previous.check);
        agent.continueFrom(previous.agent);
        machine.continueFrom(previous.machine);
        failedChecks = previous.failedChecks;
    }

    // What the owner reads

    public ServerState state() {
        return machine.state();
    }

    /** True if new clients may be sent to it, as far as this machine knows. */
    public boolean usable() {
        return machine.usable();
    }

    /** True if clients that belong to it may still be sent to it. */
    public boolean up() {
        return machine.up();
    }

    public boolean inMaintenance() {
        return machine.inMaintenance();
    }

    /** True if drained, or stopping by a conditional check. */
    public boolean draining() {
        return machine.draining();
    }

    /** How its health check stands. */
    public CheckFigures check() {
        return machine.check();
    }

    /** How its agent check stands. */
    public CheckFigures agent() {
        return machine.agent();
    }

    /** The weight an administrator or the agent gave it, or the configured one. */
    public int userWeight() {
        return userWeight;
    }

    /** The modes it is set aside by. */
    public Set<AdminMode> admin() {
        return machine.admin();
    }

    /** Column Chk: checks that failed while the server was up. */
    public long failedChecks() {
        return failedChecks;
    }

    /** Column Dwn: transitions from up to down or maintenance. */
    public long timesDown() {
        return machine.timesDown();
    }

    /** Column lastchg, in whole seconds. */
    public long sinceLastChangeSeconds(long nowMs) {
        return machine.sinceLastChangeSeconds(nowMs);
    }

    /** Column Dwntme, in whole seconds, the present outage included. */
    public long downTimeSeconds(long nowMs) {
        return machine.downTimeSeconds(nowMs);
    }

    /** Column Status: "UP", "UP 2/3", "DOWN 1/2", "MAINT (via be/s)", "no check". */
    public String statusText() {
        return machine.statusText();
    }

    /** The state a server is told in its checks (manual 4.2 "http-check send-state"). */
    public String stateForServer() {
        return machine.stateForServer();
    }

    /** Percent of its weight the server gets now: below 100 while it warms up. */
    public int throttlePercent(long nowMs) {
        return machine.throttlePercent(nowMs);
    }

    /** A configured weight in sixteenths, lowered while the server warms up; never 0 by that. */
    public int effectiveWeight(int weight, long nowMs) {
        return machine.effectiveWeight(weight, nowMs);
    }

    /** Delay to the next {@link #rampTick}; -1 if the server is not warming up. */
    public long rampTickDelayMs() {
        return machine.rampTickDelayMs();
    }

    /**
     * Delay to the next check: {@code inter}, {@code fastinter} while changing, {@code downinter}
     * while down.
     *
     * @param spreadPercent {@code spread-checks}, 0 to 50
     * @param random 0 to 1, how to spread this one
     */
    public long nextCheckDelayMs(int spreadPercent, double random) {
        ServerCheck checks = settings.check();
        int health = check.health();
        long delayMs = checks.interMs();
        if (health == 0 && checks.downInterMs() > 0) {
            delayMs = checks.downInterMs();
        } else if (health != 0 && health != check.top() && checks.fastInterMs() > 0) {
            delayMs = checks.fastInterMs();
        }
        return spread(delayMs, spreadPercent, random);
    }

    /** Delay to the next agent check: {@code agent-inter}; parameters as for the health check. */
    public long nextAgentCheckDelayMs(int spreadPercent, double random) {
        ServerCheck.Agent asked = settings.check().agent();
        return spread(asked == null ? 0 : asked.interMs(), spreadPercent, random);
    }

    private static long spread(long delayMs, int spreadPercent, double random) {
        double spread = delayMs * spreadPercent / 100.0 * (2 * random - 1);
        return Math.max(1, Math.round(delayMs + spread));
    }

    // Checks

    /** Whether a health check is to be made now. */
    public boolean isCheckDue() {
        return check.isEnabled() && !machine.inMaintenance();
    }

    /**
     * Whether the agent is to be asked now; it is in maintenance too, for only it may end its own.
     */
    public boolean isAgentCheckDue() {
        return agent.isEnabled();
    }

    /** A check begins: the statistics show an asterisk. */
    public void checkStarted() {
        check.started();
    }

    /** The agent is asked: the statistics show an asterisk. */
    public void agentCheckStarted() {
        agent.started();
    }

    /** A check has ended; one that was disabled meanwhile counts for nothing. */
    public List<HealthEffect> checkEnded(CheckResult result, long nowMs) {
        if (!isCheckDue()) {
            check.aborted();
            return List.of();
        }
        var effects = new ArrayList<HealthEffect>();
        count(check, result, effects);
        judge(check, result, effects, nowMs);
        return effects;
    }

    /** Counts a result, and logs it where {@code option log-health-checks} asks for it. */
    private void count(CheckMeter meter, CheckResult result, List<HealthEffect> effects) {
        boolean changed = meter.ended(result);
        boolean moved =
                switch (result.status().verdict()) {
                    case UNKNOWN, NEUTRAL -> false;
                    case FAILED -> countFailure(meter, result);
                    case PASSED, CONDITIONAL -> meter.countSuccess();
                };
        boolean telling = result.status().verdict() != CheckStatus.Verdict.NEUTRAL;
        if (settings.logChecks() && telling && (moved || changed)) {
            effects.add(checkLog(meter, result));
        }
    }

    /** An agent that cannot be reached takes nothing from its server. */
    private boolean countFailure(CheckMeter meter, CheckResult result) {
        if (meter.isAgent() && !result.status().hasCode()) {
            return false;
        }
        boolean wasUp = meter.isUp();
        boolean moved = meter.countFailure();
        if (moved && wasUp) {
            failedChecks++;
        }
        return moved;
    }

    private HealthEffect checkLog(CheckMeter meter, CheckResult result) {
        String outcome =
                switch (result.status().verdict()) {
                    case FAILED, NEUTRAL, UNKNOWN -> "failed";
                    case PASSED -> "succeeded";
                    case CONDITIONAL -> "conditionally succeeded";
                };
        String upWord = userWeight > 0 ? " UP" : " DRAIN";
        String text =
                "%s check for %sserver %s %s%s, status: %s%s."
                        .formatted(
                                meter.isAgent() ? "Agent" : "Health",
                                settings.backup() ? "backup " : "",
                                settings.fullName(),
                                outcome,
                                result.logText(),
                                meter.figures(false).count(),
                                meter.isUp() ? upWord : " DOWN");
        return new HealthEffect.Log(Severity.NOTICE, text, Ending.PLAIN);
    }

    /** What a result means for the server: both of its checks have to have it up. */
    private void judge(
            CheckMeter meter, CheckResult result, List<HealthEffect> effects, long nowMs) {
        if (machine.inMaintenance()) {
            return;
        }
        // With log-health-checks the line before this one has said why.
        String reason = settings.logChecks() ? "" : result.logText();
        switch (result.status().verdict()) {
            case UNKNOWN, NEUTRAL -> {
                // Nothing is known that was not known before.
            }
            case FAILED -> {
                if (meter.health() == 0) {
                    machine.stop(reason, effects, nowMs);
                }
            }
            case CONDITIONAL -> {
                if (meter.isUp()) {
                    machine.stopping(reason, effects, nowMs);
                }
            }
            case PASSED -> {
                boolean stoppingByCheck =
                        meter.isAgent() && machine.state() == ServerState.STOPPING;
                if (machine.checksHaveItUp() && !stoppingByCheck) {
                    machine.start(reason, effects, nowMs);
                }
            }
        }
    }

    // The agent (manual 5.2 "agent-check")

    /** The agent was asked: first its administrative word counts, then numbers, then health. */
    public List<HealthEffect> agentEnded(AgentAnswer answer, long nowMs) {
        return switch (answer) {
            case AgentAnswer.Line(String text, long durationMs) ->
                    agentSaid(AgentLine.parse(text), durationMs, nowMs);
            case AgentAnswer.Incomplete(long durationMs) ->
                    agentResult(
                            new CheckResult(
                                    agent.last().status(),
                                    0,
                                    durationMs,
                                    "Ignoring incomplete line from agent"),
                            nowMs);
            case AgentAnswer.Failure(CheckResult result) -> agentResult(result, nowMs);
        };
    }

    private List<HealthEffect> agentResult(CheckResult result, long nowMs) {
        var effects = new ArrayList<HealthEffect>();
        count(agent, result, effects);
        boolean reached = result.status().hasCode();
        if (reached) {
            judge(agent, result, effects, nowMs);
        }
        return effects;
    }

    private List<HealthEffect> agentSaid(AgentLine line, long durationMs, long nowMs) {
        var effects = new ArrayList<HealthEffect>();
        String adminWord = line.admin();
        if (adminWord != null) {
            effects.addAll(adminWord(adminWord, nowMs));
        }
        String warning = agentNumbers(line, effects);
        if (line.health() != null) {
            agent.health(line.saysUp() ? agent.top() : 0);
        }
        effects.addAll(agentResult(line.result(warning, durationMs), nowMs));
        return effects;
    }

    private List<HealthEffect> adminWord(String word, long nowMs) {
        return switch (word) {
            case "ready" -> ready(nowMs);
            // Management manual 9.3 "disable agent": what would alter the weight is ignored.
            case "drain" -> agent.isEnabled() ? drain(nowMs) : List.of();
            default -> maintain(nowMs);
        };
    }

    /** Takes over weight and limit; returns why one was not granted. */
    private @Nullable String agentNumbers(AgentLine line, List<HealthEffect> effects) {
        String refusal = null;
        String percent = line.weight();
        if (percent != null && agent.isEnabled()) {
            WantedNumber wanted =
                    WantedNumber.weight(percent, settings.weight(), settings.fixedWeights());
            refusal = wanted.refusal();
            if (refusal == null) {
                effects.addAll(weigh(wanted.value()));
            }
        }
        String limit = line.maxConn();
        if (limit != null) {
            WantedNumber wanted = WantedNumber.maxConn(limit);
            if (wanted.refusal() == null) {
                effects.add(new HealthEffect.LimitConnections(wanted.value()));
            } else if (refusal == null) {
                refusal = wanted.refusal();
            }
        }
        return refusal == null ? null : refusal.strip();
    }

    /** Gives the server another weight, 0 to 256; nothing happens if it has it already. */
    public List<HealthEffect> weigh(int weight) {
        if (weight == userWeight) {
            return List.of();
        }
        userWeight = weight;
        var effects = new ArrayList<HealthEffect>();
        effects.add(new HealthEffect.Republish());
        machine.remindOfDrain(effects);
        return effects;
    }

    // Live traffic

    /** A good answer ends a series of errors ({@code observe}). */
    public void trafficSucceeded() {
        consecutiveErrors = 0;
    }

    /**
     * A connection or an answer of live traffic failed ({@code observe}, {@code error-limit},
     * {@code on-error}).
     *
     * @param cause for the log, as "connection refused"
     */
    public List<HealthEffect> trafficFailed(String cause, long nowMs) {
        ServerCheck checks = settings.check();
        if (checks.observe() == ServerCheck.Observe.NONE
                || ++consecutiveErrors < checks.errorLimit()) {
            return List.of();
        }
        String info =
                "Detected %d consecutive errors, last one was: %s"
                        .formatted(consecutiveErrors, cause);
        consecutiveErrors = 0;
        int rise = check.rise();
        switch (checks.onError()) {
            case FASTINTER -> {
                return List.of();
            }
            case FAIL_CHECK -> {}
            case SUDDEN_DEATH -> check.health(Math.min(check.health(), rise + 1));
            case MARK_DOWN -> check.health(Math.min(check.health(), rise));
        }
        return checkEnded(new CheckResult(CheckStatus.TRAFFIC, 0, -1, info), nowMs);
    }

    // Commands

    /**
     * {@code set server ... health up|stopping|down}; one that tracks another has none of its own.
     */
    public List<HealthEffect> forceHealth(ServerState wanted, long nowMs) {
        if (machine.isTracking()) {
            return List.of();
        }
        check.health(wanted == ServerState.STOPPED ? 0 : check.top());
        return force(wanted, nowMs);
    }

    /** {@code set server ... agent up|down}; nothing happens without an agent. */
    public List<HealthEffect> forceAgent(boolean isUp, long nowMs) {
        if (!agent.isEnabled()) {
            return List.of();
        }
        agent.health(isUp ? agent.top() : 0);
        return force(isUp ? ServerState.RUNNING : ServerState.STOPPED, nowMs);
    }

    private List<HealthEffect> force(ServerState wanted, long nowMs) {
        if (machine.inMaintenance()) {
            return List.of();
        }
        var effects = new ArrayList<HealthEffect>();
        String reason = ", changed from CLI";
        switch (wanted) {
            case STOPPED -> machine.stop(reason, effects, nowMs);
            case RUNNING, STARTING -> machine.start(reason, effects, nowMs);
            case STOPPING -> machine.stopping(reason, effects, nowMs);
        }
        return effects;
    }

    /**
     * {@code enable health}, {@code disable health}: the state stays what it is.
     *
     * @return an order to tell those who track it, if it is checked at all
     */
    public List<HealthEffect> enableCheck(boolean on) {
        check.enable(on);
        return check.isConfigured() ? List.of(new HealthEffect.Republish()) : List.of();
    }

    /** {@code enable agent}, {@code disable agent}, likewise. */
    public List<HealthEffect> enableAgent(boolean on) {
        agent.enable(on);
        return agent.isConfigured() ? List.of(new HealthEffect.Republish()) : List.of();
    }

    /** {@code set server ... state ready}. */
    public List<HealthEffect> ready(long nowMs) {
        var effects = new ArrayList<>(machine.administer(AdminMode.FORCED_DRAIN, false, nowMs));
        effects.addAll(machine.administer(AdminMode.FORCED_MAINT, false, nowMs));
        return effects;
    }

    /** {@code set server ... state drain}; it takes no clients between maintenance and drain. */
    public List<HealthEffect> drain(long nowMs) {
        var effects = new ArrayList<>(machine.administer(AdminMode.FORCED_DRAIN, true, nowMs));
        effects.addAll(machine.administer(AdminMode.FORCED_MAINT, false, nowMs));
        return effects;
    }

    /** {@code set server ... state maint}. */
    public List<HealthEffect> maintain(long nowMs) {
        var effects = new ArrayList<>(machine.administer(AdminMode.FORCED_MAINT, true, nowMs));
        effects.addAll(machine.administer(AdminMode.FORCED_DRAIN, false, nowMs));
        return effects;
    }

    /** Sets the server aside, or takes it back; nothing happens if it is so already. */
    public List<HealthEffect> administer(AdminMode mode, boolean set, long nowMs) {
        return machine.administer(mode, set, nowMs);
    }

    /** What servers that {@code track} this one are to follow; each is newer than the former. */
    public Standing standing() {
        return machine.standing();
    }

    /**
     * Follows the server named by {@code track}; to be called after each change of that one.
     *
     * @param leader how the other server stands; one that is older than what was followed before
     *     changes nothing, so that two threads may bring theirs in any order
     */
    public List<HealthEffect> follow(Standing leader, long nowMs) {
        return machine.follow(leader, nowMs);
    }

    /** Stands as the server it tracks, at the start of the program: nothing has happened yet. */
    public List<HealthEffect> beginAs(Standing leader) {
        return machine.beginAs(leader);
    }

    /** Ends or goes on with the warming up; to be called when {@link #rampTickDelayMs} is over. */
    public List<HealthEffect> rampTick(long nowMs) {
        return machine.rampTick(nowMs);
    }
}
