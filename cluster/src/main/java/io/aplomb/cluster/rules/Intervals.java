package io.aplomb.cluster.rules;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Intervals and time-outs as operations write them: {@code 10} (seconds), {@code 30s}, {@code
 * 500ms}, {@code 2min}, {@code 1h}, {@code PT1M30S}.
 *
 * <p>A unit is known by its first letters (s, ms, us, m, h, in any case) and a fraction is dropped,
 * as Pacemaker does; see {@link IsoTimes#durationSeconds} for what an ISO 8601 duration amounts to.
 */
public final class Intervals {

    /** The longest interval: what 32 bits without a sign hold, in milliseconds. */
    public static final long MAX_MS = 4_294_967_295L;

    private static final String NUMBER = "0123456789.";
    private static final String SPACE = " \t\n\r\f";

    private Intervals() {}

    /** The interval in milliseconds, at most {@link #MAX_MS}; 0 where absent or invalid. */
    public static long millis(@Nullable String text) {
        return parse(text).orElse(0);
    }

    /** The interval in milliseconds, at most {@link #MAX_MS}; 0 where absent, empty if invalid. */
    public static OptionalLong parse(@Nullable String text) {
        if (text == null) {
            return OptionalLong.of(0);
        }
        long millis;
        if (text.startsWith("P")) {
            OptionalLong seconds = IsoTimes.durationSeconds(text);
            millis = seconds.isPresent() ? seconds.getAsLong() * 1000 : -1;
        } else {
            millis = timeoutMillis(text);
        }
        return millis < 0 ? OptionalLong.empty() : OptionalLong.of(Math.min(millis, MAX_MS));
    }

    /**
     * A time-out or delay in milliseconds, ISO 8601 not allowed; -1 where absent or invalid. Cut to
     * {@link Long#MAX_VALUE}.
     */
    public static long timeoutMillis(@Nullable String text) {
        if (text == null) {
            return -1;
        }
        int start = skip(text, 0, SPACE);
        int unit = skip(text, skip(text, start, NUMBER), SPACE);
        if (start < text.length() && NUMBER.indexOf(text.charAt(start)) < 0) {
            return -1;
        }
        long multiplier = 1000;
        long divisor = 1;
        if (hasUnit(text, unit, "ms")) {
            multiplier = 1;
        } else if (hasUnit(text, unit, "us")) {
            multiplier = 1;
            divisor = 1000;
        } else if (hasUnit(text, unit, "m")) {
            multiplier = 60_000;
        } else if (hasUnit(text, unit, "h")) {
            multiplier = 3_600_000;
        } else if (!hasUnit(text, unit, "s") && unit < text.length()) {
            return -1;
        }
        Numbers.Whole number = Numbers.whole(text, start);
        if (!number.found()) {
            return -1;
        }
        return number.value() > Long.MAX_VALUE / multiplier
                ? Long.MAX_VALUE
                : number.value() * multiplier / divisor;
    }

    private static boolean hasUnit(String text, int at, String unit) {
        return text.regionMatches(true, at, unit, 0, unit.length());
    }

    private static int skip(String text, int from, String characters) {
        int at = from;
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
