package io.aplomb.cluster.simulate;

import io.aplomb.base.Suggestions;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes a state as if something had happened: a node lost, a monitor failed, a ticket revoked.
 *
 * <p>What is changed, and the words for it, are those of {@code crm_simulate} of Pacemaker 2.1.5,
 * whose output was compared. Unlike there, a name that nothing has is refused.
 */
public final class Injection {
    private final long nowS;
    private final List<String> lines = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private Element cib;

    private Injection(Element cib, long nowS) {
        this.cib = cib;
        this.nowS = nowS;
    }

    /**
     * A state after changes.
     *
     * @param lines what was done, in its order
     * @param problems why it could not all be done; the state is of use only where there is none
     */
    public record Injected(Element cib, List<String> lines, List<String> problems) {
        public Injected {
            lines = List.copyOf(lines);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Makes changes to a state.
     *
     * @param nowS when failures are said to have happened, in seconds since 1970
     */
    public static Injected apply(Element cib, List<Change> changes, long nowS) {
        Injection injection = new Injection(cib, nowS);
        changes.stream()
                .sorted(Comparator.comparing(Change::what))
                .forEachOrdered(injection::apply);
        return new Injected(injection.cib, injection.lines, injection.problems);
    }

    private void apply(Change change) {
        lines.add(change.line());
        String subject = change.subject();
        switch (change.what()) {
            case QUORUM -> cib = cib.with("have-quorum", subject);
            case WATCHDOG -> cib = StatusEdits.property(cib, "have-watchdog", subject);
            case NODE_UP -> cib = StatusEdits.nodeUp(cib, subject);
            case NODE_DOWN -> onNode(subject, () -> cib = StatusEdits.nodeDown(cib, subject));
            case NODE_FAIL -> onNode(subject, () -> cib = StatusEdits.nodeFailed(cib, subject));
            case TICKET_GRANT -> cib = StatusEdits.ticket(cib, subject, "granted", "true");
            case TICKET_REVOKE -> cib = StatusEdits.ticket(cib, subject, "granted", "false");
            case TICKET_STANDBY -> cib = StatusEdits.ticket(cib, subject, "standby", "true");
            case TICKET_ACTIVATE -> cib = StatusEdits.ticket(cib, subject, "standby", "false");
            case OPERATION -> operation(subject);
        }
    }

    private void onNode(String node, Runnable change) {
        Set<String> known = nodeNames(cib);
        if (known.contains(node)) {
            change.run();
        } else {
            problems.add(unknown("no node is named", node, known));
        }
    }

    private void operation(String text) {
        Optional<OperationResult> parsed = OperationResult.parse(text);
        if (parsed.isEmpty()) {
            problems.add(
                    "'"
                            + text
                            + "' is no result of an operation;"
                            + " write it as vip_monitor_10000@node1=7");
            return;
        }
        OperationResult result = parsed.get();
        Map<String, Element> primitives = primitives(cib);
        Element primitive = primitives.get(withoutInstance(result.resource()));
        if (primitive == null) {
            problems.add(unknown("no resource is named", result.resource(), primitives.keySet()));
            return;
        }
        onNode(result.node(), () -> operation(result, primitive));
    }

    private void operation(OperationResult result, Element primitive) {
        if (result.countsAsFailure()) {
            String about = result.resource() + '#' + result.operation();
            attribute(result.node(), "fail-count-" + about, "value++");
            attribute(result.node(), "last-failure-" + about, Long.toString(nowS));
        }
        cib = StatusEdits.history(cib, result, agentOf(cib, primitive), nowS);
    }

    private void attribute(String node, String name, String value) {
        lines.add(attributeLine(name, value, StatusEdits.nodeId(cib, node)));
        cib = StatusEdits.transientAttribute(cib, node, name, value);
    }

    private static String attributeLine(String name, String value, String nodeId) {
        return "Injecting attribute " + name + '=' + value + " into /node_state '" + nodeId + '\'';
    }

    private static String unknown(String what, String name, Set<String> known) {
        return what
                + " '"
                + name
                + "'"
                + Suggestions.nearest(name, known)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("");
    }

    /** The names of a state's nodes: those configured, and those of which something is known. */
    static Set<String> nodeNames(Element cib) {
        Set<String> names = new LinkedHashSet<>();
        for (Element node :
                cib.childOrEmpty("configuration").childOrEmpty("nodes").children("node")) {
            names.add(node.attribute("uname", node.id()));
        }
        for (Element state : cib.childOrEmpty("status").children("node_state")) {
            names.add(state.attribute("uname", state.id()));
        }
        return names;
    }

    /** The primitives of a configuration by name, wherever they stand. */
    static Map<String, Element> primitives(Element cib) {
        Map<String, Element> found = new LinkedHashMap<>();
        collect(cib.childOrEmpty("configuration").childOrEmpty("resources"), found);
        return found;
    }

    private static void collect(Element in, Map<String, Element> found) {
        for (Element child : in.children()) {
            if (child.is("primitive")) {
                found.put(child.id(), child);
            } else {
                collect(child, found);
            }
        }
    }

    /** {@code web:1} is an instance of {@code web}. */
    static String withoutInstance(String resource) {
        int colon = resource.lastIndexOf(':');
        boolean numbered =
                colon > 0
                        && colon + 1 < resource.length()
                        && resource.substring(colon + 1).chars().allMatch(Character::isDigit);
        return numbered ? resource.substring(0, colon) : resource;
    }

    /** The element that names the agent: the primitive, or its template. */
    private static Element agentOf(Element cib, Element primitive) {
        String template = primitive.attribute("template");
        if (template == null) {
            return primitive;
        }
        return cib
                .childOrEmpty("configuration")
                .childOrEmpty("resources")
                .children("template")
                .stream()
                .filter(each -> each.id().equals(template))
                .findFirst()
                .orElse(primitive);
    }
}
