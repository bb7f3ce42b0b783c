package io.aplomb.cluster.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The configuration section of a random cluster: nodes, resources, constraints. */
final class RandomConfiguration {

    /** What there is of a resource, as far as the history is made up from it. */
    record Made(String id, Sort sort, List<String> members, int instances) {}

    enum Sort {
        PRIMITIVE,
        GROUP,
        CLONE,
        CLONED_GROUP,
        PROMOTABLE
    }

    /** How a machine fares. */
    enum Health {
        ONLINE,
        OFFLINE,
        STANDBY,
        MAINTENANCE,
        UNCLEAN,
        UNSEEN
    }

    private static final int RESOURCES = 25;

    private final Random random;
    private final boolean calm;
    private final List<Health> nodes = new ArrayList<>();
    private final List<Made> resources = new ArrayList<>();
    private final StringBuilder xml = new StringBuilder();
    private int primitives;
    private int constraints;
    private boolean fencing;

    /** Calm clusters have no lost machines, no failures and nobody's hand in them. */
    RandomConfiguration(Random random, boolean calm) {
        this.random = random;
        this.calm = calm;
        makeNodes();
        makeResources();
    }

    List<Health> nodes() {
        return nodes;
    }

    List<Made> resources() {
        return resources;
    }

    String xml() {
        return xml.toString();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void makeNodes() {
        int count = 2 + random.nextInt(7);
        for (int i = 0; i < count; i++) {
            int dice = random.nextInt(100);
            nodes.add(
                    dice < 60 || i == 0
                            ? Health.ONLINE
                            : calm
                                    ? dice < 80 ? Health.STANDBY : Health.ONLINE
                                    : Health.values()[random.nextInt(Health.values().length)]);
        }
        xml.append("<configuration><crm_config><cluster_property_set id=\"o\">");
        fencing = chance(65);
        option("stonith-enabled", Boolean.toString(fencing));
        if (!calm) {
            option("no-quorum-policy", any(List.of("stop", "stop", "freeze", "ignore")));
            option("symmetric-cluster", chance(92) ? "true" : "false");
            option("startup-fencing", chance(80) ? "true" : "false");
            option("concurrent-fencing", chance(50) ? "true" : "false");
        }
        xml.append("</cluster_property_set></crm_config><nodes>");
        for (int i = 0; i < count; i++) {
            String name = "n" + i;
            xml.append("<node id=\"").append(i + 1).append("\" uname=\"").append(name);
            xml.append("\"><instance_attributes id=\"na-").append(name).append("\">");
            if (nodes.get(i) == Health.STANDBY) {
                pair("s-" + name, "standby", "on");
            } else if (nodes.get(i) == Health.MAINTENANCE) {
                pair("m-" + name, "maintenance", "true");
            }
            pair("r-" + name, "rack", "r" + i % 2);
            xml.append("</instance_attributes></node>");
        }
        xml.append("</nodes>");
    }

    private void option(String name, String value) {
        pair("o-" + name, name, value);
    }

    private void pair(String id, String name, String value) {
        xml.append("<nvpair id=\"").append(id).append("\" name=\"").append(name);
        xml.append("\" value=\"").append(value).append("\"/>");
    }

    private void makeResources() {
        int wanted = 1 + random.nextInt(chance(20) ? RESOURCES : 6);
        xml.append("<resources>");
        if (fencing && (calm || chance(85))) {
            xml.append("<primitive id=\"Fence\" class=\"stonith\" type=\"fence_x\">");
            operations("Fence", false);
            xml.append("</primitive>");
            resources.add(new Made("Fence", Sort.PRIMITIVE, List.of("Fence"), 1));
        }
        while (primitives < wanted) {
            int dice = random.nextInt(100);
            if (dice < 50) {
                List<String> one = new ArrayList<>();
                primitive(one, false, true);
                resources.add(new Made(one.getFirst(), Sort.PRIMITIVE, one, 1));
            } else if (dice < 70) {
                String id = "g" + resources.size();
                resources.add(new Made(id, Sort.GROUP, group(id), 1));
            } else {
                clone("c" + resources.size(), dice);
            }
        }
        xml.append("</resources><constraints>");
        int count = random.nextInt(resources.size() + 2);
        for (int i = 0; i < count; i++) {
            constraint();
        }
        xml.append("</constraints></configuration>");
    }

    private void primitive(List<String> members, boolean promotable, boolean withMeta) {
        String id = "p" + primitives++;
        members.add(id);
        xml.append("<primitive id=\"").append(id).append("\" class=\"ocf\" provider=\"pacemaker\"");
        xml.append(" type=\"").append(promotable ? "Stateful" : "Dummy").append("\">");
        if (withMeta) {
            meta(id);
        }
        operations(id, promotable);
        xml.append("</primitive>");
    }

    private void meta(String id) {
        xml.append("<meta_attributes id=\"").append(id).append("-meta\">");
        metaIf(25, id, "resource-stickiness", any(List.of("0", "1", "100", "INFINITY")));
        metaIf(15, id, "priority", any(List.of("1", "10")));
        metaIf(10, id, "migration-threshold", any(List.of("1", "3")));
        metaIf(15, id, "allow-migrate", "true");
        if (!calm) {
            metaIf(8, id, "target-role", "Stopped");
            metaIf(6, id, "is-managed", "false");
            metaIf(8, id, "requires", any(List.of("nothing", "quorum", "fencing")));
            metaIf(8, id, "multiple-active", any(List.of("stop_only", "block", "stop_unexpected")));
        }
        xml.append("</meta_attributes>");
    }

    private void metaIf(int percent, String id, String name, String value) {
        if (chance(percent)) {
            pair(id + "-meta-" + name, name, value);
        }
    }

    private void operations(String id, boolean promotable) {
        xml.append("<operations>");
        if (chance(70)) {
            operation(id, "monitor", "10s", "");
        }
        if (promotable) {
            operation(id, "monitor", "11s", "Promoted");
        }
        if (!calm && chance(8)) {
            operation(id, "stop", "0", "\" on-fail=\"block");
        }
        xml.append("</operations>");
    }

    private void operation(String id, String name, String interval, String more) {
        boolean role = more.equals("Promoted");
        xml.append("<op id=\"").append(id).append('-').append(name).append('-').append(interval);
        xml.append("\" name=\"").append(name).append("\" interval=\"").append(interval);
        xml.append(role ? "\" role=\"Promoted" : more).append("\"/>");
    }

    private List<String> group(String id) {
        List<String> members = new ArrayList<>();
        xml.append("<group id=\"").append(id).append("\">");
        meta(id);
        int size = 1 + random.nextInt(4);
        for (int i = 0; i < size; i++) {
            primitive(members, false, false);
        }
        xml.append("</group>");
        return members;
    }

    private void clone(String id, int dice) {
        Sort sort = dice < 82 ? Sort.CLONE : dice < 88 ? Sort.CLONED_GROUP : Sort.PROMOTABLE;
        int max = chance(50) ? nodes.size() : 1 + random.nextInt(nodes.size());
        xml.append("<clone id=\"").append(id).append("\"><meta_attributes id=\"").append(id);
        xml.append("-meta\">");
        pair(id + "-max", "clone-max", Integer.toString(max));
        metaIf(50, id, "interleave", "true");
        metaIf(25, id, "ordered", "true");
        metaIf(20, id, "notify", "true");
        if (sort == Sort.PROMOTABLE) {
            pair(id + "-promotable", "promotable", "true");
            metaIf(30, id, "promoted-max", "2");
        }
        if (!calm) {
            metaIf(5, id, "target-role", any(List.of("Stopped", "Started")));
            metaIf(4, id, "is-managed", "false");
        }
        xml.append("</meta_attributes>");
        List<String> members = new ArrayList<>();
        if (sort == Sort.CLONED_GROUP) {
            members = group(id + "-group");
        } else {
            primitive(members, sort == Sort.PROMOTABLE, false);
        }
        xml.append("</clone>");
        resources.add(new Made(id, sort, members, max));
    }

    /** Dependencies go from later resources to earlier ones, so that they make no circles. */
    private void constraint() {
        String id = "x" + constraints++;
        int dice = random.nextInt(100);
        if (dice < 40 || resources.size() < 2) {
            xml.append("<rsc_location id=\"").append(id).append("\" rsc=\"");
            xml.append(any(resources).id()).append("\" node=\"n");
            xml.append(random.nextInt(nodes.size())).append("\" score=\"");
            xml.append(any(List.of("50", "200", "INFINITY", "-50", "-INFINITY", "-INFINITY")));
            xml.append("\"/>");
            return;
        }
        int later = 1 + random.nextInt(resources.size() - 1);
        String first = resources.get(random.nextInt(later)).id();
        String then = resources.get(later).id();
        if (dice < 70) {
            xml.append("<rsc_colocation id=\"").append(id).append("\" rsc=\"").append(then);
            xml.append("\" with-rsc=\"").append(first).append("\" score=\"");
            xml.append(any(List.of("INFINITY", "INFINITY", "100", "-100", "-INFINITY")));
        } else {
            xml.append("<rsc_order id=\"").append(id).append("\" first=\"").append(first);
            xml.append("\" then=\"").append(then).append("\" kind=\"");
            xml.append(any(List.of("Mandatory", "Mandatory", "Optional", "Optional")));
        }
        xml.append("\"/>");
    }
}
