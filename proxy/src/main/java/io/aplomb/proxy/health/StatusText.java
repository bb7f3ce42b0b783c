package io.aplomb.proxy.health;

import java.util.Set;

/** The column Status of the statistics page, word for word as HAProxy's. */
record StatusText(
        HealthSettings settings,
        ServerState state,
        Set<AdminMode> admin,
        int health,
        boolean agentDown,
        String trackedName) {

    @Override
    public String toString() {
        if (admin.contains(AdminMode.FORCED_MAINT)) {
            return "MAINT";
        }
        if (admin.contains(AdminMode.INHERITED_MAINT)) {
            return "MAINT (via " + trackedName + ")";
        }
        if (admin.contains(AdminMode.RESOLUTION_MAINT)) {
            return "MAINT (resolution)";
        }
        if (state == ServerState.STOPPED) {
            return down();
        }
        boolean drained =
                admin.contains(AdminMode.FORCED_DRAIN) || admin.contains(AdminMode.INHERITED_DRAIN);
        if (drained) {
            return withCount("DRAIN");
        }
        if (state == ServerState.STOPPING) {
            return withCount("NOLB");
        }
        return checked() ? withCount("UP") : "no check";
    }

    private boolean checked() {
        return settings.check().enabled() || settings.tracking();
    }

    private String down() {
        if (agentDown) {
            return "DOWN (agent)";
        }
        return health > 0 && health < settings.check().rise()
                ? "DOWN %d/%d".formatted(health, settings.check().rise())
                : "DOWN";
    }

    private String withCount(String word) {
        int rise = settings.check().rise();
        int fall = settings.check().fall();
        return checked() && health < rise + fall - 1
                ? "%s %d/%d".formatted(word, health - rise + 1, fall)
                : word;
    }
}
