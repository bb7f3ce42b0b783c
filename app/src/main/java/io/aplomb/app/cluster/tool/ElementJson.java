package io.aplomb.app.cluster.tool;

import io.aplomb.model.cib.Element;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An element as JSON: an object with its attributes, and for each name of children a list under
 * that name. {@code true}, {@code false} and whole numbers stand without quotes. Pure.
 */
public final class ElementJson {
    private ElementJson() {}

    /** The text, ended by a newline. */
    public static String of(Element element) {
        StringBuilder out = new StringBuilder();
        write(element, 0, out);
        return out.append('\n').toString();
    }

    private static void write(Element element, int depth, StringBuilder out) {
        Map<String, List<Element>> children = new LinkedHashMap<>();
        for (Element child : element.children()) {
            children.putIfAbsent(child.name(), element.children(child.name()));
        }
        out.append('{');
        String separator = "\n";
        for (Map.Entry<String, String> attribute : element.attributes().entrySet()) {
            String name = attribute.getKey();
            out.append(separator).repeat(' ', 2 * depth + 2);
            out.append(string(children.containsKey(name) ? "@" + name : name)).append(": ");
            out.append(value(attribute.getValue()));
            separator = ",\n";
        }
        for (Map.Entry<String, List<Element>> group : children.entrySet()) {
            out.append(separator).repeat(' ', 2 * depth + 2);
            out.append(string(group.getKey())).append(": [");
            String comma = "";
            for (Element child : group.getValue()) {
                out.append(comma);
                write(child, depth + 1, out);
                comma = ", ";
            }
            out.append(']');
            separator = ",\n";
        }
        if (!separator.equals("\n")) {
            out.append('\n').repeat(' ', 2 * depth);
        }
        out.append('}');
    }

    private static String value(String text) {
        return text.matches("true|false|0|[1-9][0-9]{0,14}") ? text : string(text);
    }

    /** A string in quotes (RFC 8259, section 7). */
    public static String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
