package io.aplomb.base;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Collects the findings of one reading, in the order found; knows the texts, so that each finding
 * is kept with the line it is about. For one thread.
 *
 * <p>Bounded: past {@value #MAX_DIAGNOSTICS} findings only the number grows, because nobody reads
 * on and a hostile text must not fill the memory.
 */
public final class Diagnostics {

    public static final int MAX_DIAGNOSTICS = 1000;

    private record Said(Severity severity, SourcePosition position, String message) {}

    private final List<Diagnostic> found = new ArrayList<>();
    private final Map<String, List<String>> linesByFile = new HashMap<>();
    private final Set<Said> alreadySaid = new HashSet<>();
    private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);

    /** Makes the lines of a text known, without their newlines, for the excerpts. */
    public void source(String file, List<String> lines) {
        linesByFile.put(file, lines);
    }

    public void error(SourcePosition position, int width, String message) {
        add(located(Diagnostic.error(position, message), width));
    }

    public void error(SourcePosition position, int width, String message, String suggestion) {
        add(located(Diagnostic.error(position, message).suggesting(suggestion), width));
    }

    public void warning(SourcePosition position, int width, String message) {
        add(located(Diagnostic.warning(position, message), width));
    }

    public void warning(SourcePosition position, int width, String message, String suggestion) {
        add(located(Diagnostic.warning(position, message).suggesting(suggestion), width));
    }

    public void notice(SourcePosition position, int width, String message) {
        add(located(Diagnostic.notice(position, message), width));
    }

    /**
     * Adds a finding; one without an excerpt gets it when its text is known. What was said already
     * of the same place is not said twice: several readers look at the same words.
     */
    public void add(Diagnostic diagnostic) {
        Said said = new Said(diagnostic.severity(), diagnostic.position(), diagnostic.message());
        if (alreadySaid.size() < MAX_DIAGNOSTICS && !alreadySaid.add(said)) {
            return;
        }
        counts.merge(diagnostic.severity(), 1, Integer::sum);
        if (found.size() < MAX_DIAGNOSTICS) {
            found.add(
                    diagnostic.sourceLine() == null
                            ? located(diagnostic, diagnostic.width())
                            : diagnostic);
        }
    }

    public void addAll(Collection<Diagnostic> diagnostics) {
        diagnostics.forEach(this::add);
    }

    /** What was found, in the order found, at most {@link #MAX_DIAGNOSTICS}. */
    public List<Diagnostic> all() {
        return List.copyOf(found);
    }

    /** How many of that severity were found, those not kept included. */
    public int count(Severity severity) {
        return counts.getOrDefault(severity, 0);
    }

    public boolean hasErrors() {
        return count(Severity.ERROR) > 0;
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /** All findings as printed, each ended by a newline. */
    public String render() {
        String text = found.stream().map(d -> d.render() + "\n").collect(Collectors.joining());
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        return total > found.size() ? text + "... and " + (total - found.size()) + " more\n" : text;
    }

    private Diagnostic located(Diagnostic diagnostic, int width) {
        SourcePosition position = diagnostic.position();
        List<String> lines = linesByFile.getOrDefault(position.file(), List.of());
        if (position.line() < 1 || position.line() > lines.size()) {
            return diagnostic;
        }
        return diagnostic.excerpting(lines.get(position.line() - 1), width);
    }
}
