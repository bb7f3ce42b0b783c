package io.aplomb.cluster.simulate;

import io.aplomb.cluster.schedule.NodeStates;
import io.aplomb.model.cib.Element;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Single changes to a state, each as Pacemaker's daemons would have left it. */
final class StatusEdits {
    private static final String ORIGIN = "aplomb simulate";

    private StatusEdits() {}

    static Element nodeUp(Element cib, String node) {
        Element known = Injection.nodeNames(cib).contains(node) ? cib : withNode(cib, node);
        return changeNode(
                known,
                node,
                state ->
                        state.with("in_ccm", "true")
                                .with("crmd", "online")
                                .with("join", "member")
                                .with("expected", "member")
                                .with("crm-debug-origin", ORIGIN));
    }

    private static Element withNode(Element cib, String node) {
        return cib.withChanged(
                child -> child.is("configuration"),
                element("configuration"),
                configuration ->
                        configuration.withChanged(
                                child -> child.is("nodes"),
                                element("nodes"),
                                nodes ->
                                        nodes.withChild(
                                                element("node", "id", node, "uname", node))));
    }

    /** Shut down in order: nothing of it is remembered. */
    static Element nodeDown(Element cib, String node) {
        return changeNode(
                cib, node, state -> NodeStates.down(state).with("crm-debug-origin", ORIGIN));
    }

    /** Gone without a word: what ran there may run still. */
    static Element nodeFailed(Element cib, String node) {
        return changeNode(
                cib,
                node,
                state ->
                        state.with("in_ccm", "false")
                                .with("crmd", "online")
                                .with("join", "member")
                                .with("expected", "member")
                                .with("crm-debug-origin", ORIGIN));
    }

    /** The id by which the status knows a node. */
    static String nodeId(Element cib, String node) {
        for (Element state : cib.childOrEmpty("status").children("node_state")) {
            if (node.equals(state.attribute("uname"))) {
                return state.id();
            }
        }
        for (Element each :
                cib.childOrEmpty("configuration").childOrEmpty("nodes").children("node")) {
            if (node.equals(each.attribute("uname"))) {
                return each.id();
            }
        }
        return node;
    }

    private static Element changeNode(Element cib, String node, UnaryOperator<Element> change) {
        return NodeStates.changed(cib, nodeId(cib, node), node, change);
    }

    /** A transient attribute; {@code value++} counts up, as the information base does. */
    static Element transientAttribute(Element cib, String node, String name, String value) {
        return changeNode(
                cib,
                node,
                state ->
                        state.withChanged(
                                child -> child.is("transient_attributes"),
                                element("transient_attributes", "id", state.id()),
                                transients ->
                                        transients.withChanged(
                                                child -> child.is("instance_attributes"),
                                                element("instance_attributes", "id", state.id()),
                                                set -> withAttribute(set, name, value))));
    }

    private static Element withAttribute(Element set, String name, String value) {
        String id = set.id() + '-' + name.replaceAll("[^A-Za-z0-9_.-]", ".");
        return set.withChanged(
                child -> name.equals(child.attribute("name")),
                element("nvpair", "id", id, "name", name, "value", "0"),
                pair ->
                        pair.with(
                                "value",
                                value.equals("value++")
                                        ? oneMore(pair.attribute("value", "0"))
                                        : value));
    }

    private static String oneMore(String count) {
        try {
            return Integer.toString(Integer.parseInt(count) + 1);
        } catch (NumberFormatException _) {
            // INFINITY stays what it is
            return count;
        }
    }

    static Element ticket(Element cib, String ticket, String attribute, String value) {
        return cib.withChanged(
                child -> child.is("status"),
                element("status"),
                status ->
                        status.withChanged(
                                child -> child.is("tickets"),
                                element("tickets"),
                                tickets ->
                                        tickets.withChanged(
                                                child -> child.id().equals(ticket),
                                                element("ticket_state", "id", ticket),
                                                state -> state.with(attribute, value))));
    }

    /** A property of the cluster. */
    static Element property(Element cib, String name, String value) {
        return cib.withChanged(
                child -> child.is("configuration"),
                element("configuration"),
                configuration ->
                        configuration.withChanged(
                                child -> child.is("crm_config"),
                                element("crm_config"),
                                properties ->
                                        properties.withChanged(
                                                child -> child.is("cluster_property_set"),
                                                element(
                                                        "cluster_property_set",
                                                        "id",
                                                        "cib-bootstrap-options"),
                                                set -> withProperty(set, name, value))));
    }

    private static Element withProperty(Element set, String name, String value) {
        return set.withChanged(
                child -> name.equals(child.attribute("name")),
                element("nvpair", "id", set.id() + '-' + name, "name", name),
                pair -> pair.with("value", value));
    }

    /**
     * The result of an operation in a node's history.
     *
     * @param agent has the agent's class, provider and type
     */
    static Element history(Element cib, OperationResult result, Element agent, long nowS) {
        Element fresh = element("lrm_resource", "id", result.resource());
        for (String part : new String[] {"class", "provider", "type"}) {
            String value = agent.attribute(part);
            fresh = value == null ? fresh : fresh.with(part, value);
        }
        Element entry = fresh;
        return changeNode(
                cib,
                result.node(),
                state ->
                        NodeStates.withHistories(
                                state,
                                list ->
                                        list.withChanged(
                                                child -> child.id().equals(entry.id()),
                                                entry,
                                                known -> withOperation(known, result, nowS))));
    }

    private static Element withOperation(Element entry, OperationResult result, long nowS) {
        int call = 1;
        for (Element known : entry.children("lrm_rsc_op")) {
            call = Math.max(call, number(known.attribute("call-id", "0")) + 1);
        }
        String name = entry.id();
        if (result.rc() == 0) {
            String id = result.intervalMs() > 0 ? result.key() : name + "_last_0";
            return withEntry(entry, operation(id, result, call, nowS));
        }
        Element failed = withEntry(entry, operation(name + "_last_failure_0", result, call, nowS));
        // the last of those that do not recur is kept twice: as such, and as a failure
        return result.intervalMs() > 0
                ? failed
                : withEntry(failed, operation(name + "_last_0", result, call, nowS));
    }

    /** What the entry of this name has, and the new one has not, stays. */
    private static Element withEntry(Element entry, Element operation) {
        return entry.withChanged(
                child -> child.id().equals(operation.id()),
                operation,
                known -> known.withAttributesOf(operation));
    }

    private static Element operation(String id, OperationResult result, int call, long nowS) {
        String transition = call + ":-1:0:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", id);
        attributes.put("operation_key", result.key());
        attributes.put("operation", result.task());
        attributes.put("crm-debug-origin", ORIGIN);
        attributes.put("crm_feature_set", NodeStates.FEATURE_SET);
        attributes.put("transition-key", transition);
        attributes.put("transition-magic", "0:" + result.rc() + ';' + transition);
        attributes.put("exit-reason", "Simulated action result");
        attributes.put("call-id", Integer.toString(call));
        attributes.put("rc-code", Integer.toString(result.rc()));
        attributes.put("op-status", "0");
        attributes.put("interval", Long.toString(result.intervalMs()));
        attributes.put("last-rc-change", Long.toString(nowS));
        attributes.put("exec-time", "0");
        attributes.put("queue-time", "0");
        return Element.of("lrm_rsc_op", attributes);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /** An element with attributes in this order. */
    private static Element element(String name, String... attributes) {
        Map<String, String> inOrder = new LinkedHashMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            inOrder.put(attributes[i], attributes[i + 1]);
        }
        return Element.of(name, inOrder);
    }
}
