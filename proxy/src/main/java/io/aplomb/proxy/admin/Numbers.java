package io.aplomb.proxy.admin;

import org.jspecify.annotations.Nullable;

/** Numbers as the commands take them. */
final class Numbers {

    private static final int MAX_DIGITS = 10;

    private Numbers() {}

    /** A number of at most ten digits and above 0, or null. */
    static @Nullable Long positive(String text) {
        Long number = natural(text);
        return number == null || number == 0 ? null : number;
    }

    /** A number of at most ten digits, or null. */
    static @Nullable Long natural(String text) {
        boolean digits =
                !text.isEmpty()
                        && text.length() <= MAX_DIGITS
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.valueOf(text) : null;
    }
}
