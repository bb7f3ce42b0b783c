package io.aplomb.sample.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aplomb.sample.Octets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON (RFC 8259) into a tree; bounded in depth. */
final class Json {

    /** Deeper than this is refused: the reader recurses. */
    private static final int MAX_DEPTH = 64;

    /** A value of the tree. */
    sealed interface Node {}

    record Text(String text) implements Node {}

    /** A number as written. */
    record Numeral(String digits) implements Node {}

    record Truth(boolean truth) implements Node {}

    record Nothing() implements Node {}

    record Members(Map<String, Node> byName) implements Node {}

    record Items(List<Node> items) implements Node {}

    private static final class Malformed extends Exception {
        Malformed() {
            super(null, null, false, false);
        }
    }

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** The tree, or null when the text is not JSON. What follows the value is ignored. */
    static @Nullable Node read(String text) {
        try {
            return new Json(text).value(0);
        } catch (Malformed _) {
            return null;
        }
    }

    private Node value(int depth) throws Malformed {
        skipSpace();
        if (depth > MAX_DEPTH) {
            throw new Malformed();
        }
        return switch (peek()) {
            case '{' -> members(depth);
            case '[' -> items(depth);
            case '"' -> new Text(string());
            case 't' -> word("true", new Truth(true));
            case 'f' -> word("false", new Truth(false));
            case 'n' -> word("null", new Nothing());
            default -> number();
        };
    }

    private Node members(int depth) throws Malformed {
        Map<String, Node> members = new LinkedHashMap<>();
        at++;
        skipSpace();
        while (peek() != '}') {
            String name = string();
            skipSpace();
            expect(':');
            members.putIfAbsent(name, value(depth + 1));
            skipSpace();
            if (peek() == ',') {
                at++;
                skipSpace();
            } else if (peek() != '}') {
                throw new Malformed();
            }
        }
        at++;
        return new Members(members);
    }

    private Node items(int depth) throws Malformed {
        List<Node> items = new ArrayList<>();
        at++;
        skipSpace();
        while (peek() != ']') {
            items.add(value(depth + 1));
            skipSpace();
            if (peek() == ',') {
                at++;
            } else if (peek() != ']') {
                throw new Malformed();
            }
        }
        at++;
        return new Items(items);
    }

    private String string() throws Malformed {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c == '\\') {
                escape(out);
            } else {
                out.append(c);
            }
        }
        at++;
        return out.toString();
    }

    private void escape(StringBuilder out) throws Malformed {
        char c = peek();
        at++;
        switch (c) {
            case '"', '\\', '/' -> out.append(c);
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'u' -> out.append(unicode());
            default -> throw new Malformed();
        }
    }

    /** The UTF-8 octets of a code unit, one char each. */
    private String unicode() throws Malformed {
        if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            throw new Malformed();
        }
        char unit = (char) Integer.parseInt(text.substring(at, at + 4), 16);
        at += 4;
        byte[] utf8 = String.valueOf(unit).getBytes(UTF_8);
        return Octets.text(utf8);
    }

    private Node number() throws Malformed {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(start, at);
        if (!digits.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) {
            throw new Malformed();
        }
        return new Numeral(digits);
    }

    private Node word(String word, Node node) throws Malformed {
        if (!text.startsWith(word, at)) {
            throw new Malformed();
        }
        at += word.length();
        return node;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws Malformed {
        if (at >= text.length()) {
            throw new Malformed();
        }
        return text.charAt(at);
    }

    private void expect(char wanted) throws Malformed {
        if (peek() != wanted) {
            throw new Malformed();
        }
        at++;
    }
}
