package io.aplomb.cluster.rules;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers as the C library reads them: white space before, then the longest piece that is a number,
 * whatever follows it ignored. Configurations rely on it ({@code 5000ms} where 5000 is meant).
 */
final class Numbers {

    private static final Pattern DECIMAL =
            Pattern.compile("\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)");
    private static final Pattern HEXADECIMAL =
            Pattern.compile(
                    "\\s*([+-]?0[xX](?:\\p{XDigit}+\\.?\\p{XDigit}*|\\.\\p{XDigit}+))"
                            + "([pP][+-]?\\d+)?");
    private static final Pattern NOT_FINITE =
            Pattern.compile("\\s*([+-]?)(inf(?:inity)?|nan)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ZERO = Pattern.compile("[0.eE]*");

    /**
     * The whole number at the start of a text.
     *
     * @param value cut to what 64 bits hold; 0 where there is none
     * @param end the index behind the last digit, 0 where there is none
     * @param clipped the number in the text was larger or smaller
     */
    record Whole(long value, int end, boolean clipped) {

        /** A number was there. */
        boolean found() {
            return end > 0;
        }

        /** A number was there and fits. */
        boolean exact() {
            return found() && !clipped;
        }
    }

    private Numbers() {}

    /** The whole number at the start of this text, as strtoll(3) to base 10 reads it. */
    static Whole whole(String text) {
        return whole(text, 0);
    }

    /** The whole number that starts at this index. */
    static Whole whole(String text, int from) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        boolean negative = at < text.length() && text.charAt(at) == '-';
        if (negative || (at < text.length() && text.charAt(at) == '+')) {
            at++;
        }
        int first = at;
        long value = 0;
        boolean clipped = false;
        for (; at < text.length() && isDigit(text.charAt(at)); at++) {
            int digit = text.charAt(at) - '0';
            // counted downwards: the smallest long has no positive counterpart
            if (clipped || value < (Long.MIN_VALUE + digit) / 10) {
                clipped = true;
            } else {
                value = value * 10 - digit;
            }
        }
        if (at == first) {
            return new Whole(0, 0, false);
        }
        if (clipped || (!negative && value == Long.MIN_VALUE)) {
            return new Whole(negative ? Long.MIN_VALUE : Long.MAX_VALUE, at, true);
        }
        return new Whole(negative ? value : -value, at, false);
    }

    /**
     * The number at the start of this text as strtod(3) reads it; empty where there is none, or
     * where it is too large or too small for a double.
     */
    static OptionalDouble real(String text) {
        Matcher notFinite = NOT_FINITE.matcher(text);
        if (notFinite.lookingAt()) {
            boolean nan = notFinite.group(2).toLowerCase(Locale.ROOT).startsWith("nan");
            double infinity =
                    notFinite.group(1).equals("-")
                            ? Double.NEGATIVE_INFINITY
                            : Double.POSITIVE_INFINITY;
            return OptionalDouble.of(nan ? Double.NaN : infinity);
        }
        Matcher number = HEXADECIMAL.matcher(text);
        if (number.lookingAt()) {
            String exponent = number.group(2);
            String complete = number.group(1) + (exponent == null ? "p0" : exponent);
            return OptionalDouble.of(Double.parseDouble(complete));
        }
        number.usePattern(DECIMAL);
        if (!number.lookingAt()) {
            return OptionalDouble.empty();
        }
        String digits = number.group(1);
        double value = Double.parseDouble(digits);
        boolean tooSmall = Math.abs(value) <= Double.MIN_NORMAL && !ZERO.matcher(digits).matches();
        return Double.isInfinite(value) || tooSmall
                ? OptionalDouble.empty()
                : OptionalDouble.of(value);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** As isspace(3) in the C locale. */
    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
