package io.aplomb.formats.cib;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.model.cib.Element;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A text as a tree of elements, and where each of them stands. Comments are left out; so is text
 * between elements, with a warning. A document type is refused: with one a small text can become a
 * large one, and no cluster writes it.
 */
final class XmlTree {

    /** Far beyond the states of real clusters, which have some megabytes at most. */
    static final int MAX_TEXT_CHARS = 64_000_000;

    /** The elements of a real state are about a dozen deep; whoever walks the tree may recurse. */
    static final int MAX_DEPTH = 64;

    /** Each element takes some hundred octets of memory. */
    static final int MAX_ELEMENTS = 1_000_000;

    private static final class Open {
        final String name;
        final Map<String, String> attributes = new LinkedHashMap<>();
        final List<Element> children = new ArrayList<>();
        final int start;

        Open(String name, int start) {
            this.name = name;
            this.start = start;
        }
    }

    private final String text;
    private final String file;
    private final Diagnostics diagnostics;
    private final Lines lines;
    private final Deque<Open> open = new ArrayDeque<>();
    private final IdentityHashMap<Element, Integer> starts = new IdentityHashMap<>();
    private @Nullable Element root;

    private XmlTree(String text, String file, Diagnostics diagnostics) {
        // an XML reader sees every kind of line end as one character
        this.text = text.replace("\r\n", "\n").replace('\r', '\n');
        this.file = file;
        this.diagnostics = diagnostics;
        this.lines = new Lines(this.text);
    }

    /** The tree of this text; empty where the diagnostics say why there is none. */
    static Optional<XmlTree> parse(String text, String file, Diagnostics diagnostics) {
        if (text.length() > MAX_TEXT_CHARS) {
            diagnostics.error(
                    SourcePosition.ofFile(file),
                    0,
                    "the text has more than " + MAX_TEXT_CHARS + " characters");
            return Optional.empty();
        }
        XmlTree tree = new XmlTree(text, file, diagnostics);
        diagnostics.source(file, tree.text.lines().toList());
        return tree.read() ? Optional.of(tree) : Optional.empty();
    }

    Element root() {
        if (root == null) {
            throw new IllegalStateException("the text was not read");
        }
        return root;
    }

    /** Where the name of an element stands. */
    SourcePosition position(Element element) {
        Integer start = starts.get(element);
        return start == null
                ? new SourcePosition(file, element.line(), 0)
                : lines.position(file, start + 1);
    }

    /** Where the value of an attribute stands, or the element where it cannot be told. */
    SourcePosition position(Element element, String attribute) {
        Integer start = starts.get(element);
        if (start == null) {
            return position(element);
        }
        int end = text.indexOf('>', start);
        Matcher found =
                Pattern.compile("\\s" + Pattern.quote(attribute) + "\\s*=\\s*[\"']")
                        .matcher(text)
                        .region(start, end < 0 ? text.length() : end);
        return found.find() ? lines.position(file, found.end()) : position(element);
    }

    private boolean read() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
            try {
                return readAll(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException broken) {
            Location location = broken.getLocation();
            SourcePosition position =
                    location == null || location.getLineNumber() < 1
                            ? SourcePosition.ofFile(file)
                            : new SourcePosition(
                                    file,
                                    location.getLineNumber(),
                                    Math.max(0, location.getColumnNumber()));
            diagnostics.error(position, 1, "not well-formed XML: " + reason(broken));
            return false;
        }
    }

    /** The last line of the message; the ones before it repeat the place. */
    private static String reason(XMLStreamException broken) {
        String message = String.valueOf(broken.getMessage());
        int last = message.lastIndexOf("Message: ");
        return (last < 0 ? message : message.substring(last + "Message: ".length())).strip();
    }

    private boolean readAll(XMLStreamReader reader) throws XMLStreamException {
        int elements = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    Open element = start(reader);
                    elements++;
                    if (open.size() >= MAX_DEPTH || elements > MAX_ELEMENTS) {
                        return refuse(
                                element.start,
                                open.size() >= MAX_DEPTH
                                        ? "more than " + MAX_DEPTH + " elements in each other"
                                        : "more than " + MAX_ELEMENTS + " elements");
                    }
                    open.push(element);
                }
                case XMLStreamConstants.END_ELEMENT -> end(open.pop());
                case XMLStreamConstants.DTD -> {
                    int at = Math.max(0, text.indexOf("<!DOCTYPE"));
                    return refuse(at, "a document type is not allowed here");
                }
                case XMLStreamConstants.ENTITY_REFERENCE -> {
                    String entity = "unknown entity '&" + reader.getLocalName() + ";'";
                    return refuse(lines.offset(reader.getLocation()), entity);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!reader.isWhiteSpace() && !open.isEmpty()) {
                        Open within = open.element();
                        diagnostics.warning(
                                lines.position(file, within.start + 1),
                                within.name.length(),
                                "text within '" + within.name + "' is ignored");
                    }
                }
                default -> {} // comments, processing instructions, the end
            }
        }
        return root != null;
    }

    private boolean refuse(int offset, String message) {
        diagnostics.error(lines.position(file, offset), 1, message);
        return false;
    }

    private Open start(XMLStreamReader reader) {
        // the reader stands behind the tag, within which no other '<' can be
        int start = Math.max(0, text.lastIndexOf('<', lines.offset(reader.getLocation()) - 1));
        Open element = new Open(reader.getLocalName(), start);
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        return element;
    }

    private void end(Open closed) {
        int line = lines.position(file, closed.start).line();
        Element element = new Element(closed.name, closed.attributes, closed.children, line);
        starts.put(element, closed.start);
        if (open.isEmpty()) {
            root = element;
        } else {
            open.element().children.add(element);
        }
    }
}
