package io.aplomb.proxy.stats;

import io.aplomb.proxy.health.AdminMode;
import io.aplomb.proxy.health.HealthEffect;
import io.aplomb.proxy.health.ServerHealth;
import io.aplomb.proxy.health.ServerState;
import io.aplomb.proxy.runtime.ServerRuntime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an administrator can do to a server, from the page or the runtime socket. */
public enum ServerAction {
    READY("ready"),
    DRAIN("drain"),
    MAINT("maint"),
    CHECK_DISABLE("dhlth"),
    CHECK_ENABLE("ehlth"),
    HEALTH_UP("hrunn"),
    HEALTH_STOPPING("hnolb"),
    HEALTH_DOWN("hdown"),
    AGENT_DISABLE("dagent"),
    AGENT_ENABLE("eagent"),
    AGENT_UP("arunn"),
    AGENT_DOWN("adown"),
    KILL_SESSIONS("shutdown"),
    /** Like the next three a word of older pages, which scripts still send. */
    LEAVE_MAINT("enable"),
    ENTER_MAINT("disable"),
    ENTER_DRAIN("stop"),
    LEAVE_DRAIN("start");

    private final String word;

    ServerAction(String word) {
        this.word = word;
    }

    /** The word in the page's form. */
    String word() {
        return word;
    }

    static @Nullable ServerAction ofForm(String word) {
        for (ServerAction each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        return null;
    }

    /**
     * Does it. Doing it twice is doing it once.
     *
     * @return false when it says nothing to this server: it has no such check, or is not there
     *     where it is to be brought back from
     */
    public boolean apply(ServerRuntime server, ServerControl control) {
        if (this == KILL_SESSIONS) {
            control.shutdownSessions(server);
            return true;
        }
        long nowMs = control.nowMs();
        boolean meant = server.backendRuntime().read(server, this::isMeant);
        return control.change(server, health -> change(health, nowMs)) || meant;
    }

    private boolean isMeant(ServerHealth health) {
        return switch (this) {
            case CHECK_DISABLE, CHECK_ENABLE -> health.check().configured();
            case AGENT_DISABLE, AGENT_ENABLE, AGENT_UP, AGENT_DOWN -> health.agent().configured();
            case LEAVE_MAINT -> health.admin().contains(AdminMode.FORCED_MAINT);
            case READY,
                    DRAIN,
                    MAINT,
                    HEALTH_UP,
                    HEALTH_STOPPING,
                    HEALTH_DOWN,
                    KILL_SESSIONS,
                    ENTER_MAINT,
                    ENTER_DRAIN,
                    LEAVE_DRAIN ->
                    true;
        };
    }

    private List<HealthEffect> change(ServerHealth health, long nowMs) {
        return switch (this) {
            case READY -> health.ready(nowMs);
            case DRAIN -> health.drain(nowMs);
            case MAINT -> health.maintain(nowMs);
            case CHECK_DISABLE -> health.enableCheck(false);
            case CHECK_ENABLE -> health.enableCheck(true);
            case HEALTH_UP -> health.forceHealth(ServerState.RUNNING, nowMs);
            case HEALTH_STOPPING -> health.forceHealth(ServerState.STOPPING, nowMs);
            case HEALTH_DOWN -> health.forceHealth(ServerState.STOPPED, nowMs);
            case AGENT_DISABLE -> health.enableAgent(false);
            case AGENT_ENABLE -> health.enableAgent(true);
            case AGENT_UP -> health.forceAgent(true, nowMs);
            case AGENT_DOWN -> health.forceAgent(false, nowMs);
            case LEAVE_MAINT -> health.administer(AdminMode.FORCED_MAINT, false, nowMs);
            case ENTER_MAINT -> health.administer(AdminMode.FORCED_MAINT, true, nowMs);
            case ENTER_DRAIN -> health.administer(AdminMode.FORCED_DRAIN, true, nowMs);
            case LEAVE_DRAIN -> health.administer(AdminMode.FORCED_DRAIN, false, nowMs);
            case KILL_SESSIONS -> List.of();
        };
    }
}
