package io.aplomb.cluster.schedule;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step that may become part of the way: an operation of a resource, or of the cluster. */
final class Action {

    /** What has to be in order before it may be done. */
    enum Needs {
        NOTHING,
        QUORUM,
        FENCING
    }

    /** In the order in which they were thought of, from 1. */
    final int number;

    final String key;
    String task;
    final @Nullable Resource resource;
    final long intervalMs;
    final Map<String, String> meta = new LinkedHashMap<>();

    /** What has to come first; the newest relation is the head. */
    @Nullable Input inputs;

    /** What comes after; the newest relation is the head. */
    @Nullable Input followers;

    @Nullable Node node;
    boolean optional;
    boolean runnable = true;

    /** Nothing is done: it only marks a moment. */
    boolean pseudo;

    /** Done by the cluster itself, so that its node need not be online. */
    boolean byCluster;

    boolean printAlways;
    boolean migrateRunnable;

    /** Enough of its inputs, not all of them, make it runnable. */
    boolean minRunnable;

    boolean reschedule;

    /** A stop that ends a migration which did not come to its end. */
    boolean endsMigration;

    boolean inGraph;

    /** It is being looked at; met again, that is a loop. */
    boolean tracked;

    Needs needs = Needs.NOTHING;
    OnFail onFail = OnFail.RECOVER;
    Role roleAfterFailure = Role.UNKNOWN;
    int priority;
    int requiredRunnable;
    int runnableInputs;
    @Nullable String reason;
    @Nullable String cancels;

    Action(
            int number,
            String key,
            String task,
            @Nullable Resource resource,
            @Nullable Node node,
            long intervalMs) {
        this.number = number;
        this.key = key;
        this.task = task;
        this.resource = resource;
        this.node = node;
        this.intervalMs = intervalMs;
    }

    boolean is(String wanted) {
        return task.equals(wanted);
    }

    boolean onNode(@Nullable Node wanted) {
        return wanted != null && wanted == node;
    }

    /** Whether it is of the resource with this name. */
    boolean of(Resource wanted) {
        return resource == wanted;
    }

    boolean isProbe() {
        return Task.isProbe(task, intervalMs);
    }

    @Override
    public String toString() {
        return key + (node == null ? "" : " on " + node);
    }

    /** One relation to another action, in a list that may grow at its head while it is read. */
    static final class Input {
        final Action action;
        final @Nullable Input next;

        /** Flags of {@link Kind}. */
        int kind;

        boolean inGraph;

        Input(Action action, int kind, @Nullable Input next) {
            this.action = action;
            this.kind = kind;
            this.next = next;
        }

        boolean has(int flag) {
            return (kind & flag) != 0;
        }
    }

    /** Relates two actions; false where they are related in that way already. */
    static boolean order(@Nullable Action first, @Nullable Action then, int kind) {
        if (kind == Kind.NONE || first == null || then == null) {
            return false;
        }
        for (Input after = first.followers; after != null; after = after.next) {
            if (after.action == then && after.has(kind)) {
                return false;
            }
        }
        first.followers = new Input(then, kind, first.followers);
        then.inputs = new Input(first, kind, then.inputs);
        return true;
    }
}
