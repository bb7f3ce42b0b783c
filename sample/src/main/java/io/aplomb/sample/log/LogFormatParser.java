package io.aplomb.sample.log;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.base.Suggestions;
import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.SampleParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles log-format strings: manual section 8.2.6. */
public final class LogFormatParser {

    private final SampleParser samples;

    /** A parser whose expressions are compiled by that one. */
    public LogFormatParser(SampleParser samples) {
        this.samples = samples;
    }

    /**
     * Compiles a format string.
     *
     * @param text one word of the configuration, its own quoting already undone
     * @return null when it is wrong; then the diagnostics have grown
     */
    public @Nullable LogFormat parse(
            String text, LogUse use, SourcePosition position, Diagnostics out) {
        return new Compilation(text, use, position, out).format();
    }

    private final class Compilation {
        private final String text;
        private final LogUse use;
        private final SourcePosition position;
        private final Diagnostics out;
        private final List<LogNode> nodes = new ArrayList<>();
        private final StringBuilder verbatim = new StringBuilder();
        private LogFlags defaults = LogFlags.NONE;
        private int at;

        Compilation(String text, LogUse use, SourcePosition position, Diagnostics out) {
            this.text = text;
            this.use = use;
            this.position = position;
            this.out = out;
        }

        @Nullable LogFormat format() {
            boolean good = true;
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == ' ') {
                    separator();
                } else if (c != '%') {
                    verbatim.append(c);
                    at++;
                } else if (text.startsWith("%%", at)) {
                    verbatim.append('%');
                    at += 2;
                } else {
                    good &= item();
                }
            }
            endText();
            return good ? new CompiledLogFormat(nodes, use, text) : null;
        }

        private void separator() {
            endText();
            nodes.add(new LogNode.Separator());
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }

        private void endText() {
            if (!verbatim.isEmpty()) {
                nodes.add(new LogNode.Text(verbatim.toString()));
                verbatim.setLength(0);
            }
        }

        /** What a percent sign starts. */
        private boolean item() {
            endText();
            int start = at++;
            LogFlags flags = defaults;
            if (at < text.length() && text.charAt(at) == '{') {
                flags = flags();
                if (flags == null) {
                    return false;
                }
            }
            boolean bracket = at < text.length() && text.charAt(at) == '[';
            return bracket ? expression(flags) : variable(start, flags);
        }

        private @Nullable LogFlags flags() {
            int end = text.indexOf('}', at);
            if (end < 0) {
                refuse(at, 1, "missing closing '}' in log-format");
                return null;
            }
            LogFlags flags = defaults;
            for (String word : text.substring(at + 1, end).split(",")) {
                String flag = word.strip();
                if (!flag.matches("[+-]?[QXE]")) {
                    refuse(
                            at,
                            end - at + 1,
                            "unknown log-format flag '%s': Q, X and E are known".formatted(flag));
                    return null;
                }
                flags = flags.with(flag.charAt(flag.length() - 1), !flag.startsWith("-"));
            }
            at = end + 1;
            return flags;
        }

        private boolean expression(LogFlags flags) {
            int start = at + 1;
            int end = closingBracket(start);
            if (end < 0) {
                refuse(at, 1, "missing closing ']' in log-format");
                return false;
            }
            String source = text.substring(start, end);
            SampleExpression expression = samples.read(source.strip(), moved(start), out);
            at = end + 1;
            if (expression == null) {
                return false;
            }
            nodes.add(new LogNode.Sample(expression, flags));
            return true;
        }

        /** Where the bracket of an expression closes: not inside its arguments or quotes. */
        private int closingBracket(int from) {
            char quote = 0;
            int depth = 0;
            for (int i = from; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\\' && quote != '\'') {
                    i++;
                } else if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                } else if (depth > 0 && (c == '"' || c == '\'')) {
                    quote = c;
                } else if (c == '(') {
                    depth++;
                } else if (c == ')') {
                    depth = Math.max(0, depth - 1);
                } else if (c == ']' && depth == 0) {
                    return i;
                }
            }
            return -1;
        }

        private boolean variable(int start, LogFlags flags) {
            int from = at;
            while (at < text.length() && isWordChar(text.charAt(at))) {
                at++;
            }
            String word = text.substring(from, at);
            LogVariable variable = LogVariable.of(word);
            if (variable == null) {
                unknown(start, word);
                at = Math.max(at, start + 1);
                return false;
            }
            if (variable == LogVariable.OPTIONS) {
                defaults = flags;
            } else {
                nodes.add(new LogNode.Variable(variable, flags));
            }
            return true;
        }

        private void unknown(int start, String word) {
            String message =
                    ("no such format variable '%s'. If you wanted to emit the '%%' character"
                                    + " verbatim, you need to use '%%%%'")
                            .formatted(word);
            List<String> known =
                    Arrays.stream(LogVariable.values()).map(LogVariable::word).toList();
            Suggestions.nearest(word, known)
                    .ifPresentOrElse(
                            near ->
                                    out.error(
                                            moved(start),
                                            word.length() + 1,
                                            message,
                                            "did you mean '%" + near + "'?"),
                            () -> out.error(moved(start), word.length() + 1, message));
        }

        private void refuse(int offset, int width, String message) {
            out.error(moved(offset), width, message);
            at = text.length();
        }

        private SourcePosition moved(int offset) {
            return position.column() == 0
                    ? position
                    : new SourcePosition(
                            position.file(), position.line(), position.column() + offset);
        }
    }

    private static boolean isWordChar(char c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }
}
