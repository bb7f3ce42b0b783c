package io.aplomb.sample;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits the text of an expression into keywords and their raw arguments: {@code
 * name(arg,"a,b",'c)'),name}. Quotes and backslashes are undone inside arguments only, as HAProxy
 * does on its second level (manual section 2.2).
 */
final class ExpressionText {

    /**
     * One keyword.
     *
     * @param offset where its name starts
     * @param arguments null when there are no parentheses
     */
    record Part(String name, int offset, @Nullable List<RawArgument> arguments) {}

    /** One argument, unquoted, and where it starts. */
    record RawArgument(String text, int offset) {}

    /** The text cannot be split; says where. */
    static final class SyntaxException extends Exception {
        final int offset;

        SyntaxException(int offset, String message) {
            super(message, null, false, false);
            this.offset = offset;
        }
    }

    private final String text;
    private int at;

    private ExpressionText(String text) {
        this.text = text;
    }

    static List<Part> split(String text) throws SyntaxException {
        return new ExpressionText(text).parts();
    }

    private List<Part> parts() throws SyntaxException {
        List<Part> parts = new ArrayList<>();
        while (true) {
            parts.add(part(parts.isEmpty()));
            if (at == text.length()) {
                return parts;
            }
            if (text.charAt(at) != ',') {
                throw new SyntaxException(
                        at,
                        "missing comma after %s '%s'"
                                .formatted(
                                        parts.size() == 1 ? "fetch keyword" : "converter",
                                        parts.getLast().name()));
            }
            while (at < text.length() && text.charAt(at) == ',') {
                at++;
            }
            if (at == text.length()) {
                return parts;
            }
        }
    }

    private Part part(boolean first) throws SyntaxException {
        int start = at;
        while (at < text.length() && isNameChar(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw new SyntaxException(at, first ? "missing fetch method" : "unknown converter ''");
        }
        String name = text.substring(start, at);
        if (at == text.length() || text.charAt(at) != '(') {
            return new Part(name, start, null);
        }
        at++;
        return new Part(name, start, arguments(name, first));
    }

    private List<RawArgument> arguments(String name, boolean fetch) throws SyntaxException {
        List<RawArgument> arguments = new ArrayList<>();
        while (true) {
            arguments.add(argument(name, fetch, arguments.size() + 1));
            if (text.charAt(at++) == ')') {
                return arguments;
            }
        }
    }

    /** Reads one argument and stops on the comma or parenthesis after it. */
    private RawArgument argument(String name, boolean fetch, int number) throws SyntaxException {
        int start = at;
        StringBuilder out = new StringBuilder();
        char quote = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote == 0 && (c == ',' || c == ')')) {
                return new RawArgument(out.toString(), start);
            }
            if (c == '\\' && quote != '\'' && at + 1 < text.length()) {
                if (appendEscaped(text.charAt(at + 1), out)) {
                    at++;
                }
            } else if ((c == '"' || c == '\'') && (quote == 0 || quote == c)) {
                quote = quote == 0 ? c : 0;
            } else {
                out.append(c);
            }
        }
        String where =
                fetch
                        ? "fetch method '" + name + "'"
                        : "invalid arg %d in converter '%s'".formatted(number, name);
        throw new SyntaxException(start, where + " : expected ')'");
    }

    /** Undoes an escape; a backslash before anything else stands for itself. */
    private static boolean appendEscaped(char c, StringBuilder out) {
        switch (c) {
            case 'r' -> out.append('\r');
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case '\\', '\'', '"', ' ' -> out.append(c);
            default -> {
                out.append('\\');
                return false;
            }
        }
        return true;
    }

    private static boolean isNameChar(char c) {
        return (c < 128 && Character.isLetterOrDigit(c)) || "._-+:".indexOf(c) >= 0;
    }
}
