package io.aplomb.cluster.live;

import io.aplomb.cluster.schedule.NodeStates;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a cluster's information base looks like when it lives. Pure. */
final class Cibs {
    private static final String PROPERTIES = "cib-bootstrap-options";

    private Cibs() {}

    /** That of a new cluster, as pcs leaves it. */
    static Element empty(Membership membership) {
        Element properties =
                element("cluster_property_set", "id", PROPERTIES)
                        .withChild(property("have-watchdog", "false"))
                        .withChild(property("dc-version", "aplomb"))
                        .withChild(property("cluster-infrastructure", "aplomb"))
                        .withChild(property("cluster-name", membership.cluster()));
        Element configuration =
                element("configuration")
                        .withChild(element("crm_config").withChild(properties))
                        .withChild(nodes(membership, element("nodes")))
                        .withChild(element("resources"))
                        .withChild(element("constraints"));
        return element(
                        "cib",
                        "crm_feature_set",
                        NodeStates.FEATURE_SET,
                        "validate-with",
                        "pacemaker-3.9",
                        "epoch",
                        "1",
                        "num_updates",
                        "0",
                        "admin_epoch",
                        "0",
                        "have-quorum",
                        "0")
                .withChild(configuration)
                .withChild(element("status"));
    }

    private static Element property(String name, String value) {
        return element("nvpair", "id", PROPERTIES + '-' + name, "name", name, "value", value);
    }

    /** The list of nodes after a change of membership; what is configured of a node stays. */
    static Element nodes(Membership membership, Element known) {
        List<Element> nodes = new ArrayList<>();
        for (Member member : membership.members()) {
            if (!member.runsResources()) {
                continue;
            }
            nodes.add(
                    known.children("node").stream()
                            .filter(node -> member.name().equals(node.attribute("uname")))
                            .findFirst()
                            .orElseGet(
                                    () ->
                                            element(
                                                    "node",
                                                    "id",
                                                    Integer.toString(member.number()),
                                                    "uname",
                                                    member.name())));
        }
        return known.withChildren(nodes);
    }

    /** One update of the status more. */
    static Element counted(Element cib) {
        return cib.with("num_updates", Long.toString(number(cib.attribute("num_updates")) + 1));
    }

    /** One change of the configuration more. */
    static Element advanced(Element cib) {
        return cib.with("epoch", Long.toString(number(cib.attribute("epoch")) + 1))
                .with("num_updates", "0");
    }

    static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Long.parseLong(text.trim());
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /** The identifier by which status and configuration know a node. */
    static String nodeId(Element cib, Membership membership, String node) {
        for (Element each :
                cib.childOrEmpty("configuration").childOrEmpty("nodes").children("node")) {
            if (node.equals(each.attribute("uname"))) {
                return each.id();
            }
        }
        return membership.find(node).map(member -> Integer.toString(member.number())).orElse(node);
    }

    /** A property of the cluster, or null. */
    static @Nullable String property(Element cib, String name) {
        for (Element set :
                cib.childOrEmpty("configuration")
                        .childOrEmpty("crm_config")
                        .children("cluster_property_set")) {
            for (Element pair : set.children("nvpair")) {
                if (name.equals(pair.attribute("name"))) {
                    return pair.attribute("value");
                }
            }
        }
        return null;
    }

    /** The same with a property of the cluster that the cluster itself sets. */
    static Element withProperty(Element cib, String name, String value) {
        return cib.withChanged(
                child -> child.is("configuration"),
                element("configuration"),
                configuration ->
                        configuration.withChanged(
                                child -> child.is("crm_config"),
                                element("crm_config"),
                                config ->
                                        config.withChanged(
                                                child -> child.is("cluster_property_set"),
                                                element("cluster_property_set", "id", PROPERTIES),
                                                set ->
                                                        set.withChanged(
                                                                pair ->
                                                                        name.equals(
                                                                                pair.attribute(
                                                                                        "name")),
                                                                property(name, value),
                                                                pair ->
                                                                        pair.with(
                                                                                "value", value)))));
    }

    /** A node's state with a transient attribute set, or taken away. */
    static Element withTransient(Element state, String name, @Nullable String value) {
        String set = "status-" + state.id();
        return state.withChanged(
                child -> child.is("transient_attributes"),
                element("transient_attributes", "id", state.id()),
                transients ->
                        transients.withChanged(
                                child -> child.is("instance_attributes"),
                                element("instance_attributes", "id", set),
                                pairs -> withPair(pairs, name, value)));
    }

    private static Element withPair(Element set, String name, @Nullable String value) {
        if (value == null) {
            return set.withoutChildren(pair -> name.equals(pair.attribute("name")));
        }
        String id = set.id() + '-' + name.replaceAll("[^A-Za-z0-9_.-]", ".");
        return set.withChanged(
                pair -> name.equals(pair.attribute("name")),
                element("nvpair", "id", id, "name", name),
                pair -> pair.with("value", value));
    }

    /** The transient attributes of a node's state. */
    static Map<String, String> transients(Element state) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Element set : state.children("transient_attributes")) {
            for (Element pairs : set.children("instance_attributes")) {
                for (Element pair : pairs.children("nvpair")) {
                    found.put(pair.attribute("name", ""), pair.attribute("value", ""));
                }
            }
        }
        return found;
    }

    /** An element with attributes in this order. */
    static Element element(String name, String... attributes) {
        Map<String, String> inOrder = new LinkedHashMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            inOrder.put(attributes[i], attributes[i + 1]);
        }
        return Element.of(name, inOrder);
    }
}
