package io.aplomb.formats.keepalived.keyword;

import io.aplomb.base.Check;
import io.aplomb.base.Suggestions;
import io.aplomb.formats.text.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every keyword of keepalived.conf(5) of version 2.2.7 and those before it that the program itself
 * still knows, with what this program does with it. Immutable; any thread.
 */
public final class KeywordTable {

    private static final String RESOURCE = "keywords.tsv";
    private static final int COLUMNS = 4;

    private final Map<Scope, Map<String, Keyword>> byScope;

    private KeywordTable(Map<Scope, Map<String, Keyword>> byScope) {
        this.byScope = byScope;
    }

    private static final class Standard {
        private static final KeywordTable TABLE = parse(read());

        private static String read() {
            try (InputStream in = KeywordTable.class.getResourceAsStream(RESOURCE)) {
                return new String(
                        Check.present(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    /** The table this program works by. */
    public static KeywordTable standard() {
        return Standard.TABLE;
    }

    /**
     * Reads a table.
     *
     * @throws IllegalArgumentException for a bad row, with its line number
     */
    static KeywordTable parse(String text) {
        Map<Scope, Map<String, Keyword>> rows = new EnumMap<>(Scope.class);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("#")) {
                continue;
            }
            Keyword keyword = row(lines.get(i), "line " + (i + 1) + ": ");
            Keyword twice =
                    rows.computeIfAbsent(keyword.scope(), scope -> new LinkedHashMap<>())
                            .put(keyword.name(), keyword);
            Check.argument(twice == null, "line " + (i + 1) + ": " + keyword.name() + " twice");
        }
        return new KeywordTable(rows);
    }

    private static Keyword row(String line, String at) {
        List<String> cells = List.of(line.split("\t", -1));
        Check.argument(cells.size() == COLUMNS, at + COLUMNS + " columns wanted");
        Scope scope =
                Scope.ofLabel(cells.get(0))
                        .orElseThrow(() -> new IllegalArgumentException(at + "unknown scope"));
        Keyword keyword =
                new Keyword(
                        scope,
                        cells.get(1),
                        Status.valueOf(cells.get(2)),
                        cells.get(3).equals("-") ? "" : cells.get(3));
        Check.argument(
                keyword.status() == Status.HONOURED || !keyword.note().isEmpty(),
                at + "a note is wanted");
        return keyword;
    }

    /** The keyword of exactly this name. */
    public Optional<Keyword> find(Scope scope, String name) {
        return Optional.ofNullable(byScope.getOrDefault(scope, Map.of()).get(name));
    }

    /** The keyword somebody most likely meant. */
    public Optional<String> nearest(Scope scope, String name) {
        return Suggestions.nearest(name, byScope.getOrDefault(scope, Map.of()).keySet());
    }

    /** The other scopes that have a keyword: most likely it only stands in the wrong block. */
    public List<Scope> scopesOf(String name) {
        return byScope.entrySet().stream()
                .filter(entry -> entry.getValue().containsKey(name))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The rows of a scope, in the order of the table. */
    public List<Keyword> in(Scope scope) {
        return List.copyOf(byScope.getOrDefault(scope, Map.of()).values());
    }

    /** The names the compiler must handle. */
    public Set<String> effectiveNames(Scope scope) {
        Set<String> names = new TreeSet<>();
        in(scope).stream()
                .filter(keyword -> keyword.status().isEffective())
                .forEach(keyword -> names.add(keyword.name()));
        return names;
    }

    /** All rows. */
    public List<Keyword> all() {
        return byScope.values().stream().flatMap(rows -> rows.values().stream()).toList();
    }
}
