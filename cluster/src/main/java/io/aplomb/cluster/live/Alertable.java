package io.aplomb.cluster.live;

import io.aplomb.cluster.alert.Bulletin;
import io.aplomb.cluster.alert.Causes;
import io.aplomb.cluster.alert.Happening;
import io.aplomb.cluster.alert.Happening.Ran;
import io.aplomb.cluster.alert.Recipients;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a committed command means to who is told what happens. As a part of the agreed state it is
 * the same on every node, and what one leader did not tell the next one knows. Pure.
 */
final class Alertable {
    private Alertable() {}

    /** The state after a command that was accepted, with its bulletin brought up to date. */
    static ClusterState noted(
            ClusterState before, Command command, ClusterState after, long givenMs) {
        if (command instanceof Command.AlertsTold told) {
            return after.with(after.bulletin().told(told.marks()));
        }
        Bulletin bulletin = after.bulletin();
        boolean changed =
                command instanceof Command.ReplaceConfiguration
                        || command instanceof Command.ChangeMembership;
        if (!bulletin.hasRecipients() && !changed) {
            return after;
        }
        AgreedSituation situation = new AgreedSituation(after);
        for (Happening what : happenings(before, command, after)) {
            bulletin = Causes.noted(bulletin, what, atMs(command, givenMs), situation);
        }
        if (changed) {
            bulletin = Causes.reviewed(bulletin, atMs(command, givenMs), situation);
            bulletin = bulletin.forRecipients(Recipients.keys(after.configuration()));
        }
        return bulletin.equals(after.bulletin()) ? after : after.with(bulletin);
    }

    /** When a command was given: it may say so itself, and better. */
    private static long atMs(Command command, long givenMs) {
        return switch (command) {
            case Command.NodeUp it -> it.atMs();
            case Command.NodeDown it -> it.atMs();
            case Command.RecordResults it -> it.atMs();
            case Command.ExpireOrder it -> it.atMs();
            case Command.RecordFencing it -> it.fencing().atMs();
            default -> givenMs;
        };
    }

    private static List<Happening> happenings(
            ClusterState before, Command command, ClusterState after) {
        List<Happening> found = new ArrayList<>();
        switch (command) {
            case Command.NodeUp up -> {
                NodeSession known = before.session(up.node());
                if (known == null || !known.up() || !known.incarnation().equals(up.incarnation())) {
                    if (known != null && known.up()) {
                        found.add(gone(before, up.node(), false, "it has started anew"));
                    }
                    found.add(
                            new Happening.NodeChanged(
                                    up.node(), id(after, up.node()), true, false, "", Set.of()));
                }
            }
            case Command.NodeDown down ->
                    found.add(gone(before, down.node(), leaves(before, down), down.cause()));
            case Command.RecordFencing record -> fenced(before, record.fencing(), found);
            case Command.RecordResults results -> results(before, results, found);
            case Command.ExpireOrder expire ->
                    found.add(
                            operated(
                                    expire.node(),
                                    Results.unanswered(expire.order(), expire.atMs())));
            default -> {
                // attributes at the most
            }
        }
        attributes(before, after, found);
        return found;
    }

    private static int id(ClusterState state, String node) {
        return state.membership().find(node).map(Member::number).orElse(0);
    }

    /** Whether it was asked to: one whose lease was over has stopped all by itself, too. */
    private static boolean leaves(ClusterState before, Command.NodeDown down) {
        boolean asked =
                Cibs.transients(
                                state(
                                        before.cib().childOrEmpty("status"),
                                        Cibs.nodeId(
                                                before.cib(), before.membership(), down.node())))
                        .containsKey("shutdown");
        boolean runsResources =
                before.membership().find(down.node()).filter(Member::runsResources).isPresent();
        return down.clean() && (asked || !runsResources);
    }

    private static Happening gone(ClusterState before, String node, boolean inOrder, String cause) {
        return new Happening.NodeChanged(
                node,
                id(before, node),
                false,
                inOrder,
                cause,
                inOrder ? Set.of() : Activity.onlyOn(before, node));
    }

    /** The end of a lease is no fencing that anybody had done. */
    private static void fenced(ClusterState before, FencingRecord fencing, List<Happening> found) {
        boolean off = !fencing.action().equals("on");
        boolean wasThere = off && fencing.succeeded() && before.isUp(fencing.target());
        if (!fencing.device().equals(FencingRecord.LEASE)) {
            found.add(
                    new Happening.Fenced(
                            fencing.target(),
                            fencing.action(),
                            fencing.device(),
                            fencing.by(),
                            fencing.succeeded(),
                            wasThere,
                            fencing.detail(),
                            wasThere ? Activity.onlyOn(before, fencing.target()) : Set.of()));
        }
        if (wasThere) {
            found.add(gone(before, fencing.target(), false, "it was fenced"));
        }
    }

    private static void results(
            ClusterState before, Command.RecordResults results, List<Happening> found) {
        NodeSession session = before.session(results.node());
        long recorded = session == null ? 0 : session.lastResult();
        long number = results.first();
        for (OperationResult result : results.results()) {
            boolean isNew = number++ > recorded;
            if (isNew
                    && result.status() != OperationResult.Status.CANCELLED
                    && !result.order().operation().equals("cancel")) {
                found.add(operated(results.node(), result));
            }
        }
    }

    private static Happening.Operated operated(String node, OperationResult result) {
        OperationOrder order = result.order();
        return new Happening.Operated(
                node,
                order.resource(),
                order.operation(),
                order.intervalMs(),
                result.rc(),
                result.status().code(),
                order.expectedRc(),
                result.executedMs(),
                result.exitReason());
    }

    /** Only attributes of nodes that are there: when one goes its attributes go with it. */
    private static void attributes(ClusterState before, ClusterState after, List<Happening> found) {
        Element was = before.cib().childOrEmpty("status");
        Element is = after.cib().childOrEmpty("status");
        for (Element node : is.children("node_state")) {
            String name = node.attribute("uname", "");
            Element known = state(was, node.id());
            if (known.equals(node) || !after.isUp(name)) {
                continue;
            }
            Map<String, String> old = Cibs.transients(known);
            Map<String, String> now = Cibs.transients(node);
            TreeSet<String> names = new TreeSet<>(old.keySet());
            names.addAll(now.keySet());
            for (String each : names) {
                String value = now.getOrDefault(each, "");
                if (!value.equals(old.getOrDefault(each, ""))) {
                    found.add(new Happening.AttributeChanged(name, id(after, name), each, value));
                }
            }
        }
    }

    private static Element state(Element status, String id) {
        for (Element node : status.children("node_state")) {
            if (node.id().equals(id)) {
                return node;
            }
        }
        return Cibs.element("node_state");
    }

    /** What runs where, as the histories of operations have it. */
    static final class Activity {
        private static final Set<String> STARTING = Set.of("start", "migrate_from", "demote");

        private Activity() {}

        /** What runs on a node and on none of the others that are there. */
        static Set<Ran> onlyOn(ClusterState state, String node) {
            Set<Ran> here = new HashSet<>();
            Set<Ran> elsewhere = new HashSet<>();
            for (Element each : state.cib().childOrEmpty("status").children("node_state")) {
                String name = each.attribute("uname", "");
                if (name.equals(node)) {
                    here.addAll(on(each));
                } else if (state.isUp(name)) {
                    elsewhere.addAll(on(each));
                }
            }
            here.removeAll(elsewhere);
            return here;
        }

        private static Set<Ran> on(Element node) {
            Set<Ran> found = new HashSet<>();
            for (Element entry :
                    node.childOrEmpty("lrm").childOrEmpty("lrm_resources").children()) {
                for (Element last : entry.children("lrm_rsc_op")) {
                    if (!last.id().equals(entry.id() + "_last_0")
                            || "stonith".equals(entry.attribute("class"))) {
                        continue;
                    }
                    String rc = last.attribute("rc-code", "");
                    String operation = last.attribute("operation", "");
                    boolean found8 = operation.equals("monitor") && rc.equals("8");
                    boolean promoted = operation.equals("promote") && rc.equals("0");
                    if (found8 || promoted) {
                        found.add(new Ran(entry.id(), true));
                    } else if (rc.equals("0")
                            && (STARTING.contains(operation) || operation.equals("monitor"))) {
                        found.add(new Ran(entry.id(), false));
                    }
                }
            }
            return found;
        }
    }
}
