package io.aplomb.cluster.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What will happen, one line for each resource and node, as {@code crm_simulate} writes it. */
final class SummaryText {
    private final List<Change> changes = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /** One change of one resource. */
    record Change(String what, String resource, String details, String reason) {}

    private SummaryText() {}

    static String of(Cluster cluster) {
        SummaryText summary = new SummaryText();
        summary.nodes(cluster);
        summary.addAll(cluster);
        int nameWidth = 5;
        int detailWidth = 5;
        for (Change change : summary.changes) {
            if (change.resource.length() > nameWidth) {
                nameWidth = change.resource.length() + 2;
            }
            detailWidth = Math.max(detailWidth, change.details.length());
        }
        for (Change change : summary.changes) {
            summary.text.append(
                    ("  * %-8s   %-" + nameWidth + "s   ( %" + detailWidth + "s )%s%s%n")
                            .formatted(
                                    change.what,
                                    change.resource,
                                    change.details,
                                    change.reason.isEmpty() ? "" : "  ",
                                    change.reason));
        }
        return summary.text.toString();
    }

    /** The changes of all resources. */
    static List<Change> changes(Cluster cluster) {
        SummaryText summary = new SummaryText();
        summary.addAll(cluster);
        return summary.changes;
    }

    private void nodes(Cluster cluster) {
        for (Action action : cluster.actions) {
            if (action.resource != null || action.optional || action.node == null) {
                continue;
            }
            if (!action.is(Task.FENCE)) {
                continue;
            }
            text.append("  * Fence (").append(action.meta.get("stonith_action")).append(") ");
            text.append(action.node.name);
            if (action.reason != null) {
                text.append(" '").append(action.reason).append('\'');
            }
            text.append('\n');
        }
    }

    private void addAll(Cluster cluster) {
        for (Resource resource : cluster.resources) {
            resource.eachPrimitive(this::add);
        }
    }

    private static @Nullable Action first(Primitive resource, @Nullable Node node, String task) {
        return ActionFactory.find(resource, Task.key(resource.id, task, 0), node);
    }

    private void add(Primitive resource) {
        Node next = resource.assigned;
        Node current = resource.currentNode();
        if (current != null && resource.role == Role.STOPPED) {
            resource.role = Role.STARTED;
        }
        if (!resource.managed || (current == null && (next == null || resource.orphan))) {
            return;
        }
        boolean moving = current != null && next != null && current != next;
        Action start = first(resource, next, Task.START);
        Node stopNode = start == null || !start.runnable ? null : current;
        Action stop = first(resource, stopNode, Task.STOP);
        if (stop == null && resource.stopUnexpected) {
            stop = first(resource, null, Task.STOP);
        }
        Action promote = first(resource, next, Task.PROMOTE);
        Action demote = first(resource, next, Task.DEMOTE);
        if (resource.role == resource.nextRole) {
            sameRole(resource, new Steps(current, next, moving, start, stop, promote, demote));
        } else {
            otherRole(resource, new Steps(current, next, moving, start, stop, promote, demote));
        }
    }

    private record Steps(
            @Nullable Node current,
            @Nullable Node next,
            boolean moving,
            @Nullable Action start,
            @Nullable Action stop,
            @Nullable Action promote,
            @Nullable Action demote) {}

    private void sameRole(Primitive resource, Steps steps) {
        if (steps.next == null) {
            return;
        }
        Action start = steps.start;
        Action stop = steps.stop;
        Action receive = first(resource, steps.next, Task.MIGRATE_FROM);
        if (receive != null && steps.current != null && receive.runnable) {
            change("Migrate", resource, steps.current, steps.next, start, null);
        } else if (resource.reload) {
            change("Reload", resource, steps.current, steps.next, start, null);
        } else if (start == null || start.optional) {
            boolean again =
                    steps.demote != null
                            && steps.promote != null
                            && !steps.demote.optional
                            && !steps.promote.optional;
            if (again) {
                change(
                        "Re-promote",
                        resource,
                        steps.current,
                        steps.next,
                        steps.promote,
                        steps.demote);
            }
        } else if (!start.runnable) {
            Action source = stop != null && stop.reason != null ? stop : start;
            change("Stop", resource, steps.current, null, stop, source);
        } else if (steps.moving) {
            change(
                    resource.failed ? "Recover" : "Move",
                    resource,
                    steps.current,
                    steps.next,
                    stop,
                    null);
        } else if (resource.failed) {
            change("Recover", resource, steps.current, null, stop, null);
        } else {
            change("Restart", resource, steps.current, steps.next, start, null);
        }
    }

    private void otherRole(Primitive resource, Steps steps) {
        Action start = steps.start;
        Action stop = steps.stop;
        boolean onlyStops = resource.nextRole == Role.STOPPED || (start != null && !start.runnable);
        if (stop != null && onlyStops) {
            for (Node node : resource.runningOn) {
                Action here = first(resource, node, Task.STOP);
                Action source = here != null && here.reason != null ? here : start;
                change("Stop", resource, node, null, here, source);
            }
        } else if (stop != null && resource.failed && resource.mustStop) {
            change("Recover", resource, steps.current, steps.next, stop, start);
        } else if (steps.moving) {
            change("Move", resource, steps.current, steps.next, stop, null);
        } else if (resource.reload) {
            change("Reload", resource, steps.current, steps.next, start, null);
        } else if (stop != null && !stop.optional) {
            change("Restart", resource, steps.current, steps.next, start, null);
        } else if (resource.role == Role.PROMOTED) {
            change("Demote", resource, steps.current, steps.next, steps.demote, null);
        } else if (resource.nextRole == Role.PROMOTED) {
            change("Promote", resource, steps.current, steps.next, steps.promote, null);
        } else if (resource.role == Role.STOPPED && resource.nextRole.isActive()) {
            change("Start", resource, steps.current, steps.next, start, null);
        }
    }

    private void change(
            String what,
            Primitive resource,
            @Nullable Node origin,
            @Nullable Node destination,
            @Nullable Action action,
            @Nullable Action because) {
        if (action == null || (origin == null && destination == null)) {
            return;
        }
        Action source = because == null ? action : because;
        String reason = "";
        if (source.reason != null) {
            reason = "due to " + source.reason + (action.runnable ? "" : " (blocked)");
        } else if (!action.runnable) {
            reason = "blocked";
        }
        changes.add(new Change(what, resource.id, details(resource, origin, destination), reason));
    }

    private static String details(
            Primitive resource, @Nullable Node origin, @Nullable Node destination) {
        String role = resource.role.text();
        String next = resource.nextRole.text();
        boolean roles =
                resource.role.above(Role.STARTED) || resource.nextRole.above(Role.UNPROMOTED);
        boolean sameRole = resource.role == resource.nextRole;
        if (origin == null) {
            return roles ? role + " -> " + next + ' ' + destination : String.valueOf(destination);
        }
        if (destination == null) {
            return roles ? role + ' ' + origin : origin.name;
        }
        if (origin == destination) {
            if (!sameRole) {
                return role + " -> " + next + ' ' + origin;
            }
            return roles ? role + ' ' + origin : origin.name;
        }
        if (!sameRole) {
            return role + ' ' + origin + " -> " + next + ' ' + destination;
        }
        String move = origin + " -> " + destination;
        return roles ? move + ' ' + role : move;
    }
}
