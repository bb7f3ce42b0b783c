package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Check;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.sample.UsePoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The actions of a rule set and who reads them.
 *
 * @param <A> the kind of action
 */
final class ActionTable<A> {

    private final String keyword;
    private final Map<String, ActionReader<? extends A>> readers = new HashMap<>();

    ActionTable(String keyword) {
        this.keyword = keyword;
    }

    ActionTable<A> on(String action, ActionReader<? extends A> reader) {
        Check.state(readers.put(action, reader) == null, action);
        return this;
    }

    /** The other table reads this action as this one does. */
    void share(String action, ActionTable<A> other) {
        other.on(action, Check.present(readers.get(action), action));
    }

    Set<String> actions() {
        return new TreeSet<>(readers.keySet());
    }

    /** Reads the next word as an action with its arguments, up to the condition. */
    A read(Line line, ProxyDraft proxy, UsePoint point) throws Refusal {
        Word word = line.take("an action");
        String text = word.text();
        int open = text.indexOf('(');
        String name = open > 0 ? text.substring(0, open) : text;
        if (open > 0 && !text.endsWith(")")) {
            throw line.error(word, "missing ')' in '%s'".formatted(text));
        }
        String argument = open > 0 ? text.substring(open + 1, text.length() - 1) : "";
        ActionReader<? extends A> reader = readers.get(name);
        if (reader == null) {
            throw line.unknown(word, "'" + keyword + "' action", actions());
        }
        return reader.read(line, new RuleSite(proxy, point, argument));
    }
}
