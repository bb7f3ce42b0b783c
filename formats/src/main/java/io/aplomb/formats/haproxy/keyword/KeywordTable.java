package io.aplomb.formats.haproxy.keyword;

import io.aplomb.base.Check;
import io.aplomb.base.Suggestions;
import io.aplomb.formats.haproxy.syntax.SectionKind;
import io.aplomb.formats.text.Status;
import io.aplomb.formats.text.Word;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Every keyword of HAProxy's manual and what this program does with it. Immutable; any thread. */
public final class KeywordTable {

    private static final String RESOURCE = "keywords.tsv";
    private static final int COLUMNS = 7;
    private static final int MAX_KEYWORD_WORDS = 3;

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
            Keyword keyword = row(lines.get(i), i + 1);
            Keyword twice =
                    rows.computeIfAbsent(keyword.scope(), scope -> new LinkedHashMap<>())
                            .put(keyword.name(), keyword);
            Check.argument(twice == null, "line " + (i + 1) + ": " + keyword.key() + " twice");
        }
        return new KeywordTable(rows);
    }

    private static Keyword row(String line, int number) {
        List<String> cells = List.of(line.split("\t", -1));
        String at = "line " + number + ": ";
        Check.argument(cells.size() == COLUMNS, at + COLUMNS + " columns wanted");
        Scope scope =
                Scope.ofLabel(cells.get(0))
                        .orElseThrow(() -> new IllegalArgumentException(at + "unknown scope"));
        String arguments = cells.get(5);
        Keyword keyword =
                new Keyword(
                        scope,
                        cells.get(1),
                        sections(cells.get(2)),
                        cells.get(3),
                        Status.valueOf(cells.get(4)),
                        arguments.equals("*") ? Keyword.REST : Integer.parseInt(arguments),
                        cells.get(6).equals("-") ? "" : cells.get(6));
        Check.argument(
                keyword.status() == Status.HONOURED || !keyword.note().isEmpty(),
                at + "a note is wanted");
        Check.argument(
                (scope == Scope.PROXY) != keyword.sections().isEmpty(), at + "wrong sections");
        Check.argument(keyword.wordCount() <= MAX_KEYWORD_WORDS, at + "too many words");
        return keyword;
    }

    private static Set<SectionKind> sections(String letters) {
        Set<SectionKind> kinds = EnumSet.noneOf(SectionKind.class);
        for (char letter : letters.replace("-", "").toCharArray()) {
            kinds.add(
                    switch (letter) {
                        case 'D' -> SectionKind.DEFAULTS;
                        case 'F' -> SectionKind.FRONTEND;
                        case 'L' -> SectionKind.LISTEN;
                        case 'B' -> SectionKind.BACKEND;
                        default -> throw new IllegalArgumentException("section " + letter);
                    });
        }
        return kinds;
    }

    /** The keyword of exactly this name. */
    public Optional<Keyword> find(Scope scope, String name) {
        return Optional.ofNullable(byScope.getOrDefault(scope, Map.of()).get(name));
    }

    /**
     * The keyword at the start of some words: the longest one that fits. Arguments in parentheses
     * are not part of it, so {@code set-var(txn.x)} is {@code set-var}.
     */
    public Optional<Keyword> match(Scope scope, List<Word> words) {
        for (int count = Math.min(MAX_KEYWORD_WORDS, words.size()); count > 0; count--) {
            Optional<Keyword> keyword = find(scope, joined(words, count));
            if (keyword.isPresent()) {
                return keyword;
            }
        }
        return Optional.empty();
    }

    /** Whether some keyword of several words starts with this one, such as {@code option}. */
    public boolean isFamily(Scope scope, String word) {
        return in(scope).stream().anyMatch(keyword -> keyword.name().startsWith(word + " "));
    }

    /** The keyword somebody most likely meant with these words, if near enough. */
    public Optional<String> nearest(Scope scope, List<Word> words) {
        Optional<String> best = Optional.empty();
        for (int count = Math.min(MAX_KEYWORD_WORDS, words.size()); count > 0; count--) {
            int wordCount = count;
            List<String> candidates =
                    in(scope).stream()
                            .filter(keyword -> keyword.wordCount() == wordCount)
                            .map(Keyword::name)
                            .toList();
            best = best.or(() -> Suggestions.nearest(joined(words, wordCount), candidates));
        }
        return best;
    }

    private static String joined(List<Word> words, int count) {
        String text =
                words.subList(0, count).stream().map(Word::text).collect(Collectors.joining(" "));
        int parenthesis = text.indexOf('(');
        return parenthesis > 0 ? text.substring(0, parenthesis) : text;
    }

    /** The keywords of a scope, in the order of the table. */
    public List<Keyword> in(Scope scope) {
        return List.copyOf(byScope.getOrDefault(scope, Map.of()).values());
    }

    /** All keywords. */
    public List<Keyword> all() {
        List<Keyword> all = new ArrayList<>();
        for (Scope scope : Scope.values()) {
            all.addAll(in(scope));
        }
        return all;
    }

    /** The keys of a scope's keywords that need a handler in the compiler. */
    public Set<String> effectiveNames(Scope scope) {
        return in(scope).stream()
                .filter(keyword -> keyword.status().isEffective())
                .map(Keyword::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
