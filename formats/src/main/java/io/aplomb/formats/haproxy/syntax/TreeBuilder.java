package io.aplomb.formats.haproxy.syntax;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.Suggestions;
import io.aplomb.formats.text.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sorts lines into sections and runs the lines of global that change the variables. */
final class TreeBuilder {

    private final Diagnostics diagnostics;
    private final Environment environment;
    private final List<Section> sections = new ArrayList<>();
    private final List<Statement> statements = new ArrayList<>();
    private @Nullable Section open;

    TreeBuilder(Diagnostics diagnostics, Environment environment) {
        this.diagnostics = diagnostics;
        this.environment = environment;
    }

    void add(List<Word> words) {
        Word first = words.getFirst();
        Optional<SectionKind> kind = SectionKind.of(first.text());
        if (kind.isPresent()) {
            close();
            statements.clear();
            open = open(kind.get(), words);
            environment.inSection(open.nameWord() == null ? first.text() : open.name());
            return;
        }
        if (open == null) {
            outOfSection(first);
            return;
        }
        Statement statement = statement(words);
        if (open.kind() == SectionKind.GLOBAL) {
            changeEnvironment(statement);
        }
        statements.add(statement);
    }

    private void outOfSection(Word first) {
        String message = "unknown keyword '" + Octets.display(first.text()) + "' out of section";
        List<String> names = Arrays.stream(SectionKind.values()).map(SectionKind::keyword).toList();
        String advice =
                Suggestions.nearest(first.text(), names)
                        .map(name -> "did you mean '" + name + "'?")
                        .orElse("a section such as 'global' or 'frontend NAME' comes first");
        diagnostics.error(first.position(), first.width(), message, advice);
    }

    private static Statement statement(List<Word> words) {
        Statement.Modifier modifier =
                switch (words.getFirst().text()) {
                    case "no" -> Statement.Modifier.NO;
                    case "default" -> Statement.Modifier.DEFAULT;
                    default -> Statement.Modifier.NONE;
                };
        return modifier == Statement.Modifier.NONE || words.size() == 1
                ? new Statement(Statement.Modifier.NONE, words)
                : new Statement(modifier, words.subList(1, words.size()));
    }

    private Section open(SectionKind kind, List<Word> words) {
        List<Word> rest = new ArrayList<>(words.subList(1, words.size()));
        Word name = null;
        Word from = null;
        boolean startsWithFrom =
                kind == SectionKind.DEFAULTS && !rest.isEmpty() && rest.getFirst().is("from");
        if (kind.naming() != SectionKind.Naming.NONE && !rest.isEmpty() && !startsWithFrom) {
            name = rest.removeFirst();
            checkName(kind, name);
        }
        if (name == null && kind.naming() == SectionKind.Naming.REQUIRED) {
            Word keyword = words.getFirst();
            diagnostics.error(
                    keyword.position(),
                    keyword.width(),
                    "'" + keyword.text() + "' expects a name",
                    "write: " + keyword.text() + " NAME");
        }
        if (kind.inherits() && rest.size() >= 2 && rest.getFirst().is("from")) {
            from = rest.get(1);
            rest.subList(0, 2).clear();
            checkFrom(from);
        }
        return new Section(kind, words.getFirst(), name, from, rest, List.of());
    }

    /** Manual, section 4: letters, digits, dash, underscore, dot, colon; free for defaults. */
    private void checkName(SectionKind kind, Word name) {
        if (kind == SectionKind.DEFAULTS) {
            return;
        }
        for (int i = 0; i < name.text().length(); i++) {
            char c = name.text().charAt(i);
            boolean permitted =
                    c < 0x80 && (Character.isLetterOrDigit(c) || "-_.:".indexOf(c) >= 0);
            if (!permitted) {
                diagnostics.error(
                        name.position(),
                        name.width(),
                        "character '"
                                + c
                                + "' is not permitted in the name '"
                                + Octets.display(name.text())
                                + "'",
                        "use letters, digits, '-', '_', '.' and ':'");
                return;
            }
        }
    }

    private void checkFrom(Word from) {
        Set<String> known =
                sections.stream()
                        .filter(section -> section.kind() == SectionKind.DEFAULTS)
                        .map(Section::name)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet());
        if (known.contains(from.text())) {
            return;
        }
        diagnostics.error(
                from.position(),
                from.width(),
                "no 'defaults' section named '" + Octets.display(from.text()) + "' above",
                Suggestions.nearest(from.text(), known)
                        .map(name -> "did you mean '" + name + "'?")
                        .orElse("put 'defaults " + Octets.display(from.text()) + "' before it"));
    }

    private void changeEnvironment(Statement statement) {
        String name = statement.text(1);
        switch (statement.keyword().text()) {
            case "setenv" -> {
                if (statement.size() >= 3) {
                    environment.set(name, statement.text(2));
                }
            }
            case "presetenv" -> {
                if (statement.size() >= 3) {
                    environment.setIfAbsent(name, statement.text(2));
                }
            }
            case "unsetenv" -> statement.from(1).forEach(word -> environment.unset(word.text()));
            case "resetenv" ->
                    environment.retainOnly(
                            statement.from(1).stream().map(Word::text).collect(Collectors.toSet()));
            default -> {
                return;
            }
        }
    }

    private void close() {
        if (open != null) {
            sections.add(
                    new Section(
                            open.kind(),
                            open.keyword(),
                            open.nameWord(),
                            open.fromWord(),
                            open.extraWords(),
                            statements));
        }
        open = null;
    }

    ConfigTree finish() {
        close();
        return new ConfigTree(sections, environment.snapshot());
    }
}
