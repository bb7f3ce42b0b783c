package io.aplomb.formats.keepalived.syntax;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.keepalived.LoadOptions;
import io.aplomb.formats.text.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns lines as written into lines that mean something: conditions decided, definitions taken,
 * parameters put in, sequences written out. For one reading, on one thread.
 */
final class LineExpander {

    /** A definition that contains itself never ends; no honest one is nested as deep. */
    private static final int MAX_DEPTH = 64;

    /** Parameters put into one line. */
    private static final int MAX_REPLACEMENTS = 1_000;

    /** What a few nested sequences may become; keepalived's largest example has 10^6. */
    private static final int MAX_LINES = 2_000_000;

    /**
     * Definitions of several lines that use each other double the work at each step: sixty of them
     * would take longer than anybody waits. So there is a bound on all texts ever put together.
     */
    private static final long MAX_CHARACTERS = 5_000_000;

    private final Parameters parameters;
    private final String configId;
    private final Diagnostics diagnostics;
    private final Consumer<SourceText> sink;
    private String directory = "";
    private int lines;
    private long characters;
    private boolean exhausted;

    LineExpander(LoadOptions options, Diagnostics diagnostics, Consumer<SourceText> sink) {
        this.parameters = new Parameters(options.configId(), options.randomSeed());
        this.configId = options.configId();
        this.diagnostics = diagnostics;
        this.sink = sink;
    }

    /** Where the lines that follow are; empty for the directory of the program. */
    void enterDirectory(String path) {
        directory = path;
    }

    String directory() {
        return directory;
    }

    /** Takes a definition of several lines, the first of which begins with {@code $NAME=}. */
    void define(List<SourceText> definition) {
        SourceText first = applicable(definition.getFirst());
        if (first == null) {
            return;
        }
        int equals = definitionEnd(first.text());
        List<SourceText> value = new ArrayList<>(definition);
        value.set(0, first.from(equals + 1).strip());
        if (value.getFirst().isEmpty()) {
            value.removeFirst();
        }
        parameters.define(first.text().substring(1, equals), value);
    }

    /** Takes a line without comment and without blanks around it. */
    void expand(SourceText line) {
        expand(line, 0);
    }

    private void expand(SourceText written, int depth) {
        if (depth > MAX_DEPTH) {
            report(written, "a definition that contains itself");
            return;
        }
        SourceText line = written;
        for (int i = 0; i < MAX_REPLACEMENTS; i++) {
            line = line.strip();
            if (line.isEmpty() || isExhausted(line)) {
                return;
            }
            if (line.charAt(0) == '@') {
                SourceText rest = applicable(line);
                if (rest == null) {
                    return;
                }
                line = rest;
                continue;
            }
            int equals = definitionEnd(line.text());
            if (equals > 0) {
                String name = line.text().substring(1, equals);
                parameters.define(name, List.of(line.from(equals + 1).strip()));
                return;
            }
            if (Repetition.begins(line.text())) {
                repeat(line, depth);
                return;
            }
            Parameters.Use use = parameters.firstUse(line, directory);
            if (use == null) {
                emit(line);
                return;
            }
            if (use.value().size() > 1) {
                putIn(line, use, depth);
                return;
            }
            String value = use.value().isEmpty() ? "" : use.value().getFirst().text();
            line = line.replace(use.from(), use.to(), value);
        }
        report(written, "a definition that contains itself");
    }

    private boolean isExhausted(SourceText line) {
        characters += line.length();
        if (characters > MAX_CHARACTERS && !exhausted) {
            exhausted = true;
            report(line, "definitions that grow without end when they are put in");
        }
        return exhausted;
    }

    /** A definition of several lines used in a line: they take its place. */
    private void putIn(SourceText line, Parameters.Use use, int depth) {
        List<SourceText> body = use.value();
        String before = line.text().substring(0, use.from());
        String after = line.text().substring(use.to());
        for (int i = 0; i < body.size() && !exhausted; i++) {
            SourceText part = body.get(i);
            part = i == 0 ? part.precededBy(before) : part;
            part = i == body.size() - 1 ? part.followedBy(after) : part;
            expand(part, depth + 1);
        }
    }

    private void repeat(SourceText line, int depth) {
        Repetition repetition;
        SourceText written = withHeadReplaced(line);
        try {
            repetition = Repetition.parse(written.text());
        } catch (Repetition.Malformed malformed) {
            report(line, malformed.problem());
            return;
        }
        List<String> names = repetition.names();
        List<@Nullable List<SourceText>> saved = new ArrayList<>();
        names.forEach(name -> saved.add(parameters.valueOf(name)));
        SourceText rest = written.from(repetition.end());
        for (List<String> turn : repetition.turns()) {
            for (int i = 0; i < names.size(); i++) {
                SourceText value = written.replace(0, written.length(), turn.get(i));
                parameters.define(names.get(i), List.of(value));
            }
            if (lines > MAX_LINES || exhausted) {
                return;
            }
            expand(rest, depth + 1);
        }
        for (int i = 0; i < names.size(); i++) {
            parameters.restore(names.get(i), saved.get(i));
        }
    }

    /** With the parameters inside the parentheses put in, and only those. */
    private SourceText withHeadReplaced(SourceText line) {
        SourceText head = line;
        for (int i = 0; i < MAX_REPLACEMENTS; i++) {
            Parameters.Use use = parameters.firstUse(head, directory);
            int close = head.text().indexOf(')');
            if (use == null || use.from() > close || use.value().size() != 1) {
                return head;
            }
            head = head.replace(use.from(), use.to(), use.value().getFirst().text());
        }
        return head;
    }

    /**
     * The line without its conditions; null when one of them does not hold. {@code @id} is for that
     * id alone, {@code @^id} for all others.
     */
    private @Nullable SourceText applicable(SourceText line) {
        SourceText rest = line;
        while (!rest.isEmpty() && rest.charAt(0) == '@') {
            boolean negated = rest.length() > 1 && rest.charAt(1) == '^';
            int begin = negated ? 2 : 1;
            int end = begin;
            while (end < rest.length() && !SourceText.isBlank(rest.charAt(end))) {
                end++;
            }
            if (end == begin) {
                diagnostics.warning(
                        rest.position(0),
                        begin,
                        "a condition without an id never holds: the line is left out",
                        "write the id right after the @");
                return null;
            }
            if (rest.text().substring(begin, end).equals(configId) == negated) {
                return null;
            }
            rest = rest.from(end).strip();
        }
        return rest;
    }

    private void emit(SourceText line) {
        if (++lines > MAX_LINES) {
            if (lines == MAX_LINES + 1) {
                report(line, "more than " + MAX_LINES + " lines after definitions are put in");
            }
            return;
        }
        if (line.text().startsWith("random_seed")) {
            seed(line.from("random_seed".length()).strip().text());
        }
        sink.accept(line);
    }

    /** The keyword steers this reading; whether its value is right is told by the compiler. */
    private void seed(String text) {
        if (!text.isEmpty() && text.length() <= 10 && text.chars().allMatch(Character::isDigit)) {
            parameters.seed(Long.parseLong(text));
        }
    }

    private void report(SourceText line, String problem) {
        Word word = line.asWord();
        diagnostics.error(word.position(), word.width(), problem);
    }

    /** The index of the equals sign in {@code $NAME=...}; -1 when the text is no definition. */
    private static int definitionEnd(String text) {
        if (!text.startsWith("$")) {
            return -1;
        }
        int end = Parameters.endOfName(text, 1);
        return end > 1 && end < text.length() && text.charAt(end) == '=' ? end : -1;
    }

    /** Whether a line, its conditions aside, begins a definition. */
    static boolean beginsDefinition(SourceText line) {
        String text = line.text();
        while (text.startsWith("@")) {
            int blank = 0;
            while (blank < text.length() && !SourceText.isBlank(text.charAt(blank))) {
                blank++;
            }
            text = text.substring(blank).strip();
        }
        return definitionEnd(text) > 0;
    }
}
