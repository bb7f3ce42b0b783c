package io.aplomb.formats.haproxy.keyword;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.Severity;
import io.aplomb.base.Suggestions;
import io.aplomb.formats.haproxy.syntax.ConfigTree;
import io.aplomb.formats.haproxy.syntax.Section;
import io.aplomb.formats.haproxy.syntax.SectionKind;
import io.aplomb.formats.haproxy.syntax.Statement;
import io.aplomb.formats.haproxy.value.Placeholders;
import io.aplomb.formats.text.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds a tree against the table: reports unknown, refused, obsolete and ineffective keywords,
 * keywords in the wrong section, and addresses left open; keeps what the compiler has to handle.
 */
public final class KeywordCheck {

    /** HAProxy refuses these outright where it only warns of others (cfgparse). */
    private static final Set<String> FATAL_ELSEWHERE =
            Set.of("bind", "server", "server-template", "default-server");

    /**
     * What may follow {@code no} and {@code default} (manual, section 4.1 and HAProxy's parser).
     */
    private static final Set<String> NEGATABLE =
            Set.of(
                    "option",
                    "log",
                    "busy-polling",
                    "set-dumpable",
                    "strict-limits",
                    "insecure-fork-wanted",
                    "numa-cpu-mapping");

    /** Keywords in whose words an address may stand. */
    private static final Set<String> WITH_ADDRESSES =
            Set.of(
                    "bind",
                    "server",
                    "peer",
                    "log",
                    "source",
                    "acl",
                    "nameserver",
                    "mailer",
                    "dispatch",
                    "default-server",
                    "server-template",
                    "stats",
                    "dgram-bind",
                    "tcp-request",
                    "http-request",
                    "use_backend",
                    "option",
                    "usesrc");

    private final KeywordTable table;
    private final Diagnostics diagnostics;

    private KeywordCheck(KeywordTable table, Diagnostics diagnostics) {
        this.table = table;
        this.diagnostics = diagnostics;
    }

    /** The same tree with only the statements that have an effect; all else is reported. */
    public static ConfigTree check(ConfigTree tree, KeywordTable table, Diagnostics diagnostics) {
        KeywordCheck check = new KeywordCheck(table, diagnostics);
        return new ConfigTree(
                tree.sections().stream().map(check::section).toList(), tree.environment());
    }

    private Section section(Section section) {
        openingLine(section);
        List<Statement> effective = new ArrayList<>();
        for (Statement statement : section.statements()) {
            placeholders(statement);
            if (isEffective(section, statement)) {
                effective.add(statement);
            }
        }
        return new Section(
                section.kind(),
                section.keyword(),
                section.nameWord(),
                section.fromWord(),
                section.extraWords(),
                effective);
    }

    private void openingLine(Section section) {
        if (section.kind() == SectionKind.PEERS) {
            diagnostics.notice(
                    section.position(),
                    section.keyword().width(),
                    "section '"
                            + section.label()
                            + "' is read; stick tables are not yet replicated");
        }
        if (section.extraWords().isEmpty()) {
            return;
        }
        Word first = section.extraWords().getFirst();
        if (!section.kind().hasFrontend()) {
            diagnostics.error(
                    first.position(),
                    first.width(),
                    "unexpected argument '" + first.text() + "' for '" + section.label() + "'");
            return;
        }
        if (Placeholders.isPlaceholder(first.text())) {
            placeholder(first);
        }
        diagnostics.warning(
                first.position(),
                first.width(),
                "an address on the '" + section.kind().keyword() + "' line is obsolete",
                "use: bind "
                        + section.extraWords().stream()
                                .map(Word::text)
                                .collect(Collectors.joining(" ")));
    }

    private void placeholders(Statement statement) {
        if (!WITH_ADDRESSES.contains(statement.keyword().text())) {
            return;
        }
        for (Word word : statement.words()) {
            if (Placeholders.isPlaceholder(word.text())) {
                placeholder(word);
            }
        }
    }

    private void placeholder(Word word) {
        diagnostics.error(word.position(), word.width(), Placeholders.message(word.text()));
    }

    private boolean isEffective(Section section, Statement statement) {
        Scope scope = Scope.of(section.kind());
        Word first = statement.keyword();
        if (statement.modifier() != Statement.Modifier.NONE && !NEGATABLE.contains(first.text())) {
            diagnostics.error(
                    first.position(),
                    first.width(),
                    "'"
                            + statement.modifier().keyword()
                            + "' cannot be put in front of '"
                            + first.text()
                            + "'",
                    "it is for options, log, busy-polling, set-dumpable, strict-limits");
            return false;
        }
        Optional<Keyword> found = table.match(scope, statement.words());
        if (found.isEmpty()) {
            unknown(section, scope, statement);
            return false;
        }
        Keyword keyword = found.get();
        if (!standsRight(section, keyword, first)) {
            return false;
        }
        Findings.report(keyword, first, diagnostics);
        return keyword.status().isEffective() && innerWords(keyword, statement);
    }

    private boolean standsRight(Section section, Keyword keyword, Word at) {
        if (keyword.scope() != Scope.PROXY || keyword.sections().contains(section.kind())) {
            return true;
        }
        String where =
                keyword.sections().stream()
                        .sorted()
                        .map(SectionKind::keyword)
                        .collect(Collectors.joining(", "));
        boolean fatal =
                section.kind() == SectionKind.DEFAULTS || FATAL_ELSEWHERE.contains(keyword.name());
        String message = "'" + keyword.name() + "' ";
        if (fatal) {
            diagnostics.error(
                    at.position(),
                    at.width(),
                    message + "is not allowed in '" + section.label() + "'",
                    "it belongs into: " + where);
        } else {
            diagnostics.warning(
                    at.position(),
                    at.width(),
                    message + "has no effect in '" + section.label() + "'",
                    "it belongs into: " + where);
        }
        return false;
    }

    private void unknown(Section section, Scope scope, Statement statement) {
        Word first = statement.keyword();
        boolean family = table.isFamily(scope, first.text()) && statement.size() > 1;
        Word at = family ? statement.words().get(1) : first;
        String name = family ? first.text() + " " + at.text() : first.text();
        String message = "unknown keyword '" + name + "' in '" + section.label() + "'";
        Optional<String> advice =
                elsewhere(scope, statement)
                        .or(
                                () ->
                                        table.nearest(scope, statement.words())
                                                .or(() -> section(first.text()))
                                                .map(known -> "did you mean '" + known + "'?"));
        if (advice.isPresent()) {
            diagnostics.error(at.position(), at.width(), message, advice.get());
        } else {
            diagnostics.error(at.position(), at.width(), message);
        }
    }

    /** A mistyped section stands where a keyword of the section before it would. */
    private static Optional<String> section(String word) {
        return Suggestions.nearest(
                word, Arrays.stream(SectionKind.values()).map(SectionKind::keyword).toList());
    }

    private Optional<String> elsewhere(Scope scope, Statement statement) {
        for (SectionKind kind : SectionKind.values()) {
            Scope other = Scope.of(kind);
            if (other != scope && table.match(other, statement.words()).isPresent()) {
                return Optional.of("it belongs into a '" + kind.keyword() + "' section");
            }
        }
        return Optional.empty();
    }

    /** Actions, algorithms, and the options of bind and server lines. */
    private boolean innerWords(Keyword keyword, Statement statement) {
        Optional<Scope> actions = Scope.ofActions(keyword.name());
        if (actions.isPresent()) {
            return action(actions.get(), keyword, statement);
        }
        OptionScanner scanner = new OptionScanner(table, diagnostics);
        int errorsBefore = diagnostics.count(Severity.ERROR);
        switch (keyword.key()) {
            case "proxy/bind", "peers/bind" -> scanner.scan(Scope.BIND, statement.from(2));
            case "global/stats socket" -> scanner.scan(Scope.BIND, statement.from(3));
            case "proxy/server" -> scanner.scan(Scope.SERVER, statement.from(3));
            case "proxy/default-server" -> scanner.scan(Scope.SERVER, statement.from(1));
            default -> {
                return true;
            }
        }
        return diagnostics.count(Severity.ERROR) == errorsBefore;
    }

    private boolean action(Scope scope, Keyword keyword, Statement statement) {
        List<Word> words = statement.from(keyword.wordCount());
        if (words.isEmpty()) {
            Word last = statement.words().getLast();
            diagnostics.error(
                    last.position(), last.width(), "'" + keyword.name() + "' expects an argument");
            return false;
        }
        Word word = words.getFirst();
        Optional<Keyword> found = table.match(scope, words.subList(0, 1));
        if (found.isEmpty()) {
            String message = "unknown '" + keyword.name() + "' argument '" + word.text() + "'";
            table.nearest(scope, List.of(word))
                    .ifPresentOrElse(
                            name ->
                                    diagnostics.error(
                                            word.position(),
                                            word.width(),
                                            message,
                                            "did you mean '" + name + "'?"),
                            () -> diagnostics.error(word.position(), word.width(), message));
            return false;
        }
        Findings.report(found.get(), word, diagnostics);
        return found.get().status().isEffective();
    }
}
