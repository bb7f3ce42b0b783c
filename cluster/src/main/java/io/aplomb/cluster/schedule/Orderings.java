package io.aplomb.cluster.schedule;

import org.jspecify.annotations.Nullable;

/** Makes orderings; what holds for starts and stops holds for migrations, too. */
final class Orderings {
    private final Cluster cluster;

    Orderings(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The tasks of two resources. */
    void tasks(Resource first, String firstTask, Resource then, String thenTask, int kind) {
        add(
                new Ordering(
                        first,
                        Task.key(first.id, firstTask, 0),
                        null,
                        then,
                        Task.key(then.id, thenTask, 0),
                        null,
                        kind));
    }

    void starts(Resource first, Resource then, int kind) {
        tasks(first, Task.START, then, Task.START, kind);
    }

    void stops(Resource first, Resource then, int kind) {
        tasks(first, Task.STOP, then, Task.STOP, kind);
    }

    /** A task of a resource, then an action. */
    void taskThen(Resource first, String firstTask, Action then, int kind) {
        add(
                new Ordering(
                        first,
                        Task.key(first.id, firstTask, 0),
                        null,
                        then.resource,
                        null,
                        then,
                        kind));
    }

    /** An action, then a task of a resource. */
    void actionThen(Action first, Resource then, String thenTask, int kind) {
        add(
                new Ordering(
                        first.resource,
                        null,
                        first,
                        then,
                        Task.key(then.id, thenTask, 0),
                        null,
                        kind));
    }

    void actions(Action first, Action then, int kind) {
        add(new Ordering(first.resource, null, first, then.resource, null, then, kind));
    }

    private void add(Ordering ordering) {
        cluster.orderings.add(ordering);
        addForMigration(ordering);
    }

    private void addForMigration(Ordering ordering) {
        Resource first = ordering.firstResource();
        Resource then = ordering.thenResource();
        if (first == null || then == null || isSame(first, then)) {
            return;
        }
        if (!first.allowMigrate && !then.allowMigrate) {
            return;
        }
        String firstTask = task(ordering.first(), ordering.firstKey());
        String thenTask = task(ordering.then(), ordering.thenKey());
        int kind = Kind.ORDERED;
        int unlessMigrating = first.allowMigrate ? kind | Kind.APPLY_FIRST_NON_MIGRATABLE : kind;
        if (firstTask.equals(Task.START) && thenTask.equals(Task.START)) {
            if (first.allowMigrate && then.allowMigrate) {
                tasks(first, Task.MIGRATE_FROM, then, Task.MIGRATE_TO, kind);
            }
            if (then.allowMigrate) {
                tasks(first, Task.START, then, Task.MIGRATE_TO, unlessMigrating);
            }
        } else if (!then.allowMigrate) {
            return;
        } else if (firstTask.equals(Task.STOP) && thenTask.equals(Task.STOP)) {
            tasks(first, Task.STOP, then, Task.MIGRATE_TO, unlessMigrating);
            if (isPartlyMigrated(then)) {
                tasks(first, Task.STOP, then, Task.MIGRATE_FROM, unlessMigrating);
            }
        } else if (firstTask.equals(Task.PROMOTE) && thenTask.equals(Task.START)) {
            tasks(first, Task.PROMOTE, then, Task.MIGRATE_TO, kind);
        } else if (firstTask.equals(Task.DEMOTE) && thenTask.equals(Task.STOP)) {
            tasks(first, Task.DEMOTE, then, Task.MIGRATE_TO, kind);
            if (isPartlyMigrated(then)) {
                tasks(first, Task.DEMOTE, then, Task.MIGRATE_FROM, kind);
            }
        }
    }

    private static boolean isPartlyMigrated(Resource resource) {
        return resource instanceof Primitive primitive && primitive.migrationTarget != null;
    }

    private static boolean isSame(Resource one, Resource other) {
        return isWithin(one, other) || isWithin(other, one);
    }

    /** Whether a resource is another, or in it. */
    static boolean isWithin(Resource inner, Resource outer) {
        for (Resource each = inner; each != null; each = each.parent) {
            if (each == outer) {
                return true;
            }
        }
        return false;
    }

    private static String task(@Nullable Action action, @Nullable String key) {
        return action != null ? action.task : taskOf(key);
    }

    /** The task in a key such as {@code vip_start_0}. */
    static String taskOf(@Nullable String key) {
        if (key == null) {
            return "";
        }
        int end = key.lastIndexOf('_');
        String front = end < 0 ? key : key.substring(0, end);
        for (String compound :
                new String[] {Task.MIGRATE_TO, Task.MIGRATE_FROM, "clear_failcount"}) {
            if (front.endsWith('_' + compound)) {
                return compound;
            }
        }
        return front.substring(front.lastIndexOf('_') + 1);
    }
}
