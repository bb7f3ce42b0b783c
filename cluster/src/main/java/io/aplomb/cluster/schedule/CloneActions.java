package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans the actions of clones: those of their instances, and the moments of the whole. */
final class CloneActions {
    private final ActionFactory actions;
    private final ResourceActions resources;
    private final Notifications notifications;

    CloneActions(Cluster cluster, ResourceActions resources) {
        this.actions = new ActionFactory(cluster);
        this.resources = resources;
        this.notifications = new Notifications(cluster);
    }

    /** What the instances of a clone are up to. */
    private static final class Activity {
        boolean starting;
        boolean stopping;
        boolean restarting;
        boolean active;
        boolean promoting;
        boolean demoting;

        void add(Primitive instance) {
            active |= !instance.runningOn.isEmpty();
            boolean starts = false;
            boolean stops = false;
            for (Action action : instance.actions) {
                if (action.optional) {
                    continue;
                }
                starts |= action.is(Task.START) && action.runnable;
                stops |= action.is(Task.STOP) && (action.pseudo || action.runnable);
                promoting |= action.is(Task.PROMOTE);
                demoting |= action.is(Task.DEMOTE);
            }
            starting |= starts;
            stopping |= stops;
            restarting |= starts && stops;
        }
    }

    void plan(CloneSet clone) {
        Activity activity = new Activity();
        for (Resource instance : List.copyOf(clone.instances)) {
            resources.plan(instance);
            instance.eachPrimitive(activity::add);
        }
        Action start = actions.moment(clone, Task.START, !activity.starting, true);
        Action started = completion(clone, Task.STARTED, !activity.starting, false);
        started.runnable = activity.active || activity.starting;
        Action stop = actions.moment(clone, Task.STOP, !activity.stopping, true);
        Action stopped = completion(clone, Task.STOPPED, !activity.stopping, true);
        stop.migrateRunnable = !activity.restarting;
        notify(clone, Task.START, start, started);
        boolean first = !clone.notifications.containsKey(Task.STOP);
        notify(clone, Task.STOP, stop, stopped);
        if (first) {
            order(clone, Task.STOP, Task.START);
        }
        if (clone.ordered) {
            orderInstances(clone);
        }
        if (clone.promotable) {
            planPromotion(clone);
        }
    }

    private Action completion(CloneSet clone, String task, boolean optional, boolean runnable) {
        Action action = actions.moment(clone, task, optional, runnable);
        action.priority = Scores.INFINITY;
        return action;
    }

    private void notify(CloneSet clone, String task, Action action, Action complete) {
        if (clone.notifications.containsKey(task)) {
            return;
        }
        Notification notification = notifications.moments(clone, task, action, complete);
        if (notification != null) {
            clone.notifications.put(task, notification);
        }
    }

    /** What was told of one task is settled before anything is told of the other. */
    private static void order(CloneSet clone, String first, String then) {
        Notification one = clone.notifications.get(first);
        Notification other = clone.notifications.get(then);
        if (one != null && other != null) {
            Action.order(one.afterDone, other.before, Kind.ORDERED);
        }
    }

    private static void orderInstances(CloneSet clone) {
        clone.instances.sort(Comparator.comparingInt(Instances::number));
        Action lastStop = null;
        Action lastStart = null;
        for (Resource instance : clone.instances) {
            Action stop = onlyRequired(instance, Task.STOP);
            if (stop != null) {
                Action.order(stop, lastStop, Kind.ORDERED);
                lastStop = stop;
            }
            Action start = onlyRequired(instance, Task.START);
            if (start != null) {
                Action.order(lastStart, start, Kind.ORDERED);
                lastStart = start;
            }
        }
    }

    private static @Nullable Action onlyRequired(Resource instance, String task) {
        Action found = null;
        for (Action action : ActionFactory.all(instance, Task.key(instance.id, task, 0), null)) {
            if (!action.optional) {
                if (found != null) {
                    return null;
                }
                found = action;
            }
        }
        return found;
    }

    private void planPromotion(CloneSet clone) {
        Activity activity = new Activity();
        for (Resource instance : List.copyOf(clone.instances)) {
            resources.plan(instance);
            instance.eachPrimitive(activity::add);
        }
        Action promote = actions.moment(clone, Task.PROMOTE, !activity.promoting, true);
        Action promoted = completion(clone, Task.PROMOTED, !activity.promoting, true);
        notify(clone, Task.PROMOTE, promote, promoted);
        Action demote = actions.moment(clone, Task.DEMOTE, !activity.demoting, true);
        Action demoted = completion(clone, Task.DEMOTED, !activity.demoting, true);
        boolean first = !clone.notifications.containsKey(Task.DEMOTE);
        notify(clone, Task.DEMOTE, demote, demoted);
        if (first) {
            order(clone, Task.STOP, Task.PROMOTE);
            order(clone, Task.START, Task.PROMOTE);
            order(clone, Task.DEMOTE, Task.PROMOTE);
            order(clone, Task.DEMOTE, Task.START);
            order(clone, Task.DEMOTE, Task.STOP);
        }
        for (Resource instance : clone.instances) {
            instance.priority = clone.priority;
        }
    }
}
