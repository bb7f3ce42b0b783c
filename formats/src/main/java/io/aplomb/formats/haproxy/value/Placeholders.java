package io.aplomb.formats.haproxy.value;

import java.util.regex.Pattern;

/**
 * Recognises addresses that a document left for its reader to fill in, such as {@code
 * 192.168.6.ABC:8989} or {@code 10.0.x.x}: four parts, the first a number, one at least of up to
 * three capital letters or of x, y, z, n.
 */
public final class Placeholders {

    public static final String MESSAGE_SUFFIX = "is a placeholder; put your own address";

    private static final String PART = "(?:[0-9]{1,3}|[A-Z]{1,3}|[xyzn]{1,3})";

    private static final Pattern QUAD =
            Pattern.compile(
                    "(?:[a-z0-9+]+@)?[0-9]{1,3}(?:\\." + PART + "){3}(?:[:/][0-9A-Za-z+-]*)?");

    private static final Pattern NUMBERS_ONLY =
            Pattern.compile("(?:[a-z0-9+]+@)?[0-9]+(?:\\.[0-9]+){3}(?:[:/].*)?");

    private Placeholders() {}

    public static boolean isPlaceholder(String word) {
        return QUAD.matcher(word).matches() && !NUMBERS_ONLY.matcher(word).matches();
    }

    /** What is said about one. */
    public static String message(String word) {
        return "'" + word + "' " + MESSAGE_SUFFIX;
    }
}
