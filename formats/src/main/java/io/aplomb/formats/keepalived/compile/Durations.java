package io.aplomb.formats.keepalived.compile;

import java.math.BigDecimal;

/** Durations as the configuration writes them. */
final class Durations {

    private Durations() {}

    /** Nanoseconds as seconds, without needless zeros: {@code 0.25}. */
    static String seconds(long durationNs) {
        return BigDecimal.valueOf(durationNs, 9).stripTrailingZeros().toPlainString();
    }
}
