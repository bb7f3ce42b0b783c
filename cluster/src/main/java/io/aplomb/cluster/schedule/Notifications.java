package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import org.jspecify.annotations.Nullable;

/**
 * Plans that the instances of a clone tell each other what happens ({@code notify=true}).
 *
 * <p>Source: Pacemaker Administration, "Clone notifications".
 */
final class Notifications {
    private static final String DONE = "notified";

    private final ActionFactory actions;

    Notifications(Cluster cluster) {
        this.actions = new ActionFactory(cluster);
    }

    /** The moments around a task; null where the clone does not notify. */
    @Nullable Notification moments(
            Resource clone, String task, @Nullable Action action, @Nullable Action complete) {
        if (!clone.notify) {
            return null;
        }
        Notification notification = new Notification(task);
        if (action != null) {
            Action before = moment(clone, action, Task.NOTIFY, "pre", task);
            Action done = moment(clone, action, DONE, "confirmed-pre", task);
            before.runnable = true;
            done.runnable = true;
            Action.order(before, done, Kind.ORDERED);
            Action.order(done, action, Kind.ORDERED);
            notification.before = before;
            notification.beforeDone = done;
        }
        if (complete != null) {
            Action after = moment(clone, complete, Task.NOTIFY, "post", task);
            Action done = moment(clone, complete, DONE, "confirmed-post", task);
            after.priority = Scores.INFINITY;
            done.priority = Scores.INFINITY;
            after.runnable = complete.runnable;
            done.runnable = complete.runnable;
            Action.order(complete, after, Kind.FIRST_IMPLIES_THEN);
            Action.order(after, done, Kind.FIRST_IMPLIES_THEN);
            notification.after = after;
            notification.afterDone = done;
        }
        if (action != null && complete != null) {
            Action.order(notification.beforeDone, notification.after, Kind.ORDERED);
        }
        return notification;
    }

    private Action moment(
            Resource clone, Action about, String task, String type, String operation) {
        Action moment =
                actions.of(
                        clone,
                        Task.notifyKey(clone.id, type, about.task),
                        task,
                        null,
                        about.optional);
        moment.pseudo = true;
        moment.meta.put("notify_key_type", type);
        moment.meta.put("notify_key_operation", about.task);
        moment.meta.put("notify_type", type.startsWith("confirmed-") ? type.substring(10) : type);
        moment.meta.put("notify_operation", operation);
        return moment;
    }

    /** Plans who is told, now that it is known who does what. */
    void tell(Resource clone, @Nullable Notification notification) {
        if (notification == null) {
            return;
        }
        clone.eachPrimitive(instance -> collect(instance, notification));
        boolean needed = notification.anybodyDoes(notification.task);
        if (needed && notification.before != null && notification.beforeDone != null) {
            notification.before.optional = false;
            notification.beforeDone.optional = false;
        }
        if (needed && notification.after != null && notification.afterDone != null) {
            notification.after.optional = false;
            notification.afterDone.optional = false;
        }
        clone.eachPrimitive(instance -> tellInstance(instance, notification));
    }

    /** Tells the others that a fenced node's instance is gone. */
    void tellOfFencing(Resource instance, Action fencing) {
        Notification notification = moments(instance, Task.STOP, null, fencing);
        if (notification != null) {
            instance.top().eachPrimitive(each -> tellInstance(each, notification));
        }
    }

    private static void collect(Primitive instance, Notification notification) {
        for (Action action : instance.actions) {
            if (action.optional || action.node == null) {
                continue;
            }
            boolean stoppedByFencing = action.is(Task.STOP) && action.node.unclean;
            if (stoppedByFencing || action.runnable) {
                notification.doing.merge(action.task, 1, Integer::sum);
            }
        }
    }

    private void tellInstance(Primitive instance, Notification notification) {
        String task = notification.task;
        if (!task.equals(Task.STOP) && !notification.anybodyDoes(task)) {
            return;
        }
        boolean down = task.equals(Task.STOP) || task.equals(Task.DEMOTE);
        if (down && instance.role != Role.STOPPED) {
            tellOfGoingDown(instance, notification);
        }
        if (!down && instance.nextRole != Role.STOPPED) {
            tellOfComingUp(instance, notification);
        }
    }

    private void tellOfGoingDown(Primitive instance, Notification notification) {
        Action stop = first(instance, Task.STOP);
        for (Node node : instance.runningOn) {
            if (stop != null && stop.pseudo && node.unclean) {
                continue;
            }
            var _ = tell(instance, node, notification.before, notification.beforeDone);
            if (notification.task.equals(Task.DEMOTE) || stop == null || stop.optional) {
                tellAfter(instance, node, notification);
            }
        }
    }

    private void tellOfComingUp(Primitive instance, Notification notification) {
        Node node = instance.assigned;
        if (node == null) {
            return;
        }
        Action start = first(instance, Task.START);
        if (!notification.task.equals(Task.START) || start == null || start.optional) {
            var _ = tell(instance, node, notification.before, notification.beforeDone);
        }
        tellAfter(instance, node, notification);
    }

    static @Nullable Action first(Resource resource, String task) {
        for (Action action : resource.actions) {
            if (action.is(task)) {
                return action;
            }
        }
        return null;
    }

    private @Nullable Action tell(
            Primitive instance, Node node, @Nullable Action moment, @Nullable Action done) {
        if (moment == null || done == null || !node.online || !moment.runnable) {
            return null;
        }
        String type = moment.meta.getOrDefault("notify_type", "");
        String operation = moment.meta.getOrDefault("notify_operation", "");
        Action notify =
                actions.of(
                        instance,
                        Task.notifyKey(instance.id, type, operation),
                        moment.task,
                        node,
                        moment.optional);
        notify.meta.put("notify_type", type);
        notify.meta.put("notify_operation", operation);
        Action.order(moment, notify, Kind.ORDERED);
        Action.order(notify, done, Kind.ORDERED);
        return notify;
    }

    private void tellAfter(Primitive instance, Node node, Notification notification) {
        Action notify = tell(instance, node, notification.after, notification.afterDone);
        if (notify != null) {
            notify.priority = Scores.INFINITY;
        }
        if (notification.afterDone == null) {
            return;
        }
        for (Action action : instance.actions) {
            if (action.intervalMs > 0 && !action.is(Task.CANCEL)) {
                Action.order(notification.afterDone, action, Kind.ORDERED);
            }
        }
    }
}
