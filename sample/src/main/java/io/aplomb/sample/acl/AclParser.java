package io.aplomb.sample.acl;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.base.Suggestions;
import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.SampleParser;
import io.aplomb.sample.SampleType;
import io.aplomb.sample.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles the criterion of an ACL: expression, flags, operator, patterns (manual section 7.1). */
public final class AclParser {

    private final SampleParser samples;

    /** A parser whose expressions and pattern files come from there. */
    public AclParser(SampleParser samples) {
        this.samples = samples;
    }

    /** Whether a name is allowed for an ACL. */
    public static boolean isName(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(
                                c ->
                                        (c < 128 && Character.isLetterOrDigit(c))
                                                || "-_.:".indexOf(c) >= 0);
    }

    /**
     * Compiles a criterion.
     *
     * @param words from the expression on
     * @return null when it is wrong; then the diagnostics have grown
     */
    public @Nullable Criterion parse(List<Word> words, SourcePosition position, Diagnostics out) {
        if (words.isEmpty()) {
            out.error(position, 0, "missing ACL criterion");
            return null;
        }
        Compilation compilation = new Compilation(words, out);
        return compilation.expression() && compilation.flags() && compilation.patterns()
                ? compilation.finished()
                : null;
    }

    private final class Compilation {
        private final List<Word> words;
        private final Diagnostics out;
        private final List<PatternIndex<String>> indexes = new ArrayList<>();
        private @Nullable SampleExpression expression;
        private @Nullable MatchMethod method;
        private boolean ignoreCase;
        private boolean mapFiles;
        private boolean patternsSeen;
        private int id = -1;
        private boolean flagsEnded;
        private int at = 1;

        Compilation(List<Word> words, Diagnostics out) {
            this.words = words;
            this.out = out;
        }

        /** Reads the first word: a fetch, or a derivative that brings its match along. */
        boolean expression() {
            Word word = words.getFirst();
            String text = word.text();
            int end = 0;
            while (end < text.length() && text.charAt(end) != '(' && text.charAt(end) != ',') {
                end++;
            }
            AclKeywords.Derivative derivative = AclKeywords.find(text.substring(0, end));
            String compiled = derivative == null ? text : derivative.fetch() + text.substring(end);
            expression = samples.read(compiled, word.position(), out);
            if (expression == null) {
                return false;
            }
            // With converters the match of a derivative is ignored: what counts is the last output.
            method =
                    derivative != null && !expression.hasConverters()
                            ? derivative.method()
                            : MatchMethod.defaultFor(expression.outputType());
            return true;
        }

        boolean flags() {
            while (at < words.size() && words.get(at).text().startsWith("-")) {
                Word flag = words.get(at++);
                switch (flag.text()) {
                    case "--" -> {
                        flagsEnded = true;
                        return true;
                    }
                    case "-i" -> ignoreCase = true;
                    case "-n" -> {}
                    case "-M" -> mapFiles = true;
                    case "-m", "-f", "-u" -> {
                        if (!flagWithValue(flag)) {
                            return false;
                        }
                    }
                    default -> {
                        out.error(
                                flag.position(),
                                flag.text().length(),
                                "'%s' is not a valid ACL option. Please use '--' before any pattern beginning with a '-'"
                                        .formatted(flag.text()));
                        return false;
                    }
                }
            }
            return true;
        }

        private boolean flagWithValue(Word flag) {
            if (at == words.size()) {
                out.error(flag.position(), 2, "missing value after '" + flag.text() + "'");
                return false;
            }
            Word value = words.get(at++);
            return switch (flag.text()) {
                case "-m" -> method(flag, value);
                case "-f" -> file(value);
                default -> number(value);
            };
        }

        private boolean method(Word flag, Word value) {
            if (patternsSeen) {
                out.error(
                        flag.position(),
                        2,
                        "'-m' must only be specified before patterns and files");
                return false;
            }
            MatchMethod wanted = MatchMethod.of(value.text());
            if (wanted == null) {
                List<String> known =
                        Arrays.stream(MatchMethod.values()).map(MatchMethod::word).toList();
                String message = "unknown matching method '" + value.text() + "'";
                int width = value.text().length();
                Suggestions.nearest(value.text(), known)
                        .ifPresentOrElse(
                                near ->
                                        out.error(
                                                value.position(),
                                                width,
                                                message,
                                                "did you mean '" + near + "'?"),
                                () -> out.error(value.position(), width, message));
                return false;
            }
            SampleType type = type();
            if (!wanted.accepts(type)) {
                out.error(
                        value.position(),
                        value.text().length(),
                        "matching method '%s' cannot be used with fetch keyword '%s' (%s)"
                                .formatted(value.text(), words.getFirst().text(), type.label()));
                return false;
            }
            method = wanted;
            return true;
        }

        private boolean number(Word value) {
            if (!value.text().matches("\\d{1,9}")) {
                out.error(value.position(), value.text().length(), "-u takes a number");
                return false;
            }
            id = Integer.parseInt(value.text());
            return true;
        }

        private boolean file(Word value) {
            List<String> lines = samples.resources().lines(value.text());
            if (lines == null) {
                out.error(
                        value.position(),
                        value.text().length(),
                        "failed to open pattern file <" + value.text() + ">");
                return false;
            }
            for (int i = 0; i < lines.size(); i++) {
                String pattern = pattern(lines.get(i));
                SourcePosition where = new SourcePosition(value.text(), i + 1, 1);
                if (pattern != null && !add(pattern, new Word(pattern, where), null)) {
                    return false;
                }
            }
            patternsSeen = true;
            return methodKnown();
        }

        /** The pattern on a line of a file, or null on an empty or comment line. */
        private @Nullable String pattern(String line) {
            if (line.startsWith("#")) {
                return null;
            }
            String stripped = line.stripLeading();
            if (mapFiles) {
                stripped = stripped.split("[ \t]", 2)[0];
            }
            return stripped.isEmpty() ? null : stripped;
        }

        boolean patterns() {
            if (!methodKnown()) {
                return false;
            }
            IntegerOperator operator = null;
            while (at < words.size()) {
                Word word = words.get(at++);
                IntegerOperator found = takesOperators() ? IntegerOperator.of(word.text()) : null;
                if (found != null) {
                    operator = found;
                } else if (!add(word.text(), word, operator)) {
                    return false;
                }
            }
            return true;
        }

        private boolean takesOperators() {
            return method == MatchMethod.INT
                    || method == MatchMethod.LEN
                    || method == MatchMethod.VERSION;
        }

        private boolean methodKnown() {
            if (method != null) {
                return true;
            }
            Word first = words.getFirst();
            out.error(
                    first.position(),
                    first.text().length(),
                    ("matching method must be specified first (using '-m') when using a sample"
                                    + " fetch of this type ('%s')")
                            .formatted(type().label()));
            return false;
        }

        private boolean add(String pattern, Word word, @Nullable IntegerOperator operator) {
            if (!methodKnown()) {
                return false;
            }
            try {
                PatternIndex<String> index = index();
                if (operator != null && index instanceof RangeIndex<String> range) {
                    range.add(operator, pattern, pattern);
                } else {
                    index.add(pattern, pattern);
                }
                patternsSeen = true;
                return true;
            } catch (BadPatternException wrong) {
                String reason = wrong.getMessage() == null ? "bad pattern" : wrong.getMessage();
                out.error(word.position(), word.text().length(), reason);
                return false;
            }
        }

        private PatternIndex<String> index() {
            MatchMethod chosen = method == null ? MatchMethod.FOUND : method;
            if (indexes.isEmpty()) {
                indexes.add(PatternIndex.of(chosen, false));
                indexes.add(PatternIndex.of(chosen, true));
            }
            return indexes.get(ignoreCase ? 1 : 0);
        }

        private SampleType type() {
            return expression == null ? SampleType.ANY : expression.outputType();
        }

        @Nullable Criterion finished() {
            if (expression == null || method == null) {
                return null;
            }
            PatternIndex<String> first = index();
            if (method.takesNoPattern() && first.size() == 0) {
                return withoutPatterns(expression, method, first);
            }
            if (!patternsSeen && !flagsEnded && !method.takesNoPattern()) {
                Word word = words.getFirst();
                out.warning(
                        word.position(),
                        word.text().length(),
                        "no pattern to match against were provided, so this ACL will never match",
                        "use '-m found' to test for existence, or '--' if this is intended");
            }
            List<PatternIndex<String>> used =
                    indexes.stream().filter(index -> index.size() > 0).toList();
            return new Criterion(expression, method, used, id);
        }

        private @Nullable Criterion withoutPatterns(
                SampleExpression sample, MatchMethod chosen, PatternIndex<String> index) {
            try {
                index.add("", chosen.word());
            } catch (BadPatternException impossible) {
                return null;
            }
            return new Criterion(sample, chosen, List.of(index), id);
        }
    }
}
