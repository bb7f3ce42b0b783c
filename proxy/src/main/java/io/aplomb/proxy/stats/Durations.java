package io.aplomb.proxy.stats;

/** Durations as HAProxy tells them to people. */
public final class Durations {

    private static final String[] UNITS = {"d", "h", "m", "s"};
    private static final long[] SECONDS = {86_400, 3_600, 60, 1};

    private Durations() {}

    /** As "2h3m" or "15s": the two largest units; "?" for a negative one. */
    public static String text(long seconds) {
        if (seconds < 0) {
            return "?";
        }
        for (int i = 0; i < UNITS.length - 1; i++) {
            if (seconds >= SECONDS[i]) {
                long rest = seconds % SECONDS[i] / SECONDS[i + 1];
                return seconds / SECONDS[i] + UNITS[i] + (rest > 0 ? rest + UNITS[i + 1] : "");
            }
        }
        return seconds + "s";
    }
}
