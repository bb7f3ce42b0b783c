package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import io.aplomb.model.cib.Element;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the operations of one resource on one node, one after the other.
 *
 * <p>Source: Pacemaker Explained, "Resource Operations" and "Resource agents: exit status codes";
 * Pacemaker Administration, "Resource operation failure".
 */
final class OperationReader {
    static final int RC_OK = 0;
    static final int RC_INVALID = 2;
    static final int RC_UNIMPLEMENTED = 3;
    static final int RC_NO_PRIVILEGE = 4;
    static final int RC_NOT_INSTALLED = 5;
    static final int RC_NOT_CONFIGURED = 6;
    static final int RC_NOT_RUNNING = 7;
    static final int RC_PROMOTED = 8;
    static final int RC_FAILED_PROMOTED = 9;
    static final int RC_DEGRADED = 190;
    static final int RC_DEGRADED_PROMOTED = 191;

    /** What says nothing of the state of a resource. */
    private static final Set<String> IDLE = Set.of(Task.NOTIFY, "meta-data");

    private final Cluster cluster;
    private final Primitive resource;
    private final Node node;
    private final ActionFactory actions;
    private final FailureExpiry expiry;
    private final Migrations migrations;
    private OnFail onFail = OnFail.IGNORE;
    private @Nullable Element lastFailure;

    OperationReader(Cluster cluster, Primitive resource, Node node) {
        this.cluster = cluster;
        this.resource = resource;
        this.node = node;
        this.actions = new ActionFactory(cluster);
        this.expiry = new FailureExpiry(cluster);
        this.migrations = new Migrations(cluster, resource, node);
    }

    /** What the failures seen so far lead to. */
    OnFail onFail() {
        return onFail;
    }

    /** How an operation went: from well over undecided to hopeless. */
    private enum Outcome {
        PENDING,
        DONE,
        FAILED,
        NOT_SUPPORTED,
        NOT_INSTALLED,
        FAILED_HERE,
        FAILED_EVERYWHERE
    }

    void read(Element entry) {
        String task = History.task(entry);
        if (IDLE.contains(task) || task.isEmpty() || entry.id().isEmpty()) {
            return;
        }
        int rc = effectiveRc(History.number(entry, "rc-code", RC_OK));
        int expected = History.expected(entry);
        if (rc != History.number(entry, "rc-code", RC_OK) && (!node.shutdown || node.online)) {
            recordFailure(entry);
        }
        boolean expired = expiry.isExpired(resource, node, entry);
        Outcome outcome = outcome(entry, rc, expected, expired);
        if (expired && rc != expected && isExpirable(entry)) {
            if (History.interval(entry) > 0 && node.online && !node.unclean) {
                expiry.rescheduled(entry);
            }
            if (History.interval(entry) == 0 || (node.online && !node.unclean)) {
                return;
            }
        }
        if (isMaskedProbe(entry, rc)) {
            maskProbe(entry, expected);
            return;
        }
        switch (outcome) {
            case PENDING -> pending(entry);
            case DONE -> succeeded(entry, rc);
            case NOT_INSTALLED -> {
                if (actionFor(entry).onFail == OnFail.IGNORE) {
                    onFail = OnFail.MIGRATE;
                }
                cluster.prefer(resource.banned(), node, -Scores.INFINITY);
                failed(entry, rc);
            }
            case FAILED, NOT_SUPPORTED, FAILED_HERE, FAILED_EVERYWHERE ->
                    failedSomehow(entry, rc, expected, outcome);
        }
    }

    private void failedSomehow(Element entry, int rc, int expected, Outcome outcome) {
        if (actionFor(entry).onFail == OnFail.IGNORE) {
            succeeded(entry, expected);
            resource.failureIgnored = true;
            recordFailure(entry);
            return;
        }
        failed(entry, rc);
        if (outcome == Outcome.FAILED_HERE) {
            cluster.prefer(resource.banned(), node, -Scores.INFINITY);
        } else if (outcome == Outcome.FAILED_EVERYWHERE) {
            cluster.preferEverywhere(resource.banned(), -Scores.INFINITY);
        }
    }

    private static int effectiveRc(int rc) {
        return switch (rc) {
            case RC_DEGRADED -> RC_OK;
            case RC_DEGRADED_PROMOTED -> RC_PROMOTED;
            default -> rc;
        };
    }

    /** What a probe finds is never forgotten where it can be true without a failure. */
    private static boolean isExpirable(Element entry) {
        return History.number(entry, "op-status", 0) != -1;
    }

    private Outcome outcome(Element entry, int rc, int expected, boolean expired) {
        int status = History.number(entry, "op-status", -2);
        Outcome told =
                switch (status) {
                    case -1 -> Outcome.PENDING;
                    case 0, 4 -> Outcome.DONE;
                    case 3 -> Outcome.NOT_SUPPORTED;
                    case 5 -> Outcome.FAILED_HERE;
                    case 6 -> Outcome.FAILED_EVERYWHERE;
                    case 7 -> Outcome.NOT_INSTALLED;
                    default -> Outcome.FAILED;
                };
        if (status != 0 && status != 4) {
            return told;
        }
        boolean probe = History.isProbe(entry);
        Outcome outcome = expected < 0 || rc == expected ? Outcome.DONE : Outcome.FAILED;
        return switch (rc) {
            case RC_OK -> probe && expected == RC_NOT_RUNNING ? Outcome.DONE : outcome;
            case RC_NOT_RUNNING -> {
                if (probe || rc == expected || !resource.managed) {
                    resource.role = Role.STOPPED;
                    onFail = OnFail.IGNORE;
                    resource.nextRole = Role.UNKNOWN;
                    yield Outcome.DONE;
                }
                yield outcome;
            }
            case RC_PROMOTED -> {
                if (!expired || rc == expected) {
                    resource.role = Role.PROMOTED;
                }
                yield probe && rc != expected ? Outcome.DONE : outcome;
            }
            case RC_FAILED_PROMOTED -> {
                if (!expired) {
                    resource.role = Role.PROMOTED;
                }
                yield Outcome.FAILED;
            }
            case RC_NOT_CONFIGURED -> Outcome.FAILED_EVERYWHERE;
            case RC_UNIMPLEMENTED -> {
                if (History.interval(entry) > 0) {
                    yield Outcome.NOT_SUPPORTED;
                }
                blockIfHopeless(entry, expired);
                yield Outcome.FAILED_HERE;
            }
            case RC_NOT_INSTALLED, RC_INVALID, RC_NO_PRIVILEGE -> {
                blockIfHopeless(entry, expired);
                yield Outcome.FAILED_HERE;
            }
            default -> outcome == Outcome.DONE ? Outcome.FAILED : outcome;
        };
    }

    /** What cannot be stopped, on a node that cannot be fenced, is better left alone. */
    private void blockIfHopeless(Element entry, boolean expired) {
        if (!expired && History.task(entry).equals(Task.STOP) && !cluster.canFence(node)) {
            resource.managed = false;
            resource.blocked = true;
        }
    }

    private static boolean isMaskedProbe(Element entry, int rc) {
        return History.isProbe(entry)
                && (rc == RC_NOT_INSTALLED
                        || rc == RC_INVALID
                        || History.number(entry, "op-status", 0) == 7);
    }

    /** An agent that is not there, or not usable, is as good as a resource that does not run. */
    private void maskProbe(Element entry, int expected) {
        succeeded(entry, expected);
        recordFailure(entry);
        cluster.prefer(resource.banned(), node, -Scores.INFINITY);
    }

    private Action actionFor(Element entry) {
        String task = History.task(entry);
        return actions.imagine(
                resource, Task.key(resource.id, task, History.interval(entry)), task);
    }

    private void pending(Element entry) {
        if (failureIsNewer(entry)) {
            return;
        }
        String task = History.task(entry);
        switch (task) {
            case Task.START -> {
                resource.startPending = true;
                setActive();
            }
            case Task.PROMOTE -> resource.role = Role.PROMOTED;
            case Task.MIGRATE_TO -> {
                if (node.unclean) {
                    Node target = cluster.nodesByName.get(name(entry, "migrate_target"));
                    if (target != null) {
                        var _ = actions.stop(resource, target, false);
                    }
                }
            }
            default -> {}
        }
        if (resource.pendingTask == null && !History.isProbe(entry)) {
            resource.pendingTask = task;
            resource.pendingNode = node;
        }
    }

    static String name(Element entry, String attribute) {
        return entry.attribute(attribute, "").toLowerCase(java.util.Locale.ROOT);
    }

    private boolean failureIsNewer(Element entry) {
        if (lastFailure == null
                || !History.task(lastFailure).equals(History.task(entry))
                || History.interval(lastFailure) != History.interval(entry)
                || History.interval(entry) == 0) {
            return false;
        }
        long pendingSince = History.changedS(entry);
        return pendingSince >= 0 && History.changedS(lastFailure) >= pendingSince;
    }

    private void setActive() {
        resource.role = resource.top().promotable ? Role.UNPROMOTED : Role.STARTED;
    }

    private void succeeded(Element entry, int rc) {
        boolean clears = false;
        String task = History.task(entry);
        if (rc == RC_NOT_INSTALLED
                || isMaskedProbe(entry, History.number(entry, "rc-code", RC_OK))) {
            resource.role = Role.STOPPED;
        } else if (rc == RC_NOT_RUNNING) {
            clears = true;
        } else {
            switch (task) {
                case Task.MONITOR -> {
                    clears = lastFailure != null && key(entry).equals(key(lastFailure));
                    if (resource.role.below(Role.STARTED)) {
                        setActive();
                    }
                }
                case Task.START, Task.MIGRATE_FROM -> {
                    resource.role = Role.STARTED;
                    clears = true;
                }
                case Task.STOP -> {
                    resource.role = Role.STOPPED;
                    clears = true;
                }
                case Task.PROMOTE -> {
                    resource.role = Role.PROMOTED;
                    clears = true;
                }
                case Task.DEMOTE -> {
                    clears = onFail == OnFail.DEMOTE;
                    resource.role = Role.UNPROMOTED;
                }
                case Task.MIGRATE_TO -> migrations.sent(entry);
                default -> {
                    if (resource.role.below(Role.STARTED)) {
                        setActive();
                    }
                }
            }
        }
        if (clears) {
            clear();
        }
    }

    private static String key(Element entry) {
        String key = entry.attribute("operation_key");
        return key != null ? key : Task.key("", History.task(entry), History.interval(entry));
    }

    private void clear() {
        switch (onFail) {
            case STOP, FENCE, MIGRATE, STANDBY -> {}
            case BLOCK, IGNORE, DEMOTE, RECOVER -> {
                onFail = OnFail.IGNORE;
                resource.nextRole = Role.UNKNOWN;
            }
        }
    }

    private void recordFailure(Element entry) {
        for (Cluster.FailedOperation failure : cluster.failures) {
            if (failure.resource() == resource
                    && failure.node() == node
                    && key(failure.operation()).equals(key(entry))) {
                return;
            }
        }
        cluster.failures.add(new Cluster.FailedOperation(resource, node, entry));
    }

    private void failed(Element entry, int rc) {
        lastFailure = entry;
        recordFailure(entry);
        Action action = actionFor(entry);
        if (action.onFail.outweighs(onFail)) {
            onFail = action.onFail;
        }
        switch (History.task(entry)) {
            case Task.STOP -> cluster.prefer(resource, node, -Scores.INFINITY);
            case Task.MIGRATE_TO -> migrations.sendingFailed(entry);
            case Task.MIGRATE_FROM -> migrations.receivingFailed(entry);
            case Task.PROMOTE -> resource.role = Role.PROMOTED;
            case Task.DEMOTE -> {
                if (action.onFail == OnFail.BLOCK) {
                    resource.role = Role.PROMOTED;
                    resource.nextRole = Role.STOPPED;
                } else {
                    // it is stopped as part of the recovery; as promoted it would be demoted for
                    // ever
                    resource.role = rc == RC_NOT_RUNNING ? Role.STOPPED : Role.UNPROMOTED;
                }
            }
            default -> {}
        }
        if (History.isProbe(entry) && rc == RC_NOT_INSTALLED) {
            resource.role = Role.STOPPED;
        } else if (resource.role.below(Role.STARTED)) {
            setActive();
        }
        if (action.roleAfterFailure != Role.STARTED
                && resource.nextRole.below(action.roleAfterFailure)) {
            resource.nextRole = action.roleAfterFailure;
        }
        if (action.roleAfterFailure == Role.STOPPED) {
            resource.allowed.clear();
            for (Node each : cluster.nodes) {
                resource.allowed.put(each, new Candidate(each, -Scores.INFINITY));
            }
        }
    }
}
