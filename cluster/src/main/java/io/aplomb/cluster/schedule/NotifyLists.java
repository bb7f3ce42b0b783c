package io.aplomb.cluster.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What agents of a clone are told of all its instances: {@code CRM_meta_notify_start_resource} and
 * so on.
 *
 * <p>Source: Pacemaker Administration, "Clone notifications"; what agents got from Pacemaker 2.1.5.
 */
final class NotifyLists {
    private static final String PREFIX = "CRM_meta_notify_";

    private final Map<String, String> lists = new LinkedHashMap<>();
    private final List<Primitive> instances = new ArrayList<>();

    private NotifyLists() {}

    static Map<String, String> of(Cluster cluster, CloneSet clone) {
        NotifyLists made = new NotifyLists();
        clone.eachPrimitive(made.instances::add);
        for (String task : List.of(Task.STOP, Task.START, Task.DEMOTE, Task.PROMOTE)) {
            made.addDoing(task);
        }
        made.addBeing("active", each -> each.role == Role.STARTED || each.role == Role.UNPROMOTED);
        made.addBeing("inactive", each -> each.role == Role.STOPPED);
        for (String name : List.of("unpromoted", "slave")) {
            made.addBeing(name, each -> each.role == Role.UNPROMOTED);
        }
        for (String name : List.of("promoted", "master")) {
            made.addBeing(name, each -> each.role == Role.PROMOTED);
        }
        Set<String> available = new LinkedHashSet<>();
        for (Node node : cluster.nodes) {
            if (node.online && !node.unclean) {
                available.add(node.name);
            }
        }
        made.lists.put(PREFIX + "available_uname", String.join(" ", available));
        Set<String> all = new LinkedHashSet<>();
        cluster.nodes.forEach(node -> all.add(node.name));
        made.lists.put(PREFIX + "all_uname", String.join(" ", all));
        return made.lists;
    }

    private void addDoing(String task) {
        List<String> who = new ArrayList<>();
        List<String> where = new ArrayList<>();
        for (Primitive instance : instances) {
            for (Action action : instance.actions) {
                if (action.is(task) && !action.optional && action.node != null) {
                    who.add(instance.id);
                    where.add(action.node.name);
                }
            }
        }
        put(task, who, where);
    }

    private void addBeing(String name, Predicate<Primitive> wanted) {
        List<String> who = new ArrayList<>();
        List<String> where = new ArrayList<>();
        for (Primitive instance : instances) {
            if (wanted.test(instance)) {
                who.add(instance.id);
                where.add(instance.runningOn.isEmpty() ? "" : instance.runningOn.getFirst().name);
            }
        }
        put(name, who, where);
    }

    private void put(String name, List<String> who, List<String> where) {
        lists.put(PREFIX + name + "_resource", String.join(" ", who));
        lists.put(PREFIX + name + "_uname", String.join(" ", where).trim());
    }
}
