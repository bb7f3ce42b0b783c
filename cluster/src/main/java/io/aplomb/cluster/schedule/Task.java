package io.aplomb.cluster.schedule;

/** The names of operations, as agents and histories use them. */
final class Task {
    static final String START = "start";
    static final String STOP = "stop";
    static final String PROMOTE = "promote";
    static final String DEMOTE = "demote";
    static final String MONITOR = "monitor";
    static final String NOTIFY = "notify";
    static final String MIGRATE_TO = "migrate_to";
    static final String MIGRATE_FROM = "migrate_from";
    static final String RELOAD = "reload";
    static final String RELOAD_AGENT = "reload-agent";
    static final String DELETE = "delete";
    static final String CANCEL = "cancel";
    static final String CLEAR_FAILURES = "clear_failcount";
    static final String FENCE = "stonith";
    static final String SHUTDOWN = "do_shutdown";
    static final String HISTORY_DELETE = "lrm_delete";

    static final String STARTED = "running";
    static final String STOPPED = "stopped";
    static final String PROMOTED = "promoted";
    static final String DEMOTED = "demoted";

    private Task() {}

    /** The name of one operation of one resource: {@code vip_monitor_10000}. */
    static String key(String resource, String task, long intervalMs) {
        return resource + '_' + task + '_' + intervalMs;
    }

    /** The name of a notification of a clone. */
    static String notifyKey(String resource, String type, String task) {
        return resource + '_' + type + "_notify_" + task + "_0";
    }

    /** What is said when all members or instances are through with a task. */
    static String completed(String task) {
        return switch (task) {
            case START -> STARTED;
            case STOP -> STOPPED;
            case PROMOTE -> PROMOTED;
            case DEMOTE -> DEMOTED;
            default -> task;
        };
    }

    /** The task whose completion this is, or itself. */
    static String uncompleted(String task) {
        return switch (task) {
            case STARTED -> START;
            case STOPPED -> STOP;
            case PROMOTED -> PROMOTE;
            case DEMOTED -> DEMOTE;
            default -> task;
        };
    }

    static boolean isProbe(String task, long intervalMs) {
        return task.equals(MONITOR) && intervalMs == 0;
    }
}
