package io.aplomb.formats.keepalived.compile;

import io.aplomb.formats.keepalived.syntax.Term;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.ScriptUser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the programs that a configuration names. */
final class Scripts {

    private Scripts() {}

    /** {@code PROGRAM|"PROGRAM ARGUMENT ..." [USER [GROUP]]}. */
    static Script withUser(Line line) throws Refusal {
        Term term = line.takeTerm("a program, in quotes when it has arguments");
        return script(line, term, line.hasNext() ? user(line) : null);
    }

    /**
     * {@code PROGRAM|"PROGRAM ARGUMENT ..."} alone. What follows without quotes would be lost, and
     * the program would run without its arguments.
     */
    static Script alone(Line line) throws Refusal {
        Term term = line.takeTerm("a program, in quotes when it has arguments");
        if (line.hasNext()) {
            Word extra = line.rest().getFirst();
            throw line.error(
                    extra,
                    "only '%s' would be run, without '%s'".formatted(term.word(), extra.text()),
                    "put the program and its arguments together in quotes");
        }
        return script(line, term, null);
    }

    private static Script script(Line line, Term term, @Nullable ScriptUser user) throws Refusal {
        List<String> words = words(line, term);
        if (words.isEmpty()) {
            throw line.error(term.word(), "an empty program");
        }
        return new Script(words, user, term.word().position());
    }

    /** {@code USER [GROUP]}. */
    static ScriptUser user(Line line) throws Refusal {
        String user = line.take("a user").text();
        return new ScriptUser(user, line.hasNext() ? line.take("a group").text() : null);
    }

    /** The words of a program's line: blanks divide them, quotes keep them together. */
    private static List<String> words(Line line, Term term) throws Refusal {
        List<String> words = new ArrayList<>();
        String text = term.decoded();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (c == ' ' || c == '\t' || c == '\n') {
                if (inWord) {
                    words.add(word.toString());
                }
                word.setLength(0);
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw line.error(term.word(), "a quote inside the program's line has no end");
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    /** The script as somebody else's if it names nobody. */
    static @Nullable Script as(@Nullable Script script, @Nullable ScriptUser user) {
        return script == null || script.user() != null || user == null
                ? script
                : new Script(script.words(), user, script.position());
    }
}
