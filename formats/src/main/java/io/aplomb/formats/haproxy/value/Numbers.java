package io.aplomb.formats.haproxy.value;

/** Numbers that stop at a limit instead of wrapping. */
final class Numbers {

    private Numbers() {}

    /** How many decimal digits the text starts with. */
    static int leadingDigits(String text) {
        int count = 0;
        while (count < text.length() && text.charAt(count) >= '0' && text.charAt(count) <= '9') {
            count++;
        }
        return count;
    }

    /** The value of decimal digits, at most the cap. */
    static long parseCapped(String digits, long cap) {
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (value > (cap - digit) / 10) {
                return cap;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    static long multiplyCapped(long value, long factor) {
        return value > Long.MAX_VALUE / factor ? Long.MAX_VALUE : value * factor;
    }
}
