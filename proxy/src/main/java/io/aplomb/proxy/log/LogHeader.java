package io.aplomb.proxy.log;

import io.aplomb.model.proxy.LogTarget;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Puts the header of a target's format before messages (manual 4.2 "log", option format), as
 * recorded from HAProxy 2.6. Remembers the texts of the last second; for one thread.
 */
final class LogHeader {

    private static final int FACILITY_SHIFT = 3;
    private static final long US_PER_SECOND = 1_000_000;
    private static final DateTimeFormatter BSD =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.US);
    private static final DateTimeFormatter ISO_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.US);
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx", Locale.US);

    private final Supplier<LogIdentity> sender;
    private long second = Long.MIN_VALUE;
    private String bsdText = "";
    private String isoText = "";
    private String offsetText = "";

    /**
     * @param sender asked at each line, as a reload may change it
     */
    LogHeader(Supplier<LogIdentity> sender) {
        this.sender = sender;
    }

    /** Appends the header to an empty or filled builder. */
    void append(StringBuilder out, LogTarget target, LogEntry entry) {
        LogIdentity identity = sender.get();
        remember(Math.floorDiv(entry.wallUs(), US_PER_SECOND), identity.zone());
        int priority = (target.facility() << FACILITY_SHIFT) | entry.level();
        switch (target.format()) {
            case RFC3164 -> {
                out.append('<').append(priority).append('>').append(bsdText).append(' ');
                out.append(identity.hostName()).append(' ');
                appendTagAndPid(out, entry, identity);
            }
            case LOCAL -> {
                out.append('<').append(priority).append('>').append(bsdText).append(' ');
                appendTagAndPid(out, entry, identity);
            }
            case RFC5424 -> {
                out.append('<').append(priority).append(">1 ");
                appendIso(out, entry.wallUs());
                out.append(' ').append(identity.hostName()).append(' ').append(entry.tag());
                out.append(' ').append(identity.pid()).append(" - ");
                out.append(entry.structuredData()).append(' ');
            }
            case PRIORITY -> out.append('<').append(priority).append('>');
            case SHORT -> out.append('<').append(entry.level()).append('>');
            case TIMED -> {
                out.append('<').append(entry.level()).append('>');
                appendIso(out, entry.wallUs());
                out.append(' ');
            }
            case ISO -> {
                appendIso(out, entry.wallUs());
                out.append(' ');
            }
            case RAW -> {}
        }
    }

    private static void appendTagAndPid(StringBuilder out, LogEntry entry, LogIdentity identity) {
        out.append(entry.tag()).append('[').append(identity.pid()).append("]: ");
    }

    private void appendIso(StringBuilder out, long wallUs) {
        String micros = Long.toString(Math.floorMod(wallUs, US_PER_SECOND) + US_PER_SECOND);
        out.append(isoText).append('.').append(micros, 1, micros.length()).append(offsetText);
    }

    private void remember(long epochSecond, ZoneId zone) {
        if (epochSecond == second) {
            return;
        }
        second = epochSecond;
        ZonedDateTime time = Instant.ofEpochSecond(epochSecond).atZone(zone);
        ZoneOffset offset = time.getOffset();
        bsdText = BSD.format(time);
        isoText = ISO_SECOND.format(time);
        offsetText = OFFSET.format(offset);
    }
}
