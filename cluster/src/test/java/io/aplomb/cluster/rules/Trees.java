package io.aplomb.cluster.rules;

import io.aplomb.model.cib.Element;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Elements for tests, written as XML; the module under test knows no texts. */
final class Trees {

    private Trees() {}

    static Element of(String xml) {
        try {
            XMLStreamReader reader =
                    XMLInputFactory.newDefaultFactory()
                            .createXMLStreamReader(new StringReader(xml));
            reader.nextTag();
            return element(reader);
        } catch (XMLStreamException broken) {
            throw new IllegalArgumentException(xml, broken);
        }
    }

    /** The elements of a text that has several. */
    static List<Element> all(String xml) {
        return of("<all>" + xml + "</all>").children();
    }

    private static Element element(XMLStreamReader reader) throws XMLStreamException {
        String name = reader.getLocalName();
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        List<Element> children = new ArrayList<>();
        while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
            children.add(element(reader));
        }
        return new Element(name, attributes, children, 0);
    }
}
