package io.aplomb.model.cib;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spans of time as people write them in properties: {@code 300ms}, {@code 5} (seconds), {@code
 * 2min}.
 */
final class Spans {

    private static final Pattern SPAN =
            Pattern.compile("(\\d{1,9})\\s*(ms|msec|s|sec|m|min|h|hr)?");
    private static final long SECOND_MS = 1_000;
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 3_600_000;

    private Spans() {}

    /** Milliseconds; empty where the text is no span. */
    static Optional<Long> ms(String text) {
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            return Optional.empty();
        }
        String unit = span.group(2) == null ? "s" : span.group(2);
        long of =
                switch (unit) {
                    case "ms", "msec" -> 1;
                    case "m", "min" -> MINUTE_MS;
                    case "h", "hr" -> HOUR_MS;
                    default -> SECOND_MS;
                };
        return Optional.of(Long.parseLong(span.group(1)) * of);
    }

    /** The shortest text of a span. */
    static String text(long ms) {
        if (ms % HOUR_MS == 0) {
            return ms / HOUR_MS + "h";
        }
        if (ms % MINUTE_MS == 0) {
            return ms / MINUTE_MS + "min";
        }
        return ms % SECOND_MS == 0 ? ms / SECOND_MS + "s" : ms + "ms";
    }
}
