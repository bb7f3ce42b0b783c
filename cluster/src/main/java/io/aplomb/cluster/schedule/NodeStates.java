package io.aplomb.cluster.schedule;

import io.aplomb.model.cib.Element;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Changes to what the status section of an information base says of nodes. Pure. */
public final class NodeStates {
    /** What writes entries here: that of Pacemaker 2.1.5 as Debian has it. */
    public static final String FEATURE_SET = "3.16.1";

    private NodeStates() {}

    /** The same with the state of a node changed, which is added if there is none. */
    public static Element changed(
            Element cib, String id, String name, UnaryOperator<Element> change) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", id);
        attributes.put("uname", name);
        return cib.withChanged(
                child -> child.is("status"),
                Element.of("status", Map.of()),
                status ->
                        status.withChanged(
                                child ->
                                        child.is("node_state")
                                                && (child.id().equals(id)
                                                        || name.equals(child.attribute("uname"))),
                                Element.of("node_state", attributes),
                                change));
    }

    /** The node is down in order, or fenced: nothing is known of what was there. */
    public static Element down(Element state) {
        return state.with("in_ccm", "false")
                .with("crmd", "offline")
                .with("join", "down")
                .with("expected", "down")
                .withoutChildren(child -> child.is("lrm") || child.is("transient_attributes"));
    }

    /** The same with the list of what it knows of resources changed. */
    public static Element withHistories(Element state, UnaryOperator<Element> change) {
        return state.withChanged(
                child -> child.is("lrm"),
                Element.of("lrm", Map.of("id", state.id())),
                lrm ->
                        lrm.withChanged(
                                child -> child.is("lrm_resources"),
                                Element.of("lrm_resources", Map.of()),
                                change));
    }
}
