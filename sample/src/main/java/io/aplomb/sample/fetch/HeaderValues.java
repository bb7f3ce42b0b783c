package io.aplomb.sample.fetch;

import io.aplomb.http.FieldName;
import io.aplomb.http.HttpHead;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The values of a field over all its lines, whole or split at commas outside quotes. */
final class HeaderValues {

    private HeaderValues() {}

    /**
     * Walks the values in order until one passes.
     *
     * @param name null for every field
     * @param split whether a comma starts another value
     */
    static boolean any(
            HttpHead head, @Nullable FieldName name, boolean split, Predicate<String> test) {
        int index = next(head, name, 0);
        while (index >= 0) {
            String line = head.value(index);
            if (split ? anyPart(line, test) : test.test(line)) {
                return true;
            }
            index = next(head, name, index + 1);
        }
        return false;
    }

    /** How many values there are. */
    static int count(HttpHead head, @Nullable FieldName name, boolean split) {
        int[] count = {0};
        any(
                head,
                name,
                split,
                _ -> {
                    count[0]++;
                    return false;
                });
        return count[0];
    }

    /** The value at a place counted from 1, or from the end from -1; null when there is none. */
    static @Nullable String occurrence(
            HttpHead head, @Nullable FieldName name, boolean split, int occurrence) {
        List<String> values = new ArrayList<>(2);
        any(
                head,
                name,
                split,
                value -> {
                    values.add(value);
                    return occurrence > 0 && values.size() == occurrence;
                });
        int index = occurrence < 0 ? values.size() + occurrence : occurrence - 1;
        return index >= 0 && index < values.size() ? values.get(index) : null;
    }

    private static int next(HttpHead head, @Nullable FieldName name, int from) {
        if (name == null) {
            return from < head.fieldCount() ? from : -1;
        }
        return head.indexOf(name, from);
    }

    private static boolean anyPart(String line, Predicate<String> test) {
        if (line.indexOf(',') < 0) {
            return test.test(line);
        }
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i <= line.length(); i++) {
            char c = i == line.length() ? ',' : line.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (i >= line.length() || (c == ',' && !quoted)) {
                if (test.test(line.substring(start, Math.min(i, line.length())).strip())) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }
}
