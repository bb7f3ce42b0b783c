package io.aplomb.formats.pcs;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the description of an agent: the XML that its action {@code meta-data} prints.
 *
 * <p>Source: OCF Resource Agent API 1.0 and 1.1, "Metadata"; the API of fence agents has the same
 * form.
 */
public final class AgentMetadataReader {

    /** The largest agents describe themselves in some 100 000 characters. */
    private static final int MAX_CHARS = 4_000_000;

    /** Real ones are four deep. */
    private static final int MAX_DEPTH = 32;

    /** What an agent prints cannot be used. */
    public static final class BadMetadataException extends Exception {
        private static final long serialVersionUID = 1L;

        BadMetadataException(String message) {
            super(message);
        }
    }

    private static final class Node {
        final String name;
        final Map<String, String> attributes = new LinkedHashMap<>();
        final List<Node> children = new ArrayList<>();
        final StringBuilder text = new StringBuilder();

        Node(String name) {
            this.name = name;
        }

        @Nullable Node child(String wanted) {
            for (Node child : children) {
                if (child.name.equals(wanted)) {
                    return child;
                }
            }
            return null;
        }

        String text(String wanted) {
            Node child = child(wanted);
            return child == null ? "" : child.text.toString().strip();
        }

        String attribute(String wanted) {
            return attributes.getOrDefault(wanted, "");
        }

        boolean isSet(String wanted) {
            return attribute(wanted).equals("1");
        }
    }

    private AgentMetadataReader() {}

    /**
     * Reads a description.
     *
     * @param name of the agent, in full
     * @throws BadMetadataException where the text is no description, or one of a version other than
     *     1.0 and 1.1
     */
    public static AgentMetadata read(String name, String xml) throws BadMetadataException {
        Node root = tree(xml);
        if (!root.name.equals("resource-agent")) {
            throw new BadMetadataException("<" + root.name + "> is no description of an agent");
        }
        String version = root.child("version") == null ? "1.0" : root.text("version");
        if (!version.equals("1.0") && !version.equals("1.1")) {
            throw new BadMetadataException("Unsupported OCF version '" + version + "'");
        }
        String shortDescription = root.text("shortdesc");
        return new AgentMetadata(
                name,
                version,
                shortDescription.isEmpty() ? root.attribute("shortdesc") : shortDescription,
                root.text("longdesc"),
                parameters(root, version.equals("1.1")),
                actions(root));
    }

    private static List<AgentMetadata.Action> actions(Node root) throws BadMetadataException {
        List<AgentMetadata.Action> actions = new ArrayList<>();
        for (Node node : children(root, "actions", "action")) {
            Map<String, String> attributes = new LinkedHashMap<>(node.attributes);
            attributes.remove("name");
            actions.add(new AgentMetadata.Action(nameOf(node), attributes));
        }
        return actions;
    }

    private static List<AgentMetadata.Parameter> parameters(Node root, boolean newer)
            throws BadMetadataException {
        List<Node> nodes = children(root, "parameters", "parameter");
        Map<String, Set<String>> replacements = new TreeMap<>();
        for (Node node : nodes) {
            String old = node.attribute("obsoletes");
            if (!newer && !old.isEmpty()) {
                replacements.computeIfAbsent(old, key -> new TreeSet<>()).add(nameOf(node));
            }
        }
        List<AgentMetadata.Parameter> parameters = new ArrayList<>();
        for (Node node : nodes) {
            parameters.add(
                    newer
                            ? parameter(node, node.child("deprecated"))
                            : parameter(node, replacements.getOrDefault(nameOf(node), Set.of())));
        }
        return parameters;
    }

    /** Version 1.1. */
    private static AgentMetadata.Parameter parameter(Node node, @Nullable Node deprecated)
            throws BadMetadataException {
        List<String> replacedBy = new ArrayList<>();
        if (deprecated != null) {
            for (Node child : deprecated.children) {
                if (child.name.equals("replaced-with")) {
                    replacedBy.add(nameOf(child));
                }
            }
        }
        return parameter(
                node,
                deprecated != null,
                replacedBy,
                deprecated == null ? "" : deprecated.text("desc"),
                node.attribute("unique-group"));
    }

    /** Version 1.0. */
    private static AgentMetadata.Parameter parameter(Node node, Set<String> replacedBy)
            throws BadMetadataException {
        return parameter(
                node,
                node.isSet("deprecated"),
                List.copyOf(replacedBy),
                "",
                node.isSet("unique") ? AgentMetadata.Parameter.ALONE + nameOf(node) : "");
    }

    private static AgentMetadata.Parameter parameter(
            Node node,
            boolean deprecated,
            List<String> deprecatedBy,
            String deprecation,
            String uniqueGroup)
            throws BadMetadataException {
        Node content = node.child("content");
        List<String> choices = new ArrayList<>();
        if (content != null && content.attribute("type").equals("select")) {
            for (Node child : content.children) {
                if (child.name.equals("option")) {
                    choices.add(child.attribute("value"));
                }
            }
        }
        return new AgentMetadata.Parameter(
                nameOf(node),
                node.text("shortdesc"),
                node.text("longdesc"),
                content == null ? "string" : content.attributes.getOrDefault("type", "string"),
                content == null ? "" : content.attribute("default"),
                choices,
                node.isSet("required"),
                false,
                deprecated,
                deprecatedBy,
                deprecation,
                uniqueGroup);
    }

    private static String nameOf(Node node) throws BadMetadataException {
        String name = node.attribute("name");
        if (name.isEmpty()) {
            throw new BadMetadataException("<" + node.name + "> without a name");
        }
        return name;
    }

    private static List<Node> children(Node root, String section, String wanted) {
        Node parent = root.child(section);
        return parent == null
                ? List.of()
                : parent.children.stream().filter(child -> child.name.equals(wanted)).toList();
    }

    private static Node tree(String xml) throws BadMetadataException {
        if (xml.length() > MAX_CHARS) {
            throw new BadMetadataException("more than " + MAX_CHARS + " characters");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            // agents written in shell begin with an empty line, which XML does not allow
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml.strip()));
            try {
                return tree(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new BadMetadataException(String.valueOf(e.getMessage()));
        }
    }

    private static Node tree(XMLStreamReader reader)
            throws XMLStreamException, BadMetadataException {
        Deque<Node> open = new ArrayDeque<>();
        Node root = null;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    Node node = new Node(reader.getLocalName());
                    for (int i = 0; i < reader.getAttributeCount(); i++) {
                        node.attributes.put(
                                reader.getAttributeLocalName(i), reader.getAttributeValue(i));
                    }
                    if (open.isEmpty()) {
                        root = node;
                    } else {
                        open.getLast().children.add(node);
                    }
                    open.addLast(node);
                    if (open.size() > MAX_DEPTH) {
                        throw new BadMetadataException("more than " + MAX_DEPTH + " deep");
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> open.removeLast();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!open.isEmpty()) {
                        open.getLast().text.append(reader.getText());
                    }
                }
                default -> {
                    // comments, the document type
                }
            }
        }
        if (root == null) {
            throw new BadMetadataException("no text");
        }
        return root;
    }
}
