package io.aplomb.cluster.schedule;

import io.aplomb.model.cib.Element;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads migrations: {@code migrate_to} on the source, {@code migrate_from} on the target, a stop on
 * the source. Each may be missing, failed, or overtaken by something newer.
 */
final class Migrations {
    private static final Set<String> STATE_CHANGES =
            Set.of(Task.START, Task.STOP, Task.MIGRATE_TO, Task.MIGRATE_FROM);

    private final Cluster cluster;
    private final Primitive resource;
    private final Node node;

    Migrations(Cluster cluster, Primitive resource, Node node) {
        this.cluster = cluster;
        this.resource = resource;
        this.node = node;
    }

    /** The source has sent the resource away. */
    void sent(Element sending) {
        String source = sending.attribute("migrate_source");
        String target = sending.attribute("migrate_target");
        if (source == null || target == null) {
            return;
        }
        boolean newerOnSource = changedAfter(source, sending, true);
        Element receiving = find(target, Task.MIGRATE_FROM, "migrate_source", source, -1);
        if (receiving != null && newerOnSource) {
            return;
        }
        boolean newerOnTarget = overtaken(target, sending, receiving);
        if (newerOnSource && newerOnTarget) {
            return;
        }
        int status = receiving == null ? -1 : History.number(receiving, "op-status", -1);
        int rc = receiving == null ? 0 : History.number(receiving, "rc-code", 0);
        if (status == 0 && rc == 0) {
            // it arrived, and nobody stopped it here yet
            resource.danglingMigrations.add(node);
            return;
        }
        resource.role = Role.STARTED;
        Node targetNode = byName(target);
        boolean activeOnTarget = !newerOnTarget && targetNode != null && targetNode.online;
        if (status != -1) {
            if (activeOnTarget && targetNode != null) {
                new Running(cluster).add(resource, targetNode, true);
            } else {
                mustRecover();
            }
            return;
        }
        if (targetNode != null && targetNode.online && isUnknownOn(target)) {
            // its history was cleaned: a probe will tell
            return;
        }
        if (activeOnTarget && targetNode != null) {
            Node sourceNode = byName(source);
            new Running(cluster).add(resource, targetNode, false);
            if (sourceNode != null && sourceNode.online) {
                resource.migrationTarget = targetNode;
                resource.migrationSource = sourceNode;
            }
        } else if (!newerOnSource) {
            mustRecover();
        }
    }

    private void mustRecover() {
        resource.failed = true;
        resource.mustStop = true;
        resource.allowMigrate = false;
    }

    /** The source failed to send it: it may be in both places. */
    void sendingFailed(Element sending) {
        String source = sending.attribute("migrate_source");
        String target = sending.attribute("migrate_target");
        if (source == null || target == null) {
            return;
        }
        resource.role = Role.STARTED;
        Element receiving = find(target, Task.MIGRATE_FROM, "migrate_source", source, 0);
        if (!isUnknownOn(target) && !overtaken(target, sending, receiving)) {
            Node targetNode = byName(target);
            if (targetNode != null && targetNode.online) {
                new Running(cluster).add(resource, targetNode, false);
            }
        } else if (!changedAfter(source, sending, true)) {
            resource.danglingMigrations.add(node);
        }
    }

    /** The target failed to receive it: it may be in both places. */
    void receivingFailed(Element receiving) {
        String source = receiving.attribute("migrate_source");
        String target = receiving.attribute("migrate_target");
        if (source == null || target == null) {
            return;
        }
        resource.role = Role.STARTED;
        Element sending = find(source, Task.MIGRATE_TO, "migrate_target", target, 0);
        if (!isUnknownOn(source) && !overtaken(source, sending, receiving)) {
            Node sourceNode = byName(source);
            if (sourceNode != null && sourceNode.online) {
                new Running(cluster).add(resource, sourceNode, true);
            }
        }
    }

    private @Nullable Node byName(String name) {
        return cluster.nodesByName.get(name.toLowerCase(Locale.ROOT));
    }

    private List<Element> entries(String nodeName) {
        for (Element state : cluster.status().children("node_state")) {
            if (!nodeName.equals(state.attribute("uname"))) {
                continue;
            }
            for (Element entry :
                    state.childOrEmpty("lrm")
                            .childOrEmpty("lrm_resources")
                            .children("lrm_resource")) {
                if (entry.id().equals(resource.id)) {
                    return entry.children("lrm_rsc_op");
                }
            }
        }
        return List.of();
    }

    private @Nullable Element find(
            String nodeName, String task, String peerAttribute, String peer, int wantedRc) {
        for (Element entry : entries(nodeName)) {
            if (History.task(entry).equals(task) && peer.equals(entry.attribute(peerAttribute))) {
                boolean fits =
                        wantedRc < 0
                                || (History.number(entry, "rc-code", -1) == wantedRc
                                        && History.number(entry, "op-status", -2) == 0);
                return fits ? entry : null;
            }
        }
        return null;
    }

    /** Whether the target or source knows something newer than the migration. */
    private boolean overtaken(
            String nodeName, @Nullable Element sending, @Nullable Element receiving) {
        Element any = receiving != null ? receiving : sending;
        if (any == null) {
            return false;
        }
        Element compared = any;
        boolean sameNode = false;
        if (nodeName.equals(any.attribute("migrate_target"))) {
            sameNode = receiving != null;
        } else if (nodeName.equals(any.attribute("migrate_source"))) {
            sameNode = sending != null;
            compared = sending != null ? sending : any;
        }
        return changedAfter(nodeName, compared, sameNode)
                || seenStoppedAfter(nodeName, compared, sameNode);
    }

    private boolean changedAfter(String nodeName, Element than, boolean sameNode) {
        for (Element entry : entries(nodeName)) {
            if (STATE_CHANGES.contains(History.task(entry)) && isNewer(entry, than, sameNode)) {
                return true;
            }
        }
        return false;
    }

    private boolean seenStoppedAfter(String nodeName, Element than, boolean sameNode) {
        for (Element entry : entries(nodeName)) {
            if (History.task(entry).equals(Task.MONITOR)) {
                return History.number(entry, "rc-code", -1) == OperationReader.RC_NOT_RUNNING
                        && History.number(entry, "op-status", -2) == 0
                        && isNewer(entry, than, sameNode);
            }
        }
        return false;
    }

    private static boolean isNewer(Element entry, Element than, boolean sameNode) {
        if (sameNode) {
            return History.compare(entry, than) > 0;
        }
        long a = History.changedS(entry);
        long b = History.changedS(than);
        return a >= 0 && b >= 0 && a > b;
    }

    private boolean isUnknownOn(String nodeName) {
        for (Element entry : entries(nodeName)) {
            if (!"193".equals(entry.attribute("rc-code"))) {
                return false;
            }
        }
        return true;
    }
}
