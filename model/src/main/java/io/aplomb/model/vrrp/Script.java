package io.aplomb.model.vrrp;

import io.aplomb.base.Check;
import io.aplomb.base.SourcePosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program with its arguments, started without a shell in between.
 *
 * @param words the program, then its arguments; a program without a slash is looked up on PATH
 * @param user null when the configuration names nobody, neither here nor globally
 */
public record Script(List<String> words, @Nullable ScriptUser user, SourcePosition position) {

    public Script {
        words = List.copyOf(words);
        Check.argument(!words.isEmpty(), "a script has a program");
    }

    public String program() {
        return words.getFirst();
    }

    /** The words as one line, for messages. */
    public String text() {
        return String.join(" ", words);
    }
}
