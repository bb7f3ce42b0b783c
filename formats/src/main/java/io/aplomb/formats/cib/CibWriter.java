package io.aplomb.formats.cib;

import io.aplomb.model.cib.Element;

/**
 * Writes a tree as Pacemaker prints it: one element a line, two spaces deeper each level, the
 * attributes in their order, {@code <x/>} for what has no children.
 *
 * <p>Unlike Pacemaker, which prints a line end within a value as a backslash and an n and a
 * tabulator as spaces, it writes them as character references, so that what is read back is the
 * same. A character that XML cannot have becomes U+FFFD, the replacement character.
 */
public final class CibWriter {

    private CibWriter() {}

    /** The text of a tree, ended by a newline. */
    public static String write(Element root) {
        StringBuilder out = new StringBuilder();
        write(root, 0, out);
        return out.toString();
    }

    private static void write(Element element, int depth, StringBuilder out) {
        out.repeat(' ', 2 * depth).append('<').append(element.name());
        element.attributes()
                .forEach(
                        (name, value) -> {
                            out.append(' ').append(name).append("=\"");
                            escape(value, out);
                            out.append('"');
                        });
        if (element.children().isEmpty()) {
            out.append("/>\n");
            return;
        }
        out.append(">\n");
        for (Element child : element.children()) {
            write(child, depth + 1, out);
        }
        out.repeat(' ', 2 * depth).append("</").append(element.name()).append(">\n");
    }

    private static void escape(String value, StringBuilder out) {
        for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            int c = value.codePointAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&apos;");
                case '\t', '\n', '\r' -> out.append("&#").append(c).append(';');
                default -> out.appendCodePoint(isAllowed(c) ? c : 0xfffd);
            }
        }
    }

    /** XML 1.0, production 2. */
    private static boolean isAllowed(int c) {
        return (c >= 0x20 && c < 0xd800) || (c > 0xdfff && c != 0xfffe && c != 0xffff);
    }
}
