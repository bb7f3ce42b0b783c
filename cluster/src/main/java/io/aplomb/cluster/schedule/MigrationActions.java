package io.aplomb.cluster.schedule;

/** Plans that a resource moves without a stop: sent by one node, received by the other. */
final class MigrationActions {
    private final ActionFactory actions;
    private final Orderings orderings;

    MigrationActions(Cluster cluster) {
        this.actions = new ActionFactory(cluster);
        this.orderings = new Orderings(cluster);
    }

    void plan(Primitive resource, Node source, Node target) {
        boolean begun = resource.migrationTarget != null;
        Action start = actions.start(resource, target, true);
        Action stop = actions.stop(resource, source, true);
        Action send = begun ? null : actions.once(resource, Task.MIGRATE_TO, source, true);
        Action receive = actions.once(resource, Task.MIGRATE_FROM, target, true);
        start.migrateRunnable = true;
        stop.migrateRunnable = true;
        // it only says that the resource is there now
        start.pseudo = true;
        receive.migrateRunnable = true;
        int onlyIfMigrating = Kind.ORDERED | Kind.THEN_NEEDS_FIRST_MIGRATABLE;
        if (send == null) {
            receive.needs = start.needs;
            orderings.tasks(resource, Task.MONITOR, resource, Task.MIGRATE_FROM, Kind.ORDERED);
        } else {
            send.migrateRunnable = true;
            send.needs = start.needs;
            orderings.tasks(resource, Task.MONITOR, resource, Task.MIGRATE_TO, Kind.ORDERED);
            orderings.tasks(
                    resource, Task.MIGRATE_TO, resource, Task.MIGRATE_FROM, onlyIfMigrating);
            describe(send, source, target);
        }
        orderings.tasks(resource, Task.MIGRATE_FROM, resource, Task.STOP, onlyIfMigrating);
        orderings.tasks(
                resource,
                Task.MIGRATE_FROM,
                resource,
                Task.START,
                onlyIfMigrating | Kind.PSEUDO_THEN);
        describe(receive, source, target);
    }

    private static void describe(Action action, Node source, Node target) {
        action.meta.put("migrate_source", source.name);
        action.meta.put("migrate_target", target.name);
    }
}
