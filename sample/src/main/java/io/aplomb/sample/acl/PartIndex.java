package io.aplomb.sample.acl;

import io.aplomb.base.Check;
import io.aplomb.sample.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts looked for inside: anywhere, between slashes, between the delimiters of URLs. */
final class PartIndex<T> implements PatternIndex<T> {

    private static final String DIRECTORY_DELIMITERS = "/?";
    private static final String DOMAIN_DELIMITERS = "/?.:";

    private record Part<T>(String text, T meaning) {}

    private final String delimiters;
    private final boolean ignoreCase;
    private final List<Part<T>> parts = new ArrayList<>();

    PartIndex(MatchMethod method, boolean ignoreCase) {
        this.ignoreCase = ignoreCase;
        this.delimiters =
                switch (method) {
                    case SUB -> "";
                    case DIR -> DIRECTORY_DELIMITERS;
                    case DOM -> DOMAIN_DELIMITERS;
                    default -> throw Check.unreachable("not a match of parts: " + method);
                };
    }

    @Override
    public void add(String pattern, T meaning) {
        String text = ignoreCase ? AsciiCase.lower(pattern) : pattern;
        parts.add(new Part<>(withoutOuterDelimiters(text), meaning));
    }

    @Override
    public @Nullable T find(Value value) {
        if (!(value instanceof Value.TextValue(String raw))) {
            return null;
        }
        String text = ignoreCase ? AsciiCase.lower(raw) : raw;
        for (Part<T> part : parts) {
            if (contains(text, part.text)) {
                return part.meaning;
            }
        }
        return null;
    }

    @Override
    public int size() {
        return parts.size();
    }

    private String withoutOuterDelimiters(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && delimiters.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && delimiters.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(start, end);
    }

    private boolean contains(String text, String part) {
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
            if (delimiters.isEmpty()
                    || (isBoundary(text, at - 1) && isBoundary(text, at + part.length()))) {
                return true;
            }
        }
        return false;
    }

    private boolean isBoundary(String text, int index) {
        return index < 0 || index >= text.length() || delimiters.indexOf(text.charAt(index)) >= 0;
    }
}
