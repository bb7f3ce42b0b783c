package io.aplomb.app.cluster.monitor;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;

/** How Pacemaker says times, lengths of time and exit codes. Pure. */
final class Words {
    private Words() {}

    /** {@code Sat Nov 1 08:48:20 2026}, as ctime(3). */
    static String time(ZonedDateTime at) {
        return String.format(Locale.ROOT, "%ta %<tb %<2te %<tT %<tY", at)
                .replaceFirst(" (\\d) ", "  $1 ");
    }

    static String time(long seconds) {
        return time(Instant.ofEpochSecond(seconds).atZone(ZoneId.systemDefault()));
    }

    /** {@code 1d2h3m4s5ms}; what is nothing is left out. */
    static String length(long ms) {
        StringBuilder text = new StringBuilder();
        long rest = ms;
        String[] units = {"d", "h", "m", "s", "ms"};
        long[] lengths = {86_400_000, 3_600_000, 60_000, 1_000, 1};
        for (int i = 0; i < units.length; i++) {
            long count = rest / lengths[i];
            rest %= lengths[i];
            if (count > 0) {
                text.append(count).append(units[i]);
            }
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    /** How an operation ended, by Pacemaker's number. */
    static String status(int status) {
        return switch (status) {
            case -1 -> "pending";
            case 0 -> "complete";
            case 1 -> "Cancelled";
            case 2 -> "Timed Out";
            case 3 -> "NOT SUPPORTED";
            case 4 -> "Error";
            case 5 -> "Hard error";
            case 6 -> "Fatal error";
            case 7 -> "Not installed";
            case 8 -> "Internal communication failure";
            case 9 -> "Cannot execute now";
            default -> "UNKNOWN!";
        };
    }

    /** A constant in small letters. */
    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
