package io.aplomb.base;

import org.jspecify.annotations.Nullable;

/**
 * One finding about a configuration text: where, how bad, what, and what to write instead.
 *
 * @param position the first character the finding is about
 * @param width how many characters it is about; 0 when the line as a whole is meant
 * @param sourceLine the text of that line as written, or null when there is none
 * @param suggestion a complete sentence such as {@code did you mean 'bind'?}, or null
 */
public record Diagnostic(
        Severity severity,
        SourcePosition position,
        String message,
        int width,
        @Nullable String sourceLine,
        @Nullable String suggestion) {

    /** Longest piece of a source line shown; a longer line is cut around the column. */
    private static final int MAX_EXCERPT_CHARS = 160;

    public Diagnostic {
        Check.argument(width >= 0, "width is negative");
    }

    public Diagnostic(
            Severity severity,
            SourcePosition position,
            String message,
            @Nullable String suggestion) {
        this(severity, position, message, 0, null, suggestion);
    }

    public static Diagnostic error(SourcePosition position, String message) {
        return new Diagnostic(Severity.ERROR, position, message, null);
    }

    public static Diagnostic warning(SourcePosition position, String message) {
        return new Diagnostic(Severity.WARNING, position, message, null);
    }

    public static Diagnostic notice(SourcePosition position, String message) {
        return new Diagnostic(Severity.NOTICE, position, message, null);
    }

    /** The same finding with an advice; the text is printed as it is under the excerpt. */
    public Diagnostic suggesting(String advice) {
        return new Diagnostic(severity, position, message, width, sourceLine, advice);
    }

    /** The same finding with the line it was found in and the number of characters to underline. */
    public Diagnostic excerpting(String line, int widthChars) {
        return new Diagnostic(severity, position, message, widthChars, line, suggestion);
    }

    /**
     * The finding as printed, lines separated by {@code \n}, no newline at the end:
     *
     * <pre>
     * haproxy.cfg:12:5: error: unknown keyword 'bnid' in 'frontend' section
     *     bnid :80
     *     ^~~~
     *   did you mean 'bind'?
     * </pre>
     */
    public String render() {
        StringBuilder out = new StringBuilder();
        out.append(position).append(": ").append(severity.label()).append(": ").append(message);
        if (sourceLine != null && position.column() > 0) {
            appendExcerpt(out, sourceLine);
        }
        if (suggestion != null) {
            out.append("\n  ").append(suggestion);
        }
        return out.toString();
    }

    private void appendExcerpt(StringBuilder out, String line) {
        int column = Math.min(position.column() - 1, line.length());
        int from = column > MAX_EXCERPT_CHARS / 2 ? column - MAX_EXCERPT_CHARS / 4 : 0;
        int to = Math.min(line.length(), from + MAX_EXCERPT_CHARS);
        out.append("\n  ").append(printable(line.substring(from, to))).append("\n  ");
        for (int i = from; i < column; i++) {
            out.append(line.charAt(i) == '\t' ? '\t' : ' ');
        }
        out.append('^');
        int tail = Math.min(width, to - column) - 1;
        out.repeat('~', Math.max(0, tail));
    }

    /** Control characters would move the caret or the terminal's cursor. */
    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c != '\t' && Character.isISOControl(c) ? '?' : c);
        }
        return out.toString();
    }
}
