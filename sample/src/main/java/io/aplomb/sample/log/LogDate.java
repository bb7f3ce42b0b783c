package io.aplomb.sample.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Dates of log lines: {@code 06/Feb/2009:12:14:14.655}, with an offset, or in UTC. */
final class LogDate {

    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    private static final long MICROS = 1_000_000;

    private LogDate() {}

    /** Local time with milliseconds. */
    static void appendMilliseconds(long epochUs, ZoneId zone, StringBuilder out) {
        append(date(epochUs, zone), out);
        out.append('.');
        pad(out, milliseconds(epochUs), 3);
    }

    /** UTC with its offset, {@code +0000}. */
    static void appendUtc(long epochUs, StringBuilder out) {
        append(date(epochUs, ZoneOffset.UTC), out);
        out.append(" +0000");
    }

    /** Local time with its offset. */
    static void appendLocal(long epochUs, ZoneId zone, StringBuilder out) {
        ZonedDateTime date = date(epochUs, zone);
        append(date, out);
        int minutes = date.getOffset().getTotalSeconds() / 60;
        out.append(minutes < 0 ? " -" : " +");
        pad(out, Math.abs(minutes) / 60, 2);
        pad(out, Math.abs(minutes) % 60, 2);
    }

    /** The milliseconds inside the second. */
    static int milliseconds(long epochUs) {
        return (int) (Math.floorMod(epochUs, MICROS) / 1000);
    }

    private static ZonedDateTime date(long epochUs, ZoneId zone) {
        return Instant.ofEpochSecond(Math.floorDiv(epochUs, MICROS)).atZone(zone);
    }

    private static void append(ZonedDateTime date, StringBuilder out) {
        pad(out, date.getDayOfMonth(), 2);
        out.append('/').append(MONTHS[date.getMonthValue() - 1]).append('/');
        pad(out, date.getYear(), 4);
        out.append(':');
        pad(out, date.getHour(), 2);
        out.append(':');
        pad(out, date.getMinute(), 2);
        out.append(':');
        pad(out, date.getSecond(), 2);
    }

    static void pad(StringBuilder out, int number, int width) {
        String digits = Integer.toString(number);
        out.repeat('0', Math.max(0, width - digits.length())).append(digits);
    }
}
