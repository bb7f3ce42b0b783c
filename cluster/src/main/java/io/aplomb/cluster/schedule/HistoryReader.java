package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import io.aplomb.model.cib.Element;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what ran on a node, and how it went: from there the role of each resource. */
final class HistoryReader {
    private final Cluster cluster;
    private final Fencing fencing;
    private final ActionFactory actions;
    private final HistoryOwners owners;

    HistoryReader(Cluster cluster, Fencing fencing) {
        this.cluster = cluster;
        this.fencing = fencing;
        this.actions = new ActionFactory(cluster);
        this.owners = new HistoryOwners(cluster);
    }

    void read(Node node, List<Element> entries) {
        for (Element entry : entries) {
            readResource(node, entry);
        }
    }

    private void readResource(Node node, Element entry) {
        List<Element> operations = History.sorted(entry);
        String id = entry.id();
        if (id.isEmpty()) {
            return;
        }
        Primitive resource = operations.isEmpty() ? null : owners.ownerOf(node, id, entry);
        if (cluster.settings.shutdownLock()) {
            if (resource == null) {
                resource = owners.configured(node, id);
            }
            if (resource != null) {
                readLock(resource, node, entry);
            }
        }
        if (resource == null || operations.isEmpty()) {
            return;
        }
        Role before = resource.role;
        resource.role = Role.UNKNOWN;
        OperationReader reader = new OperationReader(cluster, resource, node);
        operations.forEach(reader::read);
        keepRecurring(resource, node, operations);
        settle(resource, node, reader.onFail());
        Role target = TargetRole.of(resource);
        if (target != Role.UNKNOWN
                && (resource.nextRole == Role.UNKNOWN || target.below(resource.nextRole))) {
            resource.nextRole = target;
        }
        if (before.above(resource.role)) {
            resource.role = before;
        }
    }

    private void readLock(Primitive resource, Node node, Element entry) {
        String text = entry.attribute("shutdown-lock");
        long since = text != null && text.matches("\\d+") ? Long.parseLong(text) : 0;
        if (since == 0) {
            return;
        }
        long limit = cluster.settings.shutdownLockLimitMs() / 1000;
        if (limit > 0 && cluster.nowS() > since + limit) {
            // it has waited long enough for its node
            Action clear =
                    actions.of(
                            resource,
                            Task.key(resource.id, Task.HISTORY_DELETE, 0),
                            Task.HISTORY_DELETE,
                            node,
                            false);
            clear.byCluster = true;
            clear.runnable = true;
        } else {
            resource.lockedTo = node;
            resource.lockedAtS = since;
        }
    }

    /** Recurring operations that go on are known as actions nobody needs to take. */
    private void keepRecurring(Primitive resource, Node node, List<Element> operations) {
        History.Bounds bounds = History.Bounds.of(operations);
        if (!node.online) {
            return;
        }
        for (int i = 0; i < operations.size(); i++) {
            Element entry = operations.get(i);
            boolean old =
                    (bounds.start() < bounds.stop() && i <= bounds.stop()) || i < bounds.start();
            long interval = History.interval(entry);
            if (!old && interval > 0 && !"-1".equals(entry.attribute("op-status"))) {
                String task = History.task(entry);
                var _ =
                        actions.of(
                                resource, Task.key(resource.id, task, interval), task, node, true);
            }
        }
    }

    private void settle(Primitive resource, Node node, OnFail found) {
        if (resource.role != Role.UNKNOWN) {
            for (Resource known = resource; known != null; known = known.parent) {
                known.knownOn.add(node);
                if (known.unique) {
                    break;
                }
            }
        }
        if (resource.role.isActive()
                && !node.online
                && !node.maintenance
                && resource.managed
                && cluster.settings.fencingEnabled()) {
            fencing.markUnclean(node, resource.id + " is thought to be active there", false);
        }
        // what ran on a node that is fenced may start again
        OnFail onFail = node.unclean ? OnFail.IGNORE : found;
        react(resource, node, onFail);
        if (resource.role.isActive()) {
            new Running(cluster).add(resource, node, found != OnFail.IGNORE);
            switch (onFail) {
                case IGNORE -> {}
                case DEMOTE, BLOCK -> resource.failed = true;
                case RECOVER, MIGRATE, STOP, STANDBY, FENCE -> {
                    resource.failed = true;
                    resource.mustStop = true;
                }
            }
        } else if (resource.historyName != null && resource.historyName.contains(":")) {
            resource.historyName = null;
        } else {
            ActionFactory.all(resource, Task.key(resource.id, Task.STOP, 0), node)
                    .forEach(stop -> stop.optional = true);
        }
        if (resource.role == Role.STOPPED
                && resource.migrationSource == node
                && resource.migrationTarget != null
                && !resource.runningOn.isEmpty()) {
            resource.role = Role.STARTED;
        }
    }

    private void react(Primitive resource, Node node, OnFail onFail) {
        switch (onFail) {
            case IGNORE -> {}
            case DEMOTE -> {
                resource.failed = true;
                var _ = actions.demote(resource, node, false);
            }
            case FENCE -> fencing.markUnclean(node, resource.id + " failed there", false);
            case STANDBY -> {
                node.standby = true;
                node.standbyOnFail = true;
            }
            case BLOCK -> {
                resource.managed = false;
                resource.blocked = true;
            }
            case MIGRATE -> cluster.prefer(resource, node, -Scores.INFINITY);
            case STOP -> resource.nextRole = Role.STOPPED;
            case RECOVER -> {
                if (resource.role.isActive()) {
                    resource.failed = true;
                    resource.mustStop = true;
                    var _ = actions.stop(resource, node, false);
                }
            }
        }
    }

    /** The role somebody asked for. */
    static final class TargetRole {
        private TargetRole() {}

        /** UNKNOWN where nobody asked, or where being started is all that was asked. */
        static Role of(Resource resource) {
            @Nullable String text = resource.meta("target-role");
            Role role = Role.parse(text);
            if (role == Role.STARTED || role == Role.UNKNOWN) {
                return Role.UNKNOWN;
            }
            if (role.above(Role.STARTED)) {
                CloneSet clone = resource.cloneSet();
                if (clone == null || !clone.promotable) {
                    return Role.UNKNOWN;
                }
                // to be promoted is the usual for it
                return role == Role.UNPROMOTED ? role : Role.UNKNOWN;
            }
            return role;
        }
    }
}
