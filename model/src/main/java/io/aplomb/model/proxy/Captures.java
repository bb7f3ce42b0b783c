package io.aplomb.model.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code capture} and {@code declare capture} lines of a frontend, slot numbers by position. */
public record Captures(List<Slot> request, List<Slot> response, @Nullable Cookie cookie) {

    public Captures {
        request = List.copyOf(request);
        response = List.copyOf(response);
    }

    /**
     * One slot.
     *
     * @param header captured by itself at the head's arrival; null for a slot only declared
     * @param maxLength characters kept
     */
    public record Slot(@Nullable String header, int maxLength) {}

    /** {@code capture cookie NAME len N}; with {@code prefix} the name only has to begin so. */
    public record Cookie(String name, boolean prefix, int maxLength) {}
}
