package io.aplomb.sample.acl;

import io.aplomb.sample.Regexes;
import io.aplomb.sample.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Regular expressions, tried in the order given: manual section 7.1.4. */
final class RegexIndex<T> implements PatternIndex<T> {

    private record Entry<T>(Pattern regex, T meaning) {}

    private final boolean ignoreCase;
    private final List<Entry<T>> entries = new ArrayList<>();

    RegexIndex(boolean ignoreCase) {
        this.ignoreCase = ignoreCase;
    }

    @Override
    public void add(String pattern, T meaning) throws BadPatternException {
        try {
            entries.add(new Entry<>(Regexes.compile(pattern, ignoreCase), meaning));
        } catch (PatternSyntaxException wrong) {
            throw new BadPatternException(
                    "regex '%s' is invalid: %s near offset %d"
                            .formatted(pattern, wrong.getDescription(), wrong.getIndex()));
        }
    }

    @Override
    public @Nullable T find(Value value) {
        if (!(value instanceof Value.TextValue(String text))) {
            return null;
        }
        for (Entry<T> entry : entries) {
            if (entry.regex.matcher(text).find()) {
                return entry.meaning;
            }
        }
        return null;
    }

    @Override
    public int size() {
        return entries.size();
    }
}
