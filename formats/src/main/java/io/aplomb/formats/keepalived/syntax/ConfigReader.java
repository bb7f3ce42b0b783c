package io.aplomb.formats.keepalived.syntax;

import io.aplomb.base.Bytes;
import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.formats.keepalived.KeepalivedFiles;
import io.aplomb.formats.keepalived.LoadOptions;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a configuration file and those it includes into a tree. Takes everything that can be read
 * and reports everything that cannot, with the place; never throws for a bad text. Knows no keyword
 * but those that steer the reading itself: {@code include} with its variants and {@code
 * random_seed}.
 */
public final class ConfigReader {

    /** A file that includes itself never ends. */
    private static final int MAX_INCLUDE_DEPTH = 32;

    private final KeepalivedFiles files;
    private final Diagnostics diagnostics;
    private final LineExpander expander;
    private final TreeBuilder tree;
    private final List<String> names = new ArrayList<>();

    /** What a definition of several lines has so far; empty outside one. */
    private final List<SourceText> definition = new ArrayList<>();

    private ConfigReader(KeepalivedFiles files, LoadOptions options, Diagnostics diagnostics) {
        this.files = files;
        this.diagnostics = diagnostics;
        this.tree = new TreeBuilder(diagnostics);
        this.expander = new LineExpander(options, diagnostics, tree::add);
    }

    /**
     * What was read.
     *
     * @param files names in the order they were opened
     */
    public record Tree(Block root, List<String> files) {
        public Tree {
            files = List.copyOf(files);
        }
    }

    /** Reads the file of that path. */
    public static Tree read(
            String path, KeepalivedFiles files, LoadOptions options, Diagnostics diagnostics) {
        ConfigReader reader = new ConfigReader(files, options, diagnostics);
        switch (files.read(path)) {
            case KeepalivedFiles.Content.Octets octets -> {
                reader.readFile(path, octets.bytes(), IncludeChecks.NONE, 0);
            }
            case KeepalivedFiles.Content.Unreadable unreadable ->
                    diagnostics.error(
                            SourcePosition.ofFile(path), 0, "cannot read: " + unreadable.reason());
        }
        return new Tree(reader.tree.finish(), reader.names);
    }

    private void readFile(String path, Bytes content, IncludeChecks checks, int depth) {
        String saved = expander.directory();
        expander.enterDirectory(Globs.directoryOf(path));
        names.add(path);
        List<String> lines = text(content).lines().toList();
        diagnostics.source(path, lines);
        IncludeChecks current = checks;
        for (int i = 0; i < lines.size(); i++) {
            SourceText line = SourceText.ofLine(path, i + 1, lines.get(i));
            if (line.text().indexOf(0) >= 0) {
                diagnostics.error(line.position(line.text().indexOf(0)), 1, "stray NUL character");
                continue;
            }
            current = readLine(line, current, depth);
        }
        endDefinition();
        expander.enterDirectory(saved);
    }

    /** UTF-8 where it is that, otherwise one character for each octet. */
    private static String text(Bytes content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content.toArray()))
                    .toString();
        } catch (CharacterCodingException _) {
            return new String(content.toArray(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Gives the include checks for the next line. */
    private IncludeChecks readLine(SourceText written, IncludeChecks checks, int depth) {
        SourceText line = written.strip();
        boolean goesOn = line.text().endsWith("\\");
        SourceText content = goesOn ? line.part(0, line.length() - 1) : line;
        content = withoutComment(content).strip();
        if (!definition.isEmpty()) {
            definition.add(content);
            if (!goesOn) {
                endDefinition();
            }
            return checks;
        }
        if (goesOn && LineExpander.beginsDefinition(content)) {
            definition.add(content);
            return checks;
        }
        if (withoutComment(line).strip().text().endsWith("\\")) {
            diagnostics.error(
                    line.position(line.length() - 1),
                    1,
                    "a line goes on in the next one only inside a definition",
                    "write the statement on one line, or define it: $NAME= \\");
            return checks;
        }
        return readContent(content, checks, depth);
    }

    private IncludeChecks readContent(SourceText line, IncludeChecks checks, int depth) {
        if (line.text().startsWith("include")) {
            List<Token> tokens = Tokenizer.tokens(line, new Diagnostics());
            if (tokens.getFirst() instanceof Token.Text(Term term)) {
                if (term.word().is("include_check")) {
                    return checks.changed(Tokenizer.tokens(line, diagnostics), diagnostics);
                }
                IncludeChecks included = checks.forKeyword(term.word().text());
                if (included != null) {
                    include(Tokenizer.tokens(line, diagnostics), included, checks, depth);
                    return checks;
                }
            }
        }
        expander.expand(line);
        return checks;
    }

    private void include(
            List<Token> tokens, IncludeChecks wanted, IncludeChecks inherited, int depth) {
        SourcePosition at = tokens.getFirst().position();
        if (tokens.size() != 2 || !(tokens.get(1) instanceof Token.Text(Term term))) {
            diagnostics.error(
                    at, 1, "include takes one file name", "put a name with braces in quotes");
            return;
        }
        if (depth == MAX_INCLUDE_DEPTH) {
            diagnostics.error(
                    at, 1, "more than " + MAX_INCLUDE_DEPTH + " files include each other");
            return;
        }
        String pattern = Globs.resolve(expander.directory(), term.word().text());
        List<String> paths = new Globs(files).matches(pattern);
        if (paths.isEmpty()) {
            wanted.reportMissing(term.word(), pattern, diagnostics);
        }
        for (String path : paths) {
            switch (files.read(path)) {
                case KeepalivedFiles.Content.Octets octets ->
                        readFile(path, octets.bytes(), inherited, depth + 1);
                case KeepalivedFiles.Content.Unreadable unreadable ->
                        wanted.reportUnreadable(
                                term.word(), path, unreadable.reason(), diagnostics);
            }
        }
    }

    private void endDefinition() {
        if (!definition.isEmpty()) {
            expander.define(definition);
            definition.clear();
        }
    }

    /** Comments begin with {@code #} or {@code !} anywhere outside quotes. */
    private static SourceText withoutComment(SourceText line) {
        String text = line.text();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '#' || c == '!') {
                return line.part(0, i);
            }
            if (c == '\\') {
                i++;
            } else if (c == '"' || c == '\'') {
                int end = Tokenizer.endOfQuote(text, i);
                if (end < 0) {
                    return line;
                }
                i = end;
            }
        }
        return line;
    }
}
