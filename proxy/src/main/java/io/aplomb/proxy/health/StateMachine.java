package io.aplomb.proxy.health;

import io.aplomb.proxy.health.HealthEffect.Ending;
import io.aplomb.proxy.health.HealthEffect.Severity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The states of one server, the modes it is set aside by, and the ways between them: each adds its
 * log line and its orders to the effects. What leads to them is the matter of {@link ServerHealth},
 * which calls under its owner's lock.
 */
final class StateMachine {

    private static final int SHORTEST_RAMP_TICK_MS = 1_000;
    private static final int RAMP_TICKS = 20;

    private final HealthSettings settings;
    private final CheckMeter check;
    private final CheckMeter agent;
    private final Set<AdminMode> admin = EnumSet.noneOf(AdminMode.class);
    private ServerState state = ServerState.RUNNING;
    private @Nullable Standing tracked;
    private long standingsTold;

    private long lastChangeMs;
    private long timesDown;
    private long downTimeMs;

    StateMachine(HealthSettings settings, CheckMeter check, CheckMeter agent, long nowMs) {
        this.settings = settings;
        this.check = check;
        this.agent = agent;
        this.lastChangeMs = nowMs;
        if (settings.disabled()) {
            admin.add(AdminMode.FORCED_MAINT);
            check.health(0);
        }
    }

    boolean isTracking() {
        return tracked != null;
    }

    void continueFrom(StateMachine previous) {
        state = previous.state;
        lastChangeMs = previous.lastChangeMs;
        timesDown = previous.timesDown;
        downTimeMs = previous.downTimeMs;
        if (!previous.settings.disabled() && previous.admin.contains(AdminMode.FORCED_MAINT)) {
            admin.add(AdminMode.FORCED_MAINT);
        }
        if (previous.admin.contains(AdminMode.FORCED_DRAIN)) {
            admin.add(AdminMode.FORCED_DRAIN);
        }
    }

    ServerState state() {
        return state;
    }

    /** True if new clients may be sent to it, as far as this machine knows. */
    boolean usable() {
        return !inMaintenance()
                && !draining()
                && (state == ServerState.RUNNING || state == ServerState.STARTING);
    }

    /** True if clients that belong to it may still be sent to it. */
    boolean up() {
        return !inMaintenance() && state != ServerState.STOPPED;
    }

    boolean inMaintenance() {
        return admin.contains(AdminMode.FORCED_MAINT)
                || admin.contains(AdminMode.INHERITED_MAINT)
                || admin.contains(AdminMode.RESOLUTION_MAINT);
    }

    /** True if drained, or stopping by a conditional check. */
    boolean draining() {
        return state == ServerState.STOPPING
                || admin.contains(AdminMode.FORCED_DRAIN)
                || admin.contains(AdminMode.INHERITED_DRAIN);
    }

    /** How its health check stands. */
    CheckFigures check() {
        return check.figures(inMaintenance());
    }

    /** How its agent check stands. */
    CheckFigures agent() {
        return agent.figures(inMaintenance());
    }

    /** The modes it is set aside by. */
    Set<AdminMode> admin() {
        return Set.copyOf(admin);
    }

    /** Column Dwn: transitions from up to down or maintenance. */
    long timesDown() {
        return timesDown;
    }

    /** Column lastchg, in whole seconds. */
    long sinceLastChangeSeconds(long nowMs) {
        return Math.max(0, nowMs - lastChangeMs) / 1_000;
    }

    /** Column Dwntme, in whole seconds, the present outage included. */
    long downTimeSeconds(long nowMs) {
        long present = up() ? 0 : Math.max(0, nowMs - lastChangeMs);
        return (downTimeMs + present) / 1_000;
    }

    /** Column Status: "UP", "UP 2/3", "DOWN 1/2", "MAINT (via be/s)", "no check". */
    String statusText() {
        return status().toString();
    }

    /** The state a server is told in its checks (manual 4.2 "http-check send-state"). */
    String stateForServer() {
        return status().forServer();
    }

    private StatusText status() {
        Standing leader = tracked;
        return leader == null
                ? new StatusText(state, admin, check(), agent(), "")
                : new StatusText(state, admin, leader.check(), leader.agent(), leader.server());
    }

    /** Percent of its weight the server gets now: below 100 while it warms up. */
    int throttlePercent(long nowMs) {
        return (100 * rampStep(nowMs) + ServerHealth.RAMP_STEPS - 1) / ServerHealth.RAMP_STEPS;
    }

    /** A configured weight in sixteenths, lowered while the server warms up; never 0 by that. */
    int effectiveWeight(int weight, long nowMs) {
        return weight * rampStep(nowMs);
    }

    private int rampStep(long nowMs) {
        if (state != ServerState.STARTING) {
            return ServerHealth.RAMP_STEPS;
        }
        long upForMs = Math.max(0, nowMs - lastChangeMs);
        long step =
                (ServerHealth.RAMP_STEPS * upForMs + settings.slowStartMs())
                        / settings.slowStartMs();
        return (int) Math.min(ServerHealth.RAMP_STEPS, step);
    }

    /** Delay to the next {@link #rampTick}; -1 if the server is not warming up. */
    long rampTickDelayMs() {
        return state == ServerState.STARTING
                ? Math.max(SHORTEST_RAMP_TICK_MS, settings.slowStartMs() / RAMP_TICKS)
                : -1;
    }

    /** Both of its checks have to have a server up, as far as they are enabled. */
    boolean checksHaveItUp() {
        return (!check.isEnabled() || check.isUp()) && (!agent.isEnabled() || agent.isUp());
    }

    /** Sets the server aside, or takes it back; nothing happens if it is so already. */
    List<HealthEffect> administer(AdminMode mode, boolean set, long nowMs) {
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
            enterMaintenance(mode, wasUp, wasDraining, effects);
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

    /** HAProxy alarms nobody over a server that took no new clients before. */
    private Severity gravity(boolean wasDraining) {
        return wasDraining || state == ServerState.STOPPING ? Severity.NOTICE : Severity.ALERT;
    }

    private void enterMaintenance(
            AdminMode mode, boolean wasUp, boolean wasDraining, List<HealthEffect> effects) {
        check.aborted();
        check.health(0);
        String via = mode == AdminMode.INHERITED_MAINT ? " via " + trackedName() : "";
        if (wasUp) {
            timesDown++;
            String why = mode == AdminMode.RESOLUTION_MAINT ? " (DNS failure)" : via;
            effects.add(
                    new HealthEffect.Log(
                            gravity(wasDraining),
                            settings.logName() + " is going DOWN for maintenance" + why,
                            Ending.SERVERS_LEFT));
        } else {
            effects.add(
                    new HealthEffect.Log(
                            Severity.NOTICE,
                            settings.logName() + " was DOWN and now enters maintenance" + via + ".",
                            Ending.PLAIN));
        }
        shutDown(effects);
    }

    private void leaveMaintenance(AdminMode mode, List<HealthEffect> effects) {
        if (check.isEnabled()) {
            // As after the start: in service at once, out again with the first failed check.
            check.health(check.rise());
        }
        state = stateAfterMaintenance();
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

    private ServerState stateAfterMaintenance() {
        ServerState leader = tracked == null ? ServerState.RUNNING : tracked.state();
        if (leader == ServerState.STOPPED || !checksHaveItUp()) {
            return ServerState.STOPPED;
        }
        return leader == ServerState.STOPPING ? leader : upState();
    }

    private String trackedName() {
        return tracked == null ? "" : tracked.server();
    }

    private void drainChanged(AdminMode mode, List<HealthEffect> effects) {
        if (drained()) {
            String via = mode == AdminMode.INHERITED_DRAIN ? " via " + trackedName() : "";
            effects.add(
                    new HealthEffect.Log(
                            Severity.NOTICE,
                            settings.logName() + " enters drain state" + via,
                            up() ? Ending.SERVERS_ONLINE : Ending.SERVERS_LEFT));
        } else {
            String word = state == ServerState.STOPPED ? "DOWN" : "UP";
            effects.add(
                    new HealthEffect.Log(
                            Severity.NOTICE,
                            "%s is %s (leaving forced drain).".formatted(settings.logName(), word),
                            Ending.PLAIN));
        }
        effects.add(new HealthEffect.Republish());
    }

    void remindOfDrain(List<HealthEffect> effects) {
        if (drained()) {
            String text =
                    admin.contains(AdminMode.FORCED_DRAIN)
                            ? " remains in forced drain mode."
                            : " is leaving forced drain but remains in drain mode via %s."
                                    .formatted(trackedName());
            effects.add(
                    new HealthEffect.Log(Severity.NOTICE, settings.logName() + text, Ending.PLAIN));
        }
    }

    /** What servers that {@code track} this one are to follow; each is newer than the former. */
    Standing standing() {
        standingsTold++;
        Standing leader = tracked;
        return new Standing(
                standingsTold,
                settings.fullName(),
                state,
                inMaintenance(),
                drained(),
                leader == null ? check() : leader.check(),
                leader == null ? agent() : leader.agent());
    }

    /**
     * Follows the server named by {@code track}; to be called after each change of that one.
     *
     * @param leader how the other server stands; one that is older than what was followed before
     *     changes nothing, so that two threads may bring theirs in any order
     */
    List<HealthEffect> follow(Standing leader, long nowMs) {
        if (tracked != null && leader.number() <= tracked.number()) {
            return List.of();
        }
        tracked = leader;
        // A server that leaves maintenance for drain must not take clients in between.
        var effects = new ArrayList<HealthEffect>();
        if (leader.drained()) {
            effects.addAll(administer(AdminMode.INHERITED_DRAIN, true, nowMs));
        }
        effects.addAll(administer(AdminMode.INHERITED_MAINT, leader.inMaintenance(), nowMs));
        effects.addAll(administer(AdminMode.INHERITED_DRAIN, leader.drained(), nowMs));
        if (inMaintenance()) {
            return effects;
        }
        String via = " via " + leader.server();
        switch (leader.state()) {
            case STOPPED -> stop(via, effects, nowMs);
            case STARTING, RUNNING -> start(via, effects, nowMs);
            case STOPPING -> stopping(via, effects, nowMs);
        }
        return effects;
    }

    /** Stands as the server it tracks, at the start of the program: nothing has happened yet. */
    List<HealthEffect> beginAs(Standing leader) {
        tracked = leader;
        if (leader.drained()) {
            admin.add(AdminMode.INHERITED_DRAIN);
        }
        if (leader.inMaintenance()) {
            admin.add(AdminMode.INHERITED_MAINT);
            check.health(0);
        } else {
            state = leader.state() == ServerState.STARTING ? ServerState.RUNNING : leader.state();
        }
        return List.of(new HealthEffect.Republish());
    }

    /** Ends or goes on with the warming up; to be called when {@link #rampTickDelayMs} is over. */
    List<HealthEffect> rampTick(long nowMs) {
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

    void stop(String reason, List<HealthEffect> effects, long nowMs) {
        if (state == ServerState.STOPPED) {
            return;
        }
        Severity severity = gravity(drained());
        state = ServerState.STOPPED;
        lastChangeMs = nowMs;
        timesDown++;
        effects.add(
                new HealthEffect.Log(
                        severity, settings.logName() + " is DOWN" + reason, Ending.SERVERS_LEFT));
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

    void start(String reason, List<HealthEffect> effects, long nowMs) {
        if (state == ServerState.RUNNING || state == ServerState.STARTING) {
            return;
        }
        if (state == ServerState.STOPPED) {
            downTimeMs += nowMs - lastChangeMs;
        }
        state = upState();
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

    void stopping(String reason, List<HealthEffect> effects, long nowMs) {
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
        remindOfDrain(effects);
        effects.add(new HealthEffect.Republish());
    }
}
