package io.aplomb.control.vip;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number in the text of a tracked file, as strtol(3) of base 0 reads it in keepalived: blanks,
 * a sign, then {@code 0x} and hexadecimal digits, {@code 0} and octal ones, or decimal ones; what
 * follows does not matter. Pure.
 */
final class TrackedNumber {

    private static final Pattern NUMBER =
            Pattern.compile(
                    "\\s*([+-]?)(?:0[xX]([0-9a-fA-F]+)|(0[0-7]*)|([1-9][0-9]*)).*", Pattern.DOTALL);

    /** No number of more digits is an int. */
    private static final int MOST_DIGITS = 12;

    private TrackedNumber() {}

    /** The number; 0 for a text that begins with none; empty when it is no int. */
    static OptionalInt of(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            return OptionalInt.of(0);
        }
        boolean negative = "-".equals(matcher.group(1));
        int group = matcher.group(2) != null ? 2 : matcher.group(3) != null ? 3 : 4;
        int radix = group == 2 ? 16 : group == 3 ? 8 : 10;
        String digits = matcher.group(group).replaceFirst("^0+(?=.)", "");
        if (digits.length() > MOST_DIGITS) {
            return OptionalInt.empty();
        }
        long value = Long.parseLong(digits, radix) * (negative ? -1 : 1);
        return value == (int) value ? OptionalInt.of((int) value) : OptionalInt.empty();
    }
}
