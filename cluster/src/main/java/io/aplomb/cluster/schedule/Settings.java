package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Intervals;
import io.aplomb.cluster.rules.Scores;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's properties, with Pacemaker's defaults.
 *
 * <p>Source: Pacemaker Explained, "Cluster-Wide Configuration", and pacemaker-schedulerd(7).
 *
 * @param healthBase what the health of a node starts from, with strategy {@code progressive}
 * @param shutdownLockLimitMs how long a resource waits for its node; 0 for ever
 * @param fencingTimeoutMs for one fencing, in milliseconds
 */
public record Settings(
        Map<String, String> all,
        QuorumPolicy noQuorumPolicy,
        boolean symmetric,
        boolean fencingEnabled,
        String fencingAction,
        long fencingTimeoutMs,
        boolean concurrentFencing,
        boolean startupFencing,
        boolean stopAllResources,
        boolean maintenanceMode,
        boolean startFailureIsFatal,
        boolean startupProbes,
        boolean stopOrphanResources,
        boolean stopOrphanActions,
        boolean removeAfterStop,
        String placementStrategy,
        String healthStrategy,
        Scores.Colours health,
        int healthBase,
        boolean shutdownLock,
        long shutdownLockLimitMs,
        long priorityFencingDelayMs,
        boolean haveWatchdog,
        int batchLimit,
        int migrationLimit,
        long clusterDelayMs) {

    /** What a partition without quorum does. */
    enum QuorumPolicy {
        STOP,
        FREEZE,
        IGNORE,
        DEMOTE,
        SUICIDE
    }

    static Settings of(Map<String, String> values) {
        boolean fencing = flag(values, "stonith-enabled", flag(values, "fencing-enabled", true));
        boolean watchdog = flag(values, "have-watchdog", false);
        return new Settings(
                values,
                policy(values.get("no-quorum-policy"), fencing),
                flag(values, "symmetric-cluster", true),
                fencing,
                text(values, "stonith-action", text(values, "fencing-action", "reboot")),
                millis(values, "stonith-timeout", 60_000),
                flag(values, "concurrent-fencing", false),
                flag(values, "startup-fencing", true),
                flag(values, "stop-all-resources", false),
                flag(values, "maintenance-mode", false),
                flag(values, "start-failure-is-fatal", true),
                flag(values, "enable-startup-probes", true),
                flag(values, "stop-orphan-resources", true),
                flag(values, "stop-orphan-actions", true),
                flag(values, "remove-after-stop", false),
                text(values, "placement-strategy", "default").toLowerCase(Locale.ROOT),
                text(values, "node-health-strategy", "none").toLowerCase(Locale.ROOT),
                colours(values),
                Scores.parse(values.get("node-health-base")),
                flag(values, "shutdown-lock", false),
                millis(values, "shutdown-lock-limit", 0),
                millis(values, "priority-fencing-delay", 0),
                watchdog,
                Math.max(0, number(values.get("batch-limit"), 0)),
                number(values.get("migration-limit"), -1),
                millis(values, "cluster-delay", 60_000));
    }

    /** Suicide is only for a partition that lost quorum, not for one that never had it. */
    Settings wherePanicIsOf(boolean everQuorate) {
        return everQuorate || noQuorumPolicy != QuorumPolicy.SUICIDE
                ? this
                : new Settings(
                        all,
                        QuorumPolicy.STOP,
                        symmetric,
                        fencingEnabled,
                        fencingAction,
                        fencingTimeoutMs,
                        concurrentFencing,
                        startupFencing,
                        stopAllResources,
                        maintenanceMode,
                        startFailureIsFatal,
                        startupProbes,
                        stopOrphanResources,
                        stopOrphanActions,
                        removeAfterStop,
                        placementStrategy,
                        healthStrategy,
                        health,
                        healthBase,
                        shutdownLock,
                        shutdownLockLimitMs,
                        priorityFencingDelayMs,
                        haveWatchdog,
                        batchLimit,
                        migrationLimit,
                        clusterDelayMs);
    }

    private static QuorumPolicy policy(@Nullable String text, boolean fencing) {
        return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
            case "ignore" -> QuorumPolicy.IGNORE;
            case "freeze" -> QuorumPolicy.FREEZE;
            case "demote" -> QuorumPolicy.DEMOTE;
            // without fencing nobody could be made to end himself
            case "suicide" -> fencing ? QuorumPolicy.SUICIDE : QuorumPolicy.STOP;
            default -> QuorumPolicy.STOP;
        };
    }

    private static Scores.Colours colours(Map<String, String> values) {
        return new Scores.Colours(
                score(values, "node-health-red", -Scores.INFINITY),
                score(values, "node-health-yellow", 0),
                score(values, "node-health-green", 0));
    }

    private static int score(Map<String, String> values, String name, int otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Scores.parse(value);
    }

    private static boolean flag(Map<String, String> values, String name, boolean otherwise) {
        return isTrue(values.get(name), otherwise);
    }

    private static String text(Map<String, String> values, String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    private static long millis(Map<String, String> values, String name, long otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Intervals.millis(value);
    }

    static int number(@Nullable String text, int otherwise) {
        if (text == null) {
            return otherwise;
        }
        if (text.trim().equals("INFINITY") || text.trim().equals("+INFINITY")) {
            return Scores.INFINITY;
        }
        int end = text.startsWith("-") ? 1 : 0;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        try {
            return Integer.parseInt(text.substring(0, end));
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }

    /** Pacemaker's words of yes and no; anything else is as good as absent. */
    static boolean isTrue(@Nullable String text, boolean otherwise) {
        return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "y", "1" -> true;
            case "false", "no", "off", "n", "0" -> false;
            default -> otherwise;
        };
    }
}
