package io.aplomb.formats.haproxy.syntax;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.formats.haproxy.syntax.LexedLine.LexError;
import io.aplomb.formats.haproxy.syntax.LexedLine.Token;
import io.aplomb.formats.text.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads configuration files into a tree. Takes everything that can be read and reports everything
 * that cannot, with the place; never throws for a bad text. Knows no keyword but those that steer
 * the reading itself: sections, conditional blocks, and {@code setenv} with its kin in global.
 */
public final class ConfigReader {

    private final ReadOptions options;
    private final Diagnostics diagnostics;
    private final Environment environment;
    private final TreeBuilder tree;
    private ConditionalBlocks blocks = new ConditionalBlocks();

    private ConfigReader(ReadOptions options, Diagnostics diagnostics) {
        this.options = options;
        this.diagnostics = diagnostics;
        this.environment = new Environment(options.environment());
        this.tree = new TreeBuilder(diagnostics, environment);
    }

    /** Reads the files in their order, as one configuration. */
    public static ConfigTree read(
            List<ConfigSource> sources, ReadOptions options, Diagnostics diagnostics) {
        ConfigReader reader = new ConfigReader(options, diagnostics);
        reader.environment.set(
                "HAPROXY_CFGFILES",
                sources.stream().map(ConfigSource::name).collect(Collectors.joining(";")));
        sources.forEach(reader::readFile);
        return reader.tree.finish();
    }

    private void readFile(ConfigSource source) {
        List<String> lines = Arrays.asList(source.text().split("\n", -1));
        diagnostics.source(source.name(), lines.stream().map(ConfigReader::shown).toList());
        blocks = new ConditionalBlocks();
        for (int i = 0; i < lines.size(); i++) {
            readLine(new SourceLine(source.name(), i + 1, lines.get(i)));
        }
        String last = lines.getLast();
        if (!last.isEmpty()) {
            SourceLine line = new SourceLine(source.name(), lines.size(), last);
            diagnostics.error(
                    line.position(last.length()),
                    1,
                    "missing LF on last line, file might have been truncated",
                    "end the file with a newline");
        }
        blocks.unclosed().ifPresent(start -> diagnostics.error(start, 3, "'.if' without '.endif'"));
    }

    private static String shown(String line) {
        String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        return Octets.display(text);
    }

    private void readLine(SourceLine line) {
        int nul = line.text().indexOf(0);
        if (nul >= 0) {
            diagnostics.error(line.position(nul), 1, "stray NUL character");
            return;
        }
        environment.at(line.file(), line.number());
        LexedLine lexed = LineLexer.lex(line.text(), environment);
        List<Word> words = new ArrayList<>();
        for (Token token : lexed.tokens()) {
            words.add(line.word(token));
        }
        LexError error = lexed.error();
        if (error != null) {
            report(line, error);
            return;
        }
        if (words.isEmpty()) {
            return;
        }
        if (blocks.active()) {
            warnOfEmptyWord(words);
        }
        if (words.getFirst().text().startsWith(".")) {
            directive(words);
        } else if (blocks.active()) {
            tree.add(words);
        }
    }

    /** For most keywords of HAProxy an empty word ends the line; versions from 3.1 on say so. */
    private void warnOfEmptyWord(List<Word> words) {
        words.subList(0, words.size() - 1).stream()
                .filter(word -> word.text().isEmpty())
                .findFirst()
                .ifPresent(
                        word ->
                                diagnostics.warning(
                                        word.position(),
                                        word.width(),
                                        "empty argument in the middle of a line",
                                        "is a variable unset? \"${NAME-default}\" gives a default"));
    }

    private void report(SourceLine line, LexError error) {
        SourcePosition position = line.position(error.index());
        if (error.advice() == null) {
            diagnostics.error(position, 1, error.message());
        } else {
            diagnostics.error(position, 1, error.message(), error.advice());
        }
    }

    private void directive(List<Word> words) {
        Word name = words.getFirst();
        switch (name.text()) {
            case ".if" -> {
                boolean holds = blocks.active() && condition(words);
                if (!blocks.open(name.position(), holds)) {
                    fail(name, "too many nested '.if', max is " + ConditionalBlocks.MAX_NESTED);
                }
            }
            case ".elif" -> {
                boolean holds = blocks.elifMatters() && condition(words);
                blocks.elseIf(holds).ifPresent(wrong -> fail(name, wrong));
            }
            case ".else" -> {
                extraWords(words, 1);
                blocks.otherwise().ifPresent(wrong -> fail(name, wrong));
            }
            case ".endif" -> {
                extraWords(words, 1);
                blocks.close().ifPresent(wrong -> fail(name, wrong));
            }
            default -> {
                if (blocks.active()) {
                    message(words);
                }
            }
        }
    }

    private boolean condition(List<Word> words) {
        String text = words.stream().skip(1).map(Word::text).collect(Collectors.joining(" "));
        try {
            return Condition.holds(text, environment, options);
        } catch (ConditionException invalid) {
            Word at = words.size() > 1 ? words.get(1) : words.getFirst();
            fail(at, invalid.getMessage() + " in '" + words.getFirst().text() + "'");
            return false;
        }
    }

    private void message(List<Word> words) {
        Word name = words.getFirst();
        String text = words.size() > 1 ? Octets.display(words.get(1).text()) : "";
        switch (name.text()) {
            case ".alert" -> fail(name, "'" + text + "'");
            case ".warning" -> diagnostics.warning(name.position(), name.width(), "'" + text + "'");
            case ".notice" -> diagnostics.notice(name.position(), name.width(), "'" + text + "'");
            case ".diag" -> {
                if (options.diag()) {
                    diagnostics.notice(name.position(), name.width(), "'" + text + "'");
                }
            }
            default -> {
                diagnostics.error(
                        name.position(),
                        name.width(),
                        "unknown directive '" + Octets.display(name.text()) + "'",
                        "known: .if .elif .else .endif .notice .warning .alert .diag");
                return;
            }
        }
        extraWords(words, 2);
    }

    private void extraWords(List<Word> words, int expected) {
        if (words.size() > expected) {
            Word extra = words.get(expected);
            fail(
                    extra,
                    "unexpected argument '"
                            + Octets.display(extra.text())
                            + "' for '"
                            + words.getFirst().text()
                            + "'"
                            + (expected == 2 ? ", put the message in quotes" : ""));
        }
    }

    private void fail(Word at, String message) {
        diagnostics.error(at.position(), at.width(), message);
    }
}
