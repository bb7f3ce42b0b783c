package io.aplomb.proxy.health;

import java.util.Set;

/**
 * The column Status of the statistics page, word for word as HAProxy's.
 *
 * @param check of the server, or of the one it tracks
 * @param agent likewise
 */
record StatusText(
        ServerState state,
        Set<AdminMode> admin,
        CheckFigures check,
        CheckFigures agent,
        String trackedName) {

    @Override
    public String toString() {
        if (admin.contains(AdminMode.RESOLUTION_MAINT)) {
            return "MAINT (resolution)";
        }
        if (admin.contains(AdminMode.INHERITED_MAINT)) {
            return "MAINT (via " + trackedName + ")";
        }
        if (admin.contains(AdminMode.FORCED_MAINT)) {
            return "MAINT";
        }
        return switch (state) {
            case STOPPED -> down();
            case STARTING, RUNNING -> up();
            case STOPPING -> withCount("NOLB");
        };
    }

    private String up() {
        boolean drained =
                admin.contains(AdminMode.FORCED_DRAIN) || admin.contains(AdminMode.INHERITED_DRAIN);
        if (drained) {
            return agent.enabled() ? "DRAIN (agent)" : withCount("DRAIN");
        }
        return check.enabled() ? withCount("UP") : "no check";
    }

    private String down() {
        if (agent.enabled() && (agent.health() == 0 || !check.enabled() || check.health() > 0)) {
            return "DOWN (agent)";
        }
        return check.enabled() && check.health() > 0 ? "DOWN " + check.count() : "DOWN";
    }

    private String withCount(String word) {
        return check.enabled() && !check.isPerfect() ? word + " " + check.count() : word;
    }

    /** The first word of {@code X-Haproxy-Server-State} (manual 4.2 "http-check send-state"). */
    String forServer() {
        if (!check.enabled()) {
            return "no check";
        }
        return switch (state) {
            case STOPPED -> check.health() > 0 ? "DOWN " + check.count() : "DOWN";
            case STARTING, RUNNING -> withCount("UP");
            case STOPPING -> withCount("NOLB");
        };
    }
}
