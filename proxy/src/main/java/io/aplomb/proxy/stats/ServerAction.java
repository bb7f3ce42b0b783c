package io.aplomb.proxy.stats;

import io.aplomb.proxy.health.AdminMode;
import io.aplomb.proxy.health.ServerState;
import io.aplomb.proxy.runtime.ServerRuntime;
import org.jspecify.annotations.Nullable;

/** What an administrator can do to a server, from the page or the runtime socket. */
public enum ServerAction {
    READY("ready"),
    DRAIN("drain"),
    MAINT("maint"),
    HEALTH_UP("hrunn"),
    HEALTH_STOPPING("hnolb"),
    HEALTH_DOWN("hdown"),
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

    /** Does it. Doing it twice is doing it once. */
    public void apply(ServerRuntime server, ServerControl control) {
        long nowMs = control.nowMs();
        switch (this) {
            case READY -> {
                set(server, control, AdminMode.FORCED_DRAIN, false);
                set(server, control, AdminMode.FORCED_MAINT, false);
            }
            case DRAIN -> {
                // The order keeps a maintained server from taking clients in between.
                set(server, control, AdminMode.FORCED_DRAIN, true);
                set(server, control, AdminMode.FORCED_MAINT, false);
            }
            case MAINT -> set(server, control, AdminMode.FORCED_MAINT, true);
            case HEALTH_UP ->
                    control.change(
                            server, health -> health.forceHealth(ServerState.RUNNING, nowMs));
            case HEALTH_STOPPING ->
                    control.change(
                            server, health -> health.forceHealth(ServerState.STOPPING, nowMs));
            case HEALTH_DOWN ->
                    control.change(
                            server, health -> health.forceHealth(ServerState.STOPPED, nowMs));
            case KILL_SESSIONS -> control.shutdownSessions(server);
        }
    }

    private static void set(
            ServerRuntime server, ServerControl control, AdminMode mode, boolean on) {
        control.change(server, health -> health.administer(mode, on, control.nowMs()));
    }
}
