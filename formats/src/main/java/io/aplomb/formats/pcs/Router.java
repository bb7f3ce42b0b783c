package io.aplomb.formats.pcs;

import io.aplomb.base.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the command that the next word names.
 *
 * @param path the words that lead here, such as {@code resource group}
 * @param commands by their word
 * @param standard what runs where there is no word; null shows the syntax
 */
record Router(String path, Map<String, CommandSet> commands, @Nullable String standard)
        implements CommandSet {

    /** One that needs a word. */
    Router(String path, Map<String, CommandSet> commands) {
        this(path, commands, null);
    }

    @Override
    public PcsAnswer run(Call call) {
        String word = call.words().isEmpty() ? standard : call.words().getFirst();
        if (word == null) {
            return refused(call, InvalidCommand.usage(), path);
        }
        CommandSet command = commands.get(word);
        if (command == null) {
            return refused(call, unknown(word), path);
        }
        try {
            return command.run(call.words().isEmpty() ? call : call.from(1));
        } catch (InvalidCommand refusal) {
            return refused(call, refusal, path.isEmpty() ? word : path + " " + word);
        }
    }

    private InvalidCommand unknown(String word) {
        String name = path.isEmpty() ? "" : path + " ";
        String meant =
                Suggestions.nearest(word, commands.keySet())
                        .map(found -> ", did you mean '" + name + found + "'?")
                        .orElse("");
        return InvalidCommand.usageBecause("unknown command '" + name + word + "'" + meant);
    }

    private static PcsAnswer refused(Call call, InvalidCommand refusal, String shown) {
        List<String> lines = new ArrayList<>(call.reports().lines());
        lines.addAll(refusal.lines());
        if (refusal.isUsage()) {
            lines.addAll(Usage.of(shown));
        }
        return new PcsAnswer.Refused(lines);
    }
}
