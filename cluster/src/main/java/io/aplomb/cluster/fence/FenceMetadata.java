package io.aplomb.cluster.fence;

import java.io.StringReader;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a fence agent says of itself (its action {@code metadata}).
 *
 * @param parameters the names of those it takes
 * @param actions what it can do
 */
public record FenceMetadata(Set<String> parameters, Map<String, Action> actions) {

    /** Of an agent that says nothing. */
    public static final FenceMetadata NONE = new FenceMetadata(Set.of(), Map.of());

    public FenceMetadata {
        parameters = Set.copyOf(parameters);
        actions = Map.copyOf(actions);
    }

    /**
     * An action.
     *
     * @param onTarget it is to be done on the machine that it is about
     * @param automatic a node is to have it done before it runs resources: unfencing
     */
    public record Action(boolean onTarget, boolean automatic) {}

    /** Whether it can do that. */
    public boolean supports(String action) {
        return actions.containsKey(action);
    }

    /** Whether nodes have to be unfenced by it. */
    public boolean unfences() {
        Action on = actions.get("on");
        return on != null && on.automatic();
    }

    /** Whether it unfences only the machine it runs on. */
    public boolean unfencesItsOwn() {
        Action on = actions.get("on");
        return on != null && on.onTarget();
    }

    /**
     * Reads what it printed.
     *
     * @throws IllegalArgumentException when that is no metadata
     */
    public static FenceMetadata parse(String xml) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        Set<String> parameters = new HashSet<>();
        Map<String, Action> actions = new LinkedHashMap<>();
        boolean agent = false;
        try {
            // Some print warnings before it.
            int start = Math.max(0, xml.indexOf('<'));
            XMLStreamReader in =
                    factory.createXMLStreamReader(new StringReader(xml.substring(start)));
            while (in.hasNext()) {
                if (in.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                switch (in.getLocalName()) {
                    case "resource-agent" -> agent = true;
                    case "parameter" -> parameters.add(text(in, "name"));
                    case "action" ->
                            actions.put(
                                    text(in, "name"),
                                    new Action(isSet(in, "on_target"), isSet(in, "automatic")));
                    default -> {
                        // For people.
                    }
                }
            }
        } catch (XMLStreamException broken) {
            throw new IllegalArgumentException("no metadata: " + broken.getMessage(), broken);
        }
        if (!agent) {
            throw new IllegalArgumentException("no metadata of a fence agent");
        }
        return new FenceMetadata(parameters, actions);
    }

    private static String text(XMLStreamReader in, String attribute) {
        String value = in.getAttributeValue(null, attribute);
        return value == null ? "" : value;
    }

    private static boolean isSet(XMLStreamReader in, String attribute) {
        return text(in, attribute).equals("1") || text(in, attribute).equals("true");
    }
}
