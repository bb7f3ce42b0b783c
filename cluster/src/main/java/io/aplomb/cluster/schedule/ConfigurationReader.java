package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.NameValues;
import io.aplomb.cluster.rules.References;
import io.aplomb.cluster.rules.RuleInput;
import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Reads a picture of the cluster from its information base: what is configured, then what is. */
final class ConfigurationReader {
    private ConfigurationReader() {}

    static Cluster read(Element cib, OffsetDateTime now) {
        Element resolved = References.resolved(cib);
        Map<String, String> properties =
                NameValues.unpack(
                        resolved.childOrEmpty("configuration")
                                .childOrEmpty("crm_config")
                                .children("cluster_property_set"),
                        RuleInput.at(now),
                        "cib-bootstrap-options");
        Cluster cluster =
                new Cluster(
                        resolved,
                        now,
                        Settings.of(properties)
                                .wherePanicIsOf(
                                        Settings.isTrue(cib.attribute("have-quorum"), false)
                                                || Settings.isTrue(
                                                        cib.attribute("no-quorum-panic"), false)));
        // a node whose watchdog, or lease, ends it is as good as fenced
        cluster.haveFenceDevice =
                cluster.settings.haveWatchdog()
                        || "aplomb".equals(properties.get("cluster-infrastructure"));
        cluster.unfencing = providesUnfencing(cluster.configuration("resources"));
        readNodes(cluster);
        readTags(cluster);
        new ResourceReader(cluster).readAll();
        new StatusReader(cluster).read();
        return cluster;
    }

    private static boolean providesUnfencing(Element resources) {
        for (Element child : resources.children()) {
            boolean here =
                    child.is("nvpair")
                            && child.attribute("name", "").equals("provides")
                            && child.attribute("value", "").equals("unfencing");
            if (here || providesUnfencing(child)) {
                return true;
            }
        }
        return false;
    }

    private static void readNodes(Cluster cluster) {
        for (Element element : cluster.configuration("nodes").children("node")) {
            if (element.attribute("uname") == null) {
                continue;
            }
            Node node = newNode(element);
            node.baseScore = io.aplomb.cluster.rules.Scores.parse(element.attribute("score"));
            node.unseen = true;
            node.unclean =
                    cluster.settings.fencingEnabled()
                            && cluster.settings.startupFencing()
                            && !node.remote;
            addAttributes(cluster, node, element, NameValues.Conflict.KEEP);
            readCapacity(cluster, node, element);
            cluster.nodes.add(node);
            cluster.nodesById.put(node.id, node);
            cluster.nodesByName.put(node.name.toLowerCase(java.util.Locale.ROOT), node);
        }
        cluster.nodes.sort(NodeNames.BY_NAME);
    }

    private static Node newNode(Element element) {
        return new Node(
                element.id(),
                element.attribute("uname", element.id()),
                element.attribute("type", "member"));
    }

    /** Adds what an element with {@code instance_attributes} says of a node. */
    static void addAttributes(
            Cluster cluster, Node node, Element element, NameValues.Conflict conflict) {
        node.attributes.put("#uname", node.name);
        node.attributes.put("#id", node.id);
        if (node.id.equals(cluster.cib.attribute("dc-uuid"))) {
            cluster.dc = node;
            node.dc = true;
        }
        node.attributes.put("#is_dc", Boolean.toString(node.dc));
        putIfPresent(node, "#cluster-name", cluster.settings.all().get("cluster-name"));
        NameValues.addTo(
                node.attributes,
                element.children("instance_attributes"),
                cluster.rules().onNode(Map.copyOf(node.attributes)),
                "",
                conflict);
        String site = node.attribute("site-name");
        putIfPresent(
                node,
                "#site-name",
                site != null ? site : cluster.settings.all().get("cluster-name"));
    }

    private static void putIfPresent(
            Node node, String name, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            node.attributes.put(name, value);
        }
    }

    private static void readCapacity(Cluster cluster, Node node, Element element) {
        NameValues.unpack(
                        element.children("utilization"),
                        cluster.rules().onNode(node.attributes),
                        "")
                .forEach((name, value) -> node.capacity.put(name, Settings.number(value, 0)));
    }

    private static void readTags(Cluster cluster) {
        for (Element tag : cluster.configuration("tags").children("tag")) {
            List<String> members = new ArrayList<>();
            tag.children("obj_ref").forEach(reference -> members.add(reference.id()));
            cluster.tags.put(tag.id(), members);
        }
    }

    /** Sorts resources by priority; equal ones stay in the order of the text. */
    static void sortByPriority(List<? extends Resource> resources) {
        resources.sort(Comparator.comparingInt(resource -> -resource.priority));
    }
}
