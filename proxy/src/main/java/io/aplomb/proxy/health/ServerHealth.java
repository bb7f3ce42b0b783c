package io.aplomb.proxy.health;

import io.aplomb.model.proxy.ServerCheck;
import io.aplomb.proxy.health.HealthEffect.Ending;
import io.aplomb.proxy.health.HealthEffect.Severity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The state machine of one server, with the states, texts and counters of HAProxy.
 *
 * <p><b>Health counter.</b> 0 to rise + fall - 1, up from rise on. A failed check takes one away,
 * and all below rise; a passed one adds one, and jumps to the top at rise. A server starts at rise:
 * up, but down with its first failed check.
 *
 * <p><b>Time.</b> Milliseconds of a monotonic clock, passed in. Not thread-safe: the owner calls
 * under one lock. Every method that changes something returns what is to be done, in order.
 */
public final class ServerHealth {

    /** Steps in which {@code slowstart} raises the weight, as HAProxy's weight scale. */
    static final int RAMP_STEPS = 16;

    private static final int SHORTEST_RAMP_TICK_MS = 1_000;
    private static final int RAMP_TICKS = 20;

    private final HealthSettings settings;
    private final Set<AdminMode> admin = EnumSet.noneOf(AdminMode.class);

    private ServerState state = ServerState.RUNNING;
    private int health;
    private boolean agentDown;
    private CheckResult lastCheck = CheckResult.NONE;
    private boolean checkInProgress;
    private int consecutiveErrors;
    private String trackedName = "";
    private long standingsTold;
    private long standingFollowed;

    private long lastChangeMs;
    private long failedChecks;
    private long timesDown;
    private long downTimeMs;

    /** A server as it stands when the program starts. */
    public ServerHealth(HealthSettings settings, long nowMs) {
        this.settings = settings;
        this.health = settings.check().rise();
        this.lastChangeMs = nowMs;
        if (settings.disabled()) {
            admin.add(AdminMode.FORCED_MAINT);
        }
    }

    /**
     * Goes on where the machine of the same server stood before a reload: its state, its results
     * and its counters. What the new configuration says of {@code disabled} stands.
     */
    public void continueFrom(ServerHealth previous) {
        boolean sameScale =
                previous.settings.check().rise() == settings.check().rise()
                        && previous.settings.check().fall() == settings.check().fall();
        state = previous.state;
        health =
                sameScale ? previous.health : previous.presentStanding().healthOf(settings.check());
        agentDown = previous.agentDown;
        lastCheck = previous.lastCheck;
        trackedName = previous.trackedName;
        lastChangeMs = previous.lastChangeMs;
        failedChecks = previous.failedChecks;
        timesDown = previous.timesDown;
        downTimeMs = previous.downTimeMs;
        if (!previous.settings.disabled() && previous.admin.contains(AdminMode.FORCED_MAINT)) {
            admin.add(AdminMode.FORCED_MAINT);
        }
        if (previous.admin.contains(AdminMode.FORCED_DRAIN)) {
            admin.add(AdminMode.FORCED_DRAIN);
        }
    }

    // What the owner reads

    public ServerState state() {
        return state;
    }

    /** True if new clients may be sent to it, as far as this machine knows. */
    public boolean usable() {
        return !inMaintenance()
                && !draining()
                && (state == ServerState.RUNNING || state == ServerState.STARTING);
    }

    /** True if clients that belong to it may still be sent to it. */
    public boolean up() {
        return !inMaintenance() && state != ServerState.STOPPED;
    }

    public boolean inMaintenance() {
        return admin.contains(AdminMode.FORCED_MAINT)
                || admin.contains(AdminMode.INHERITED_MAINT)
                || admin.contains(AdminMode.RESOLUTION_MAINT);
    }

    /** True if drained, or stopping by a conditional check. */
    public boolean draining() {
        return state == ServerState.STOPPING
                || admin.contains(AdminMode.FORCED_DRAIN)
                || admin.contains(AdminMode.INHERITED_DRAIN);
    }

    /** The result of the last check; its status is INI before the first. */
    public CheckResult lastCheck() {
        return lastCheck;
    }

    public boolean checkInProgress() {
        return checkInProgress;
    }

    /** Column Chk: checks that failed while the server was up. */
    public long failedChecks() {
        return failedChecks;
    }

    /** Column Dwn: transitions from up to down or maintenance. */
    public long timesDown() {
        return timesDown;
    }

    /** Column lastchg, in whole seconds. */
    public long sinceLastChangeSeconds(long nowMs) {
        return Math.max(0, nowMs - lastChangeMs) / 1_000;
    }

    /** Column Dwntme, in whole seconds, the present outage included. */
    public long downTimeSeconds(long nowMs) {
        long present = up() ? 0 : Math.max(0, nowMs - lastChangeMs);
        return (downTimeMs + present) / 1_000;
    }

    /** Column Status: "UP", "UP 2/3", "DOWN 1/2", "MAINT (via be/s)", "no check". */
    public String statusText() {
        return new StatusText(settings, state, admin, health, agentDown, trackedName).toString();
    }

    /** Percent of its weight the server gets now: below 100 while it warms up. */
    public int throttlePercent(long nowMs) {
        return (100 * rampStep(nowMs) + RAMP_STEPS - 1) / RAMP_STEPS;
    }

    /** A configured weight in sixteenths, lowered while the server warms up; never 0 by that. */
    public int effectiveWeight(int weight, long nowMs) {
        return weight * rampStep(nowMs);
    }

    private int rampStep(long nowMs) {
        if (state != ServerState.STARTING) {
            return RAMP_STEPS;
        }
        long upForMs = Math.max(0, nowMs - lastChangeMs);
        long step = (RAMP_STEPS * upForMs + settings.slowStartMs()) / settings.slowStartMs();
        return (int) Math.min(RAMP_STEPS, step);
    }

    /** Delay to the next {@link #rampTick}; -1 if the server is not warming up. */
    public long rampTickDelayMs() {
        return state == ServerState.STARTING
                ? Math.max(SHORTEST_RAMP_TICK_MS, settings.slowStartMs() / RAMP_TICKS)
                : -1;
    }

    /**
     * Delay to the next check: {@code inter}, {@code fastinter} while changing, {@code downinter}
     * while down.
     *
     * @param spreadPercent {@code spread-checks}, 0 to 50
     * @param random 0 to 1, how to spread this one
     */
    public long nextCheckDelayMs(int spreadPercent, double random) {
        ServerCheck check = settings.check();
        long delayMs = check.interMs();
        if (health == 0 && check.downInterMs() > 0) {
            delayMs = check.downInterMs();
        } else if (health != 0 && health != top() && check.fastInterMs() > 0) {
            delayMs = check.fastInterMs();
        }
        double spread = delayMs * spreadPercent / 100.0 * (2 * random - 1);
        return Math.max(1, Math.round(delayMs + spread));
    }

    // Checks

    /** A check begins: the statistics show an asterisk. */
    public void checkStarted() {
        checkInProgress = true;
    }

    /** A check has ended. */
    public List<HealthEffect> checkEnded(CheckResult result, long nowMs) {
        checkInProgress = false;
        boolean sameStatus = lastCheck.status() == result.status();
        lastCheck = result;
        if (inMaintenance()) {
            return List.of();
        }
        var effects = new ArrayList<HealthEffect>();
        boolean moved =
                switch (result.status().verdict()) {
                    case NEUTRAL -> false;
                    case FAILED -> countFailure();
                    case PASSED, CONDITIONAL -> countSuccess();
                };
        if (settings.logChecks()
                && (moved || !sameStatus)
                && result.status().verdict() != CheckStatus.Verdict.NEUTRAL) {
            effects.add(checkLog(result));
        }
        applyHealth(result, effects, nowMs);
        return effects;
    }

    private boolean countFailure() {
        if (health < settings.check().rise()) {
            boolean moved = health > 0;
            health = 0;
            return moved;
        }
        failedChecks++;
        health--;
        if (health < settings.check().rise()) {
            health = 0;
        }
        return true;
    }

    private boolean countSuccess() {
        if (health >= top()) {
            return false;
        }
        health++;
        if (health >= settings.check().rise()) {
            health = top();
        }
        return true;
    }

    private int top() {
        return settings.check().rise() + settings.check().fall() - 1;
    }

    private HealthEffect checkLog(CheckResult result) {
        String outcome =
                switch (result.status().verdict()) {
                    case FAILED, NEUTRAL -> "failed";
                    case PASSED -> "succeeded";
                    case CONDITIONAL -> "conditionally succeeded";
                };
        boolean isUp = health >= settings.check().rise();
        String status =
                isUp
                        ? "%d/%d UP".formatted(upCount(), settings.check().fall())
                        : "%d/%d DOWN".formatted(health, settings.check().rise());
        String text =
                "Health check for %sserver %s %s%s, status: %s."
                        .formatted(
                                settings.backup() ? "backup " : "",
                                settings.fullName(),
                                outcome,
                                result.logText(),
                                status);
        return new HealthEffect.Log(Severity.NOTICE, text, Ending.PLAIN);
    }

    private int upCount() {
        return health - settings.check().rise() + 1;
    }

    private void applyHealth(CheckResult result, List<HealthEffect> effects, long nowMs) {
        if (agentDown) {
            return;
        }
        boolean conditional = result.status().verdict() == CheckStatus.Verdict.CONDITIONAL;
        if (health < settings.check().rise()) {
            stop(result.logText(), effects, nowMs);
        } else if (conditional) {
            stopping(result.logText(), effects, nowMs);
        } else if (result.status().verdict() == CheckStatus.Verdict.PASSED) {
            start(result.logText(), effects, nowMs);
        }
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
        ServerCheck check = settings.check();
        if (check.observe() == ServerCheck.Observe.NONE
                || ++consecutiveErrors < check.errorLimit()) {
            return List.of();
        }
        String info =
                "Detected %d consecutive errors, last one was: %s"
                        .formatted(consecutiveErrors, cause);
        consecutiveErrors = 0;
        int rise = check.rise();
        switch (check.onError()) {
            case FASTINTER -> {
                return List.of();
            }
            case FAIL_CHECK -> {}
            case SUDDEN_DEATH -> health = health > rise ? rise + 1 : health;
            case MARK_DOWN -> health = Math.min(health, rise);
        }
        return checkEnded(new CheckResult(CheckStatus.TRAFFIC, 0, -1, info), nowMs);
    }

    // Commands

    /** {@code set server ... health up|stopping|down}. */
    public List<HealthEffect> forceHealth(ServerState wanted, long nowMs) {
        var effects = new ArrayList<HealthEffect>();
        String reason = ", changed from CLI";
        switch (wanted) {
            case STOPPED -> {
                health = 0;
                stop(reason, effects, nowMs);
            }
            case RUNNING, STARTING -> {
                health = top();
                start(reason, effects, nowMs);
            }
            case STOPPING -> {
                health = top();
                stopping(reason, effects, nowMs);
            }
        }
        return effects;
    }

    /** The agent says whether the server may be used ({@code agent-check}). */
    public List<HealthEffect> agentSays(boolean isUp, String info, long nowMs) {
        var effects = new ArrayList<HealthEffect>();
        String reason = ", reason: Agent check" + (info.isEmpty() ? "" : ", info: \"" + info + '"');
        agentDown = !isUp;
        if (agentDown) {
            stop(reason, effects, nowMs);
        } else if (health >= settings.check().rise()) {
            start(reason, effects, nowMs);
        }
        return effects;
    }

    /** Sets the server aside, or takes it back; nothing happens if it is so already. */
    public List<HealthEffect> administer(AdminMode mode, boolean set, long nowMs) {
        if (admin.contains(mode) == set) {
            return List.of();
        }
        var effects = new ArrayList<HealthEffect>();
        boolean wasMaintained = inMaintenance();
        boolean wasDraining = drained();
        boolean wasUp = up();
        long downSinceMs = lastChangeMs;
        if (set) {
            admin.add(mode);
        } else {
            admin.remove(mode);
        }
        lastChangeMs = nowMs;
        if (!wasMaintained && inMaintenance()) {
            enterMaintenance(mode, wasUp, effects);
            if (!wasUp) {
                downTimeMs += nowMs - downSinceMs;
            }
        } else if (wasMaintained && !inMaintenance()) {
            downTimeMs += nowMs - downSinceMs;
            leaveMaintenance(mode, effects);
        } else if (wasMaintained) {
            lastChangeMs = downSinceMs;
        } else if (wasDraining != drained()) {
            drainChanged(mode, effects);
            lastChangeMs = wasUp ? nowMs : downSinceMs;
        }
        return effects;
    }

    private boolean drained() {
        return admin.contains(AdminMode.FORCED_DRAIN) || admin.contains(AdminMode.INHERITED_DRAIN);
    }

    private void enterMaintenance(AdminMode mode, boolean wasUp, List<HealthEffect> effects) {
        checkInProgress = false;
        if (wasUp) {
            timesDown++;
        }
        String text =
                switch (mode) {
                    case INHERITED_MAINT ->
                            (wasUp ? " is going DOWN" : " was DOWN and now enters maintenance")
                                    + (wasUp ? " for maintenance" : "")
                                    + " via "
                                    + trackedName;
                    case RESOLUTION_MAINT -> " is going DOWN for maintenance (DNS failure)";
                    case FORCED_MAINT, FORCED_DRAIN, INHERITED_DRAIN ->
                            wasUp
                                    ? " is going DOWN for maintenance"
                                    : " was DOWN and now enters maintenance";
                };
        Ending ending = wasUp ? Ending.SERVERS_LEFT : Ending.PLAIN;
        String end = wasUp ? "" : ".";
        effects.add(new HealthEffect.Log(Severity.ALERT, settings.logName() + text + end, ending));
        shutDown(effects);
    }

    private void leaveMaintenance(AdminMode mode, List<HealthEffect> effects) {
        // As after the start: in service at once, out again with the first failed check.
        health = settings.check().rise();
        state = agentDown ? ServerState.STOPPED : upState();
        String text =
                " is %s/%s (leaving %s)."
                        .formatted(
                                state == ServerState.STOPPED ? "DOWN" : "UP",
                                drained() ? "DRAIN" : "READY",
                                mode == AdminMode.FORCED_MAINT
                                        ? "forced maintenance"
                                        : "maintenance");
        effects.add(new HealthEffect.Log(Severity.NOTICE, settings.logName() + text, Ending.PLAIN));
        remindOfDrain(effects);
        effects.add(new HealthEffect.Republish());
    }

    private void drainChanged(AdminMode mode, List<HealthEffect> effects) {
        if (drained()) {
            String via = mode == AdminMode.INHERITED_DRAIN ? " via " + trackedName : "";
            effects.add(
                    new HealthEffect.Log(
                            Severity.NOTICE,
                            settings.logName() + " enters drain state" + via,
                            Ending.SERVERS_ONLINE));
        } else {
            effects.add(
                    new HealthEffect.Log(
                            Severity.NOTICE,
                            "%s is %s (leaving %s)."
                                    .formatted(
                                            settings.logName(),
                                            state == ServerState.STOPPED ? "DOWN" : "UP",
                                            mode == AdminMode.FORCED_DRAIN
                                                    ? "forced drain"
                                                    : "drain"),
                            Ending.PLAIN));
        }
        effects.add(new HealthEffect.Republish());
    }

    private void remindOfDrain(List<HealthEffect> effects) {
        if (drained()) {
            effects.add(
                    new HealthEffect.Log(
                            Severity.NOTICE,
                            settings.logName() + " remains in forced drain mode.",
                            Ending.PLAIN));
        }
    }

    /** What servers that {@code track} this one are to follow; each is newer than the former. */
    public Standing standing() {
        standingsTold++;
        return presentStanding();
    }

    private Standing presentStanding() {
        return new Standing(
                standingsTold,
                settings.fullName(),
                state,
                inMaintenance(),
                drained(),
                health >= settings.check().rise(),
                health == top());
    }

    /**
     * Follows the server named by {@code track}; to be called after each change of that one.
     *
     * @param tracked how the other server stands; one that is older than what was followed before
     *     changes nothing, so that two threads may bring theirs in any order
     */
    public List<HealthEffect> follow(Standing tracked, long nowMs) {
        if (tracked.number() <= standingFollowed) {
            return List.of();
        }
        standingFollowed = tracked.number();
        trackedName = tracked.server();
        health = tracked.healthOf(settings.check());
        var effects =
                new ArrayList<>(
                        administer(AdminMode.INHERITED_MAINT, tracked.inMaintenance(), nowMs));
        effects.addAll(administer(AdminMode.INHERITED_DRAIN, tracked.drained(), nowMs));
        if (inMaintenance()) {
            return effects;
        }
        String via = " via " + trackedName;
        switch (tracked.state()) {
            case STOPPED -> stop(via, effects, nowMs);
            case STARTING, RUNNING -> start(via, effects, nowMs);
            case STOPPING -> stopping(via, effects, nowMs);
        }
        health = tracked.healthOf(settings.check());
        return effects;
    }

    /** Ends or goes on with the warming up; to be called when {@link #rampTickDelayMs} is over. */
    public List<HealthEffect> rampTick(long nowMs) {
        if (state != ServerState.STARTING) {
            return List.of();
        }
        if (nowMs - lastChangeMs >= settings.slowStartMs()) {
            state = ServerState.RUNNING;
        }
        return List.of(new HealthEffect.Republish());
    }

    // Transitions

    private ServerState upState() {
        return settings.slowStartMs() > 0 ? ServerState.STARTING : ServerState.RUNNING;
    }

    private void stop(String reason, List<HealthEffect> effects, long nowMs) {
        if (state == ServerState.STOPPED) {
            return;
        }
        state = ServerState.STOPPED;
        lastChangeMs = nowMs;
        timesDown++;
        effects.add(
                new HealthEffect.Log(
                        Severity.ALERT,
                        settings.logName() + " is DOWN" + reason,
                        Ending.SERVERS_LEFT));
        remindOfDrain(effects);
        shutDown(effects);
    }

    private void shutDown(List<HealthEffect> effects) {
        effects.add(new HealthEffect.Republish());
        effects.add(new HealthEffect.RequeuePending());
        if (settings.check().shutdownSessionsOnDown()) {
            effects.add(new HealthEffect.ShutdownSessions());
        }
    }

    private void start(String reason, List<HealthEffect> effects, long nowMs) {
        if (state == ServerState.RUNNING || state == ServerState.STARTING) {
            return;
        }
        if (state == ServerState.STOPPED) {
            downTimeMs += nowMs - lastChangeMs;
        }
        state = state == ServerState.STOPPED ? upState() : ServerState.RUNNING;
        lastChangeMs = nowMs;
        effects.add(
                new HealthEffect.Log(
                        Severity.NOTICE,
                        settings.logName() + " is UP" + reason,
                        Ending.SERVERS_ONLINE));
        remindOfDrain(effects);
        effects.add(new HealthEffect.Republish());
        if (settings.check().shutdownBackupSessionsOnUp() && !settings.backup()) {
            effects.add(new HealthEffect.ShutdownBackupSessions());
        }
    }

    private void stopping(String reason, List<HealthEffect> effects, long nowMs) {
        if (state == ServerState.STOPPING) {
            return;
        }
        if (state == ServerState.STOPPED) {
            downTimeMs += nowMs - lastChangeMs;
        }
        state = ServerState.STOPPING;
        lastChangeMs = nowMs;
        effects.add(
                new HealthEffect.Log(
                        Severity.NOTICE,
                        settings.logName() + " is stopping" + reason,
                        Ending.SERVERS_ONLINE));
        effects.add(new HealthEffect.Republish());
    }
}
