package io.aplomb.base;

import org.jspecify.annotations.Nullable;

/**
 * Invariants that are checked always. A failed one is a bug of ours (or of the caller), never a
 * fault of a peer or a configuration, and is thrown unchecked.
 */
public final class Check {

    private Check() {}

    /**
     * What the caller passed is in the valid range.
     *
     * @throws IllegalArgumentException when it is not
     */
    public static void argument(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * The component itself is in a state in which this may be done.
     *
     * @throws IllegalStateException when it is not
     */
    public static void state(boolean holds, String message) {
        if (!holds) {
            throw new IllegalStateException(message);
        }
    }

    /**
     * The value is there.
     *
     * @throws IllegalStateException when it is null
     */
    public static <T> T present(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException(what + " is absent");
        }
        return value;
    }

    /**
     * An index into something of that size.
     *
     * @throws IndexOutOfBoundsException when it is negative or not below the size
     */
    public static int index(int index, int size) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("index " + index + " of " + size);
        }
        return index;
    }

    /** For a branch that cannot be reached; throw the result. */
    public static IllegalStateException unreachable(String why) {
        return new IllegalStateException("unreachable: " + why);
    }
}
