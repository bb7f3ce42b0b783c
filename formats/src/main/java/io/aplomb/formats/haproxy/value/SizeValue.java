package io.aplomb.formats.haproxy.value;

/** Sizes and counts with the suffixes k, m and g (powers of 1024), in either case. */
public final class SizeValue {

    /** HAProxy keeps sizes in 32 bits. */
    public static final long MAX = 0xFFFF_FFFFL;

    private SizeValue() {}

    /** Reads a size; at most {@link #MAX}. */
    public static long parse(String text) throws InvalidValueException {
        int digits = Numbers.leadingDigits(text);
        String suffix = text.substring(digits);
        if (digits == 0) {
            throw new InvalidValueException(
                    "a size is expected, not '" + text + "'",
                    "write a number, or one with k, m or g");
        }
        long number = Numbers.parseCapped(text.substring(0, digits), Long.MAX_VALUE);
        long factor =
                switch (suffix) {
                    case "" -> 1L;
                    case "k", "K" -> 1L << 10;
                    case "m", "M" -> 1L << 20;
                    case "g", "G" -> 1L << 30;
                    default ->
                            throw new InvalidValueException(
                                    "unexpected '" + suffix + "' in the size '" + text + "'",
                                    "suffixes: k m g");
                };
        long size = Numbers.multiplyCapped(number, factor);
        if (size > MAX) {
            throw new InvalidValueException(
                    "the size '" + text + "' is too large (maximum value is " + MAX + ")");
        }
        return size;
    }

    /** Reads a whole number in a range; the message names the range. */
    public static long parseInteger(String text, long min, long max) throws InvalidValueException {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        if (digits.isEmpty() || Numbers.leadingDigits(digits) != digits.length()) {
            throw new InvalidValueException("a number is expected, not '" + text + "'");
        }
        long value = Numbers.parseCapped(digits, Long.MAX_VALUE);
        long signed = negative ? -value : value;
        if (signed < min || signed > max) {
            throw new InvalidValueException(
                    "'" + text + "' is out of range (" + min + " to " + max + ")");
        }
        return signed;
    }
}
