package io.aplomb.formats.haproxy.value;

/** Times as HAProxy writes them (manual, section 2.5). */
public final class TimeValue {

    /** HAProxy's largest timer, about 24.8 days. */
    public static final long MAX_MS = Integer.MAX_VALUE;

    private static final String UNITS = "us ms s m h d";

    private TimeValue() {}

    /**
     * Reads a time whose unit is milliseconds when none is written.
     *
     * @return milliseconds, rounded up so that a time above 0 never becomes 0; at most {@link
     *     #MAX_MS}
     */
    public static long parseMs(String text) throws InvalidValueException {
        return parseMs(text, "ms");
    }

    /**
     * Reads a time.
     *
     * @param defaultUnit what a bare number counts: one of {@code us ms s m h d}
     * @return milliseconds, as above
     */
    public static long parseMs(String text, String defaultUnit) throws InvalidValueException {
        int digits = Numbers.leadingDigits(text);
        if (digits == 0) {
            throw new InvalidValueException(
                    text.isEmpty()
                            ? "a time is expected"
                            : "unexpected character '"
                                    + text.charAt(0)
                                    + "' in the time '"
                                    + text
                                    + "'",
                    "write a number and one of " + UNITS + ", such as 30s");
        }
        String unit = digits == text.length() ? defaultUnit : text.substring(digits);
        long number = Numbers.parseCapped(text.substring(0, digits), Long.MAX_VALUE / 1000);
        long milliseconds =
                switch (unit) {
                    case "us" -> number / 1000 + (number % 1000 == 0 ? 0 : 1);
                    case "ms" -> number;
                    case "s" -> Numbers.multiplyCapped(number, 1000);
                    case "m" -> Numbers.multiplyCapped(number, 60_000);
                    case "h" -> Numbers.multiplyCapped(number, 3_600_000);
                    case "d" -> Numbers.multiplyCapped(number, 86_400_000);
                    default ->
                            throw new InvalidValueException(
                                    "unknown unit '" + unit + "' in the time '" + text + "'",
                                    "units: " + UNITS);
                };
        if (milliseconds > MAX_MS) {
            throw new InvalidValueException(
                    "timer overflow in '"
                            + text
                            + "' (maximum value is 2147483647 ms or ~24.8 days)");
        }
        return milliseconds;
    }
}
