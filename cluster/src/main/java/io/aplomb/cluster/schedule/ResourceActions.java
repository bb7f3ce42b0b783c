package io.aplomb.cluster.schedule;

import org.jspecify.annotations.Nullable;

/** Plans what brings each resource from what it is to what it is to be. */
final class ResourceActions {
    private final Cluster cluster;
    private final ActionFactory actions;
    private final Fencing fencing;
    private final Orderings orderings;
    private final RecurringActions recurring;
    private final CloneActions clones;

    ResourceActions(Cluster cluster) {
        this.cluster = cluster;
        this.actions = new ActionFactory(cluster);
        this.fencing = new Fencing(cluster);
        this.orderings = new Orderings(cluster);
        this.recurring = new RecurringActions(cluster);
        this.clones = new CloneActions(cluster, this);
    }

    void planAll() {
        for (Resource resource : java.util.List.copyOf(cluster.resources)) {
            plan(resource);
        }
    }

    void plan(Resource resource) {
        switch (resource) {
            case Primitive primitive -> planPrimitive(primitive);
            case Group group -> planGroup(group);
            case CloneSet clone -> clones.plan(clone);
        }
    }

    private void planGroup(Group group) {
        group.members.forEach(this::plan);
        moment(group, Task.START);
        moment(group, Task.STARTED);
        moment(group, Task.STOP);
        moment(group, Task.STOPPED);
        if (group.promotable) {
            moment(group, Task.DEMOTE);
            moment(group, Task.DEMOTED);
            moment(group, Task.PROMOTE);
            moment(group, Task.PROMOTED);
        }
    }

    private void moment(Group group, String task) {
        var _ = actions.moment(group, task, true, true);
    }

    /** Where a resource is active now: in how many places, and the one that matters. */
    private record Active(@Nullable Node current, int all, int clean) {
        static Active of(Primitive resource) {
            Node active = null;
            int clean = 0;
            boolean foundSource = false;
            for (Node node : resource.runningOn) {
                boolean isClean = node.online && !node.unclean;
                clean += isClean ? 1 : 0;
                if (foundSource) {
                    continue;
                }
                if (node == resource.migrationSource) {
                    active = node;
                    foundSource = true;
                } else if (active == null
                        || (!resource.needsFencing
                                && isClean
                                && !(active.online && !active.unclean))) {
                    active = node;
                }
            }
            return new Active(active, resource.runningOn.size(), clean);
        }
    }

    private void planPrimitive(Primitive resource) {
        Node next = resource.assigned;
        if (resource.nextRole == Role.UNKNOWN) {
            resource.nextRole = next == null ? Role.STOPPED : Role.STARTED;
        }
        Active active = Active.of(resource);
        Node current = active.current;
        resource.danglingMigrations.forEach(source -> endMigration(resource, source));
        boolean mayMigrate = resource.allowMigrate;
        boolean mustStop = false;
        boolean multiply = isMultiplyActive(resource, active);
        if (multiply) {
            mustStop =
                    resource.multipleActive == Resource.MultipleActive.STOP_START
                            || resource.multipleActive == Resource.MultipleActive.STOP_UNEXPECTED;
            resource.migrationSource = null;
            resource.migrationTarget = null;
            mayMigrate = false;
            if (resource.multipleActive == Resource.MultipleActive.STOP_UNEXPECTED) {
                resource.stopUnexpected = true;
            }
        }
        if (resource.startPending) {
            actions.start(resource, next, true).printAlways = true;
        }
        boolean moving = current != null && next != null && current != next;
        boolean mustPromote = false;
        if (moving) {
            mustStop = true;
        } else if (resource.failed) {
            if (resource.mustStop) {
                mustStop = true;
            } else {
                mustPromote = resource.nextRole == Role.PROMOTED;
            }
        } else if (resource.blocked) {
            mustStop = true;
        } else if (resource.role.above(Role.STARTED) && current != null && next != null) {
            mustStop |= !actions.start(resource, next, true).optional;
        }
        restart(resource, current, mustStop, mustPromote);
        toNextRole(resource);
        recurring.plan(resource);
        boolean otherTarget = resource.migrationTarget != null && resource.migrationTarget != next;
        if (mayMigrate
                && moving
                && current != null
                && next != null
                && !otherTarget
                && canMigrate(resource, current, next)) {
            new MigrationActions(cluster).plan(resource, current, next);
        }
    }

    private void endMigration(Primitive resource, Node source) {
        actions.stop(resource, source, false).endsMigration = true;
        if (cluster.settings.removeAfterStop()) {
            delete(resource, source, false);
        }
    }

    private static boolean isMultiplyActive(Primitive resource, Active active) {
        boolean goesOn =
                active.all == 2
                        && active.clean == 2
                        && resource.assigned != null
                        && resource.migrationSource != null
                        && resource.migrationSource == active.current
                        && resource.migrationTarget == resource.assigned;
        if (goesOn) {
            return false;
        }
        return (resource.needsFencing ? active.all : active.clean) > 1;
    }

    private static boolean canMigrate(Primitive resource, Node current, Node next) {
        return resource.managed
                && !resource.failed
                && !resource.startPending
                && !current.unclean
                && !next.unclean
                && !resource.nextRole.below(Role.STARTED);
    }

    /** The steps down and up again to the role it has: needed only for a restart. */
    private void restart(
            Primitive resource, @Nullable Node current, boolean needed, boolean mustPromote) {
        Role role = resource.role;
        while (role != Role.STOPPED) {
            Role down = step(role, Role.STOPPED);
            if (!take(resource, role, down, current, !needed)) {
                break;
            }
            role = down;
        }
        while (!resource.role.above(resource.nextRole)
                && role != resource.role
                && !resource.blocked) {
            Role up = step(role, resource.role);
            boolean required = needed || (up == Role.PROMOTED && mustPromote);
            if (!take(resource, role, up, resource.assigned, !required)) {
                break;
            }
            role = up;
        }
    }

    private void toNextRole(Primitive resource) {
        Role role = resource.role;
        while (role != resource.nextRole) {
            Role next = step(role, resource.nextRole);
            if (!take(resource, role, next, resource.assigned, false)) {
                break;
            }
            role = next;
        }
    }

    /** The next role on the way from one to another. */
    private static Role step(Role from, Role to) {
        return switch (from) {
            case UNKNOWN -> to == Role.UNKNOWN ? Role.UNKNOWN : Role.STOPPED;
            case STOPPED ->
                    switch (to) {
                        case UNKNOWN, STOPPED -> Role.STOPPED;
                        case STARTED -> Role.STARTED;
                        case UNPROMOTED, PROMOTED -> Role.UNPROMOTED;
                    };
            case STARTED ->
                    switch (to) {
                        case UNKNOWN, STOPPED -> Role.STOPPED;
                        case STARTED -> Role.STARTED;
                        case UNPROMOTED -> Role.UNPROMOTED;
                        case PROMOTED -> Role.PROMOTED;
                    };
            case UNPROMOTED ->
                    switch (to) {
                        case UNKNOWN, STOPPED, STARTED -> Role.STOPPED;
                        case UNPROMOTED -> Role.UNPROMOTED;
                        case PROMOTED -> Role.PROMOTED;
                    };
            case PROMOTED ->
                    switch (to) {
                        case UNKNOWN -> Role.STOPPED;
                        case STOPPED, STARTED, UNPROMOTED -> Role.UNPROMOTED;
                        case PROMOTED -> Role.PROMOTED;
                    };
        };
    }

    /** Plans one step; false where there is none to take. */
    private boolean take(
            Primitive resource, Role from, Role to, @Nullable Node node, boolean optional) {
        return switch (from) {
            case UNKNOWN -> {
                if (to == Role.STOPPED) {
                    stop(resource, optional);
                }
                yield to == Role.STOPPED;
            }
            case STOPPED -> {
                boolean starts = to == Role.STARTED || to == Role.UNPROMOTED;
                if (starts) {
                    start(resource, node, optional);
                }
                yield starts;
            }
            case STARTED, UNPROMOTED -> {
                if (to == Role.PROMOTED) {
                    promote(resource, node, optional);
                    yield true;
                }
                boolean stops =
                        to == Role.STOPPED || (from == Role.UNPROMOTED && to == Role.STARTED);
                if (stops) {
                    stop(resource, optional);
                }
                yield stops;
            }
            case PROMOTED -> {
                if (to != Role.PROMOTED && to != Role.UNKNOWN) {
                    resource.runningOn.forEach(
                            each -> {
                                var _ = actions.demote(resource, each, optional);
                            });
                    yield true;
                }
                yield false;
            }
        };
    }

    private void stop(Primitive resource, boolean isOptional) {
        boolean optional = isOptional;
        for (Node node : resource.runningOn) {
            if (resource.stopUnexpected && node == resource.assigned) {
                // it is where it belongs; only the others are too many
                continue;
            }
            if (resource.stopUnexpected) {
                optional = false;
            }
            if (resource.migrationTarget != null) {
                if (resource.migrationTarget == node
                        && resource.assigned == resource.migrationTarget) {
                    continue;
                }
                optional = false;
            }
            Action stop = actions.stop(resource, node, optional);
            if (resource.assigned == null) {
                stop.reason = "node availability";
            } else if (resource.stopUnexpected) {
                stop.reason = "being multiply active";
            }
            if (!resource.managed) {
                stop.runnable = false;
            }
            if (cluster.settings.removeAfterStop()) {
                delete(resource, node, optional);
            }
            if (resource.needsUnfencing) {
                Action.order(
                        stop,
                        fencing.request(node, "on", true, null, false),
                        Kind.THEN_NEEDS_FIRST);
            }
        }
    }

    private void start(Primitive resource, @Nullable Node node, boolean optional) {
        Action start = actions.start(resource, node, true);
        new FencingPlan(cluster)
                .orderAfterUnfencing(resource, node, start, Kind.FIRST_IMPLIES_THEN);
        if (start.runnable && !optional) {
            start.optional = false;
        }
        if (resource.stopUnexpected
                && resource.assigned != null
                && resource.runningOn.contains(resource.assigned)) {
            start.pseudo = true;
        }
    }

    private void promote(Primitive resource, @Nullable Node node, boolean optional) {
        if (node == null) {
            return;
        }
        for (Action start :
                ActionFactory.all(resource, Task.key(resource.id, Task.START, 0), node)) {
            if (!start.runnable) {
                ActionFactory.all(resource, Task.key(resource.id, Task.PROMOTE, 0), node)
                        .forEach(promote -> promote.runnable = false);
                return;
            }
        }
        var _ = actions.promote(resource, node, optional);
    }

    /** Has the history of a resource removed from a node. */
    void delete(Primitive resource, @Nullable Node node, boolean optional) {
        if (resource.failed || node == null || node.unclean || !node.online) {
            return;
        }
        var _ = actions.once(resource, Task.DELETE, node, optional);
        int kind = optional ? Kind.FIRST_IMPLIES_THEN : Kind.ORDERED;
        orderings.tasks(resource, Task.STOP, resource, Task.DELETE, kind);
        orderings.tasks(resource, Task.DELETE, resource, Task.START, kind);
    }
}
