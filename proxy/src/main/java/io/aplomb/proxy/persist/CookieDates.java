package io.aplomb.proxy.persist;

/**
 * The dates a persistence cookie carries with {@code maxidle} or {@code maxlife}: seconds since
 * 1970 in units of four seconds, as five characters of six bits each, most significant first.
 */
final class CookieDates {

    static final char DELIMITER = '|';

    private static final String DIGITS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int LENGTH = 5;
    private static final int BITS = 6;

    private CookieDates() {}

    /** The five characters of a date, rounded up. */
    static String encode(long epochSeconds) {
        return digits((epochSeconds + 3) >> 2);
    }

    /** The five characters of a date that came from a cookie. */
    static String encodeExact(long epochSeconds) {
        return digits(epochSeconds >> 2);
    }

    private static String digits(long quarters) {
        char[] text = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            text[i] = DIGITS.charAt((int) (quarters >> (BITS * (LENGTH - 1 - i))) & 0x3F);
        }
        return new String(text);
    }

    /** The seconds that five characters from an index on say, 0 when they are no date. */
    static long decode(String value, int from) {
        if (from + LENGTH > value.length()) {
            return 0;
        }
        long quarters = 0;
        for (int i = from; i < from + LENGTH; i++) {
            int digit = DIGITS.indexOf(value.charAt(i));
            if (digit < 0) {
                return 0;
            }
            quarters = (quarters << BITS) | digit;
        }
        return quarters << 2;
    }
}
