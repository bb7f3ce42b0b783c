package io.aplomb.proxy.health;

import org.jspecify.annotations.Nullable;

/**
 * A weight or a limit as an administrator or an agent writes it, read with HAProxy's rules.
 *
 * @param value what was wanted, if it is not refused
 * @param refusal HAProxy's words for why not, null if it is granted
 */
public record WantedNumber(int value, @Nullable String refusal) {

    private static final int MAX_WEIGHT = 256;

    /** Enough for any percentage to reach {@link #MAX_WEIGHT}, and no product overflows. */
    private static final long MAX_PERCENT = 25_600;

    private static WantedNumber refused(String why) {
        return new WantedNumber(0, why);
    }

    /**
     * A weight, absolute or as a percentage of the initial one.
     *
     * @param initial the configured weight
     * @param fixed the algorithm knows a server's configured weight and zero only
     */
    public static WantedNumber weight(String text, int initial, boolean fixed) {
        int end = endOfNumber(text);
        if (end == 0) {
            return refused("Empty weight string empty or preceded by garbage");
        }
        long number = number(text, end);
        String unit = text.substring(end);
        long weight;
        if (unit.equals("%")) {
            if (number < 0) {
                return refused("Relative weight must be positive.\n");
            }
            weight = Math.min(MAX_WEIGHT, initial * Math.min(number, MAX_PERCENT) / 100);
        } else if (number < 0 || number > MAX_WEIGHT) {
            return refused("Absolute weight can only be between 0 and 256 inclusive.\n");
        } else if (!unit.isEmpty()) {
            return refused("Trailing garbage in weight string");
        } else {
            weight = number;
        }
        if (fixed && weight != 0 && weight != initial) {
            return refused(
                    "Backend is using a static LB algorithm and only accepts weights '0%' and"
                            + " '100%'.\n");
        }
        return new WantedNumber((int) weight, null);
    }

    /** A server's {@code maxconn}, 0 for no limit. */
    public static WantedNumber maxConn(String text) {
        if (text.isEmpty()) {
            return refused("Require <maxconn>.\n");
        }
        int end = endOfNumber(text);
        long number = end == 0 ? -1 : number(text, end);
        if (number < 0 || number > Integer.MAX_VALUE) {
            return refused("maxconn string empty or preceded by garbage");
        }
        return end < text.length()
                ? refused("Trailing garbage in maxconn string")
                : new WantedNumber((int) number, null);
    }

    /** Where the decimal number at the start ends, with its sign; 0 if there is none. */
    private static int endOfNumber(String text) {
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end == start ? 0 : end;
    }

    private static long number(String text, int end) {
        try {
            return Long.parseLong(text.substring(0, end));
        } catch (NumberFormatException tooLong) {
            return text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
