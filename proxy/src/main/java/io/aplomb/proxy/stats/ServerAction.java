package io.aplomb.proxy.stats;

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
    KILL_SESSIONS("shutdown");

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

    /** Does it. Doing it twice is doing it once; what a server has no check for changes nothing. */
    public void apply(ServerRuntime server, ServerControl control) {
        if (this == KILL_SESSIONS) {
            control.shutdownSessions(server);
        } else {
            long nowMs = control.nowMs();
            control.change(server, health -> change(health, nowMs));
        }
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
            case KILL_SESSIONS -> List.of();
        };
    }
}
