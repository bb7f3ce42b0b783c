package io.aplomb.cluster.schedule;

import io.aplomb.model.cib.Element;

/** Failures that are so old that they no longer count ({@code failure-timeout}). */
final class FailureExpiry {
    private final Cluster cluster;
    private final FailCounts counts;
    private final ActionFactory actions;
    private final Digests digests;

    FailureExpiry(Cluster cluster) {
        this.cluster = cluster;
        this.counts = new FailCounts(cluster);
        this.actions = new ActionFactory(cluster);
        this.digests = new Digests(cluster);
    }

    /** Whether an entry is forgotten; its failure count is then cleared. */
    boolean isExpired(Primitive resource, Node node, Element entry) {
        boolean lastFailure = entry.id().endsWith("_last_failure_0");
        boolean expired = false;
        String reason = null;
        int unexpired = 0;
        if (History.number(entry, "op-status", 0) == 7) {
            return false;
        }
        long changed = History.changedS(entry);
        if (resource.failureTimeoutS > 0 && changed >= 0) {
            expired = cluster.nowS() >= changed + resource.failureTimeoutS;
            unexpired = counts.effective(resource, node, entry).count();
        }
        if (expired) {
            if (counts.all(resource, node).count() > 0) {
                if (unexpired == 0) {
                    reason = "it expired";
                } else {
                    expired = false;
                }
            }
        }
        if (!expired && lastFailure && parametersChanged(resource, node, entry)) {
            reason = "resource parameters have changed";
        }
        if (reason != null) {
            clearFailures(resource, node, reason);
        }
        if (expired && History.isProbe(entry)) {
            switch (History.number(entry, "rc-code", 0)) {
                case OperationReader.RC_OK,
                        OperationReader.RC_NOT_RUNNING,
                        OperationReader.RC_PROMOTED,
                        OperationReader.RC_DEGRADED,
                        OperationReader.RC_DEGRADED_PROMOTED ->
                        expired = false;
                default -> {}
            }
        }
        return expired;
    }

    /** What failed with other parameters may succeed with these. */
    private boolean parametersChanged(Primitive resource, Node node, Element entry) {
        String task = History.task(entry);
        if (!task.equals(Task.START) && !task.equals(Task.MONITOR)) {
            return false;
        }
        return switch (digests.change(resource, node, entry, task)) {
            case NONE, UNKNOWN -> false;
            case ANY, RESTART -> true;
        };
    }

    /** The failure expired, the monitor goes on: it is sent again. */
    void rescheduled(Element entry) {
        if (entry.attribute("op-digest") != null) {
            cluster.expiredMonitors.add(entry);
        }
    }

    Action clearFailures(Resource resource, Node node, String reason) {
        Action clear =
                actions.of(
                        resource,
                        Task.key(resource.id, Task.CLEAR_FAILURES, 0),
                        Task.CLEAR_FAILURES,
                        node,
                        false);
        clear.meta.put("op_no_wait", "true");
        clear.reason = reason;
        return clear;
    }
}
