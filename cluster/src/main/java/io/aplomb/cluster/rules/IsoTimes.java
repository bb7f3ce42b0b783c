package io.aplomb.cluster.rules;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ISO 8601 times and durations in the forms that cluster configurations use, read as leniently as
 * Pacemaker reads them.
 *
 * <p>Dates: {@code 2019-09-20}, {@code 20190920}, {@code 2019-263}, {@code 2019-W38-5}, {@code
 * epoch}. A time follows a space or a T: {@code 15:10:52}, {@code 151052}, {@code 15:10}, {@code
 * 15}; {@code 24:00:00} is the next day. Then, after a <em>space</em>, the distance from UTC:
 * {@code +02:00}, {@code -0500}; or {@code Z} anywhere. Without it a time is in the local zone, but
 * a date alone is midnight UTC. A time alone is one of today.
 *
 * <p>Sources: ISO 8601; the forms and the rules on zones were compared with {@code iso8601 -d} of
 * Pacemaker 2.1.5.
 */
public final class IsoTimes {

    private static final String NUMBER = "\\s*([+-]?\\d{1,9})";

    private static final Pattern CALENDAR =
            Pattern.compile(NUMBER + "-" + NUMBER + "-" + NUMBER + ".*", Pattern.DOTALL);
    private static final Pattern CALENDAR_BASIC =
            Pattern.compile("\\s*(\\d{4})(\\d{2})(\\d{1,2}).*", Pattern.DOTALL);
    private static final Pattern ORDINAL =
            Pattern.compile(NUMBER + "-" + NUMBER + ".*", Pattern.DOTALL);
    private static final Pattern WEEK =
            Pattern.compile(NUMBER + "-W" + NUMBER + "-" + NUMBER + ".*", Pattern.DOTALL);
    private static final Pattern EPOCH =
            Pattern.compile("epoch(?:[/\\s].*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern DATE_CHARACTERS = Pattern.compile("[-0-9W]*");

    private static final Pattern CLOCK =
            Pattern.compile("\\s*(\\d{1,9}):(\\d{1,9})(?::(\\d{1,9}))?.*", Pattern.DOTALL);
    private static final Pattern CLOCK_BASIC =
            Pattern.compile("\\s*(\\d{1,2})(?:(\\d{1,2})(\\d{1,2})?)?.*", Pattern.DOTALL);

    private static final Pattern DURATION = Pattern.compile("P([^/\\s]+).*", Pattern.DOTALL);
    private static final Pattern DURATION_PART = Pattern.compile("([+-]?)(\\d{1,9})([YMWDHS])");

    private static final int DAY_SECONDS = 86_400;

    /** The parts of a duration as written; months and years have no length of their own. */
    private record Duration(long years, long months, long days, long seconds) {}

    private IsoTimes() {}

    /**
     * The time a text stands for, empty where it stands for none.
     *
     * @param today gives the date to a time without one; its offset is the local zone
     */
    public static Optional<OffsetDateTime> parse(String text, OffsetDateTime today) {
        return parse(text, today, today.getOffset());
    }

    /**
     * The time a text stands for, empty where it stands for none.
     *
     * @param today gives the date to a time without one
     * @param localZone the zone of a time that names none
     */
    public static Optional<OffsetDateTime> parse(
            String text, OffsetDateTime today, ZoneOffset localZone) {
        try {
            if (text.startsWith("T")) {
                return withTime(today.toLocalDate(), text.substring(1), localZone);
            }
            if (text.length() > 2 && text.charAt(2) == ':') {
                return withTime(today.toLocalDate(), text, localZone);
            }
            if (EPOCH.matcher(text).matches()) {
                return Optional.of(LocalDate.EPOCH.atStartOfDay().atOffset(ZoneOffset.UTC));
            }
            LocalDate date = date(text);
            if (date == null) {
                return Optional.empty();
            }
            Matcher before = DATE_CHARACTERS.matcher(text);
            int behind = before.lookingAt() ? before.end() : 0;
            boolean timed =
                    behind < text.length()
                            && (text.charAt(behind) == ' ' || text.charAt(behind) == 'T');
            return timed
                    ? withTime(date, text.substring(behind + 1), localZone)
                    : Optional.of(date.atStartOfDay().atOffset(ZoneOffset.UTC));
        } catch (DateTimeException invalid) {
            return Optional.empty();
        }
    }

    /**
     * The seconds of a duration such as {@code P1Y2M3DT4H}, empty where it is none. A part may
     * stand in any order; without a T, M means months, but H and S are known.
     *
     * <p>As in Pacemaker 2.1.5, which counts from the first day of the first year, the first year
     * and the first day add nothing: {@code P1D} is 0, {@code P2D} one day, {@code P1M} 30 days.
     */
    public static OptionalLong durationSeconds(String text) {
        Duration duration = duration(text);
        if (duration == null) {
            return OptionalLong.empty();
        }
        long days = 30 * Math.max(0, duration.months()) + Math.max(0, duration.days() - 1);
        if (duration.years() > 1) {
            // the days of the years 1 up to the one before this
            long years = duration.years() - 1;
            days += 365 * years + years / 4 - years / 100 + years / 400;
        }
        return OptionalLong.of(days * DAY_SECONDS + duration.seconds());
    }

    private static @Nullable LocalDate date(String text) {
        Matcher calendar = CALENDAR.matcher(text);
        if (!calendar.matches() && !ORDINAL.matcher(text).matches()) {
            calendar = CALENDAR_BASIC.matcher(text);
        }
        if (calendar.matches()) {
            return LocalDate.of(number(calendar, 1), number(calendar, 2), number(calendar, 3));
        }
        Matcher ordinal = ORDINAL.matcher(text);
        if (ordinal.matches()) {
            return LocalDate.ofYearDay(number(ordinal, 1), number(ordinal, 2));
        }
        Matcher week = WEEK.matcher(text);
        return week.matches() ? ofWeek(number(week, 1), number(week, 2), number(week, 3)) : null;
    }

    /** The week with the fourth of January is the first. */
    private static LocalDate ofWeek(int year, int week, int day) {
        LocalDate monday =
                LocalDate.of(year, 1, 4).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        LocalDate nextYear =
                LocalDate.of(year + 1, 1, 4)
                        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        LocalDate found = monday.plusWeeks(week - 1L);
        if (day < 1 || day > 7 || !found.isBefore(nextYear)) {
            throw new DateTimeException("no such day of a week");
        }
        return found.plusDays(day - 1L);
    }

    private static Optional<OffsetDateTime> withTime(
            LocalDate date, String time, ZoneOffset localZone) {
        OptionalInt seconds = secondsOfDay(time);
        OptionalInt offset = OptionalInt.of(localZone.getTotalSeconds());
        if (time.indexOf('Z') >= 0) {
            offset = OptionalInt.of(0);
        } else if (time.indexOf(' ') >= 0) {
            offset = offset(time.substring(time.indexOf(' ')).stripLeading());
        }
        if (seconds.isEmpty() || offset.isEmpty()) {
            return Optional.empty();
        }
        LocalDateTime local =
                date.plusDays(seconds.getAsInt() / DAY_SECONDS)
                        .atTime(LocalTime.ofSecondOfDay(seconds.getAsInt() % DAY_SECONDS));
        if (Math.abs(offset.getAsInt()) > ZoneOffset.MAX.getTotalSeconds()) {
            // no zone is so far from UTC, but the point in time is well defined
            return Optional.of(local.minusSeconds(offset.getAsInt()).atOffset(ZoneOffset.UTC));
        }
        return Optional.of(local.atOffset(ZoneOffset.ofTotalSeconds(offset.getAsInt())));
    }

    private static OptionalInt offset(String text) {
        if (text.startsWith("+")) {
            return secondsOfDay(text.substring(1));
        }
        if (text.startsWith("-")) {
            OptionalInt seconds = secondsOfDay(text.substring(1));
            return seconds.isPresent() ? OptionalInt.of(-seconds.getAsInt()) : seconds;
        }
        boolean bare = !text.isEmpty() && Numbers.isDigit(text.charAt(0));
        return bare ? secondsOfDay(text) : OptionalInt.of(0);
    }

    /** Up to 86,400, for 24:00:00; an empty text is midnight. */
    private static OptionalInt secondsOfDay(String text) {
        if (text.isBlank()) {
            return OptionalInt.of(0);
        }
        Matcher clock = CLOCK.matcher(text);
        if (!clock.matches()) {
            clock = CLOCK_BASIC.matcher(text);
        }
        if (!clock.matches()) {
            return OptionalInt.empty();
        }
        int hour = number(clock, 1);
        int minute = clock.group(2) == null ? 0 : number(clock, 2);
        int second = clock.group(3) == null ? 0 : number(clock, 3);
        boolean midnight = hour == 24 && minute == 0 && second == 0;
        if ((hour >= 24 && !midnight) || minute >= 60 || second >= 60) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(hour * 3600 + minute * 60 + second);
    }

    private static @Nullable Duration duration(String text) {
        Matcher whole = DURATION.matcher(text);
        if (!whole.matches()) {
            return null;
        }
        String parts = whole.group(1);
        Matcher part = DURATION_PART.matcher(parts);
        Duration sum = new Duration(0, 0, 0, 0);
        boolean timed = false;
        int at = 0;
        while (at < parts.length()) {
            if (parts.charAt(at) == 'T') {
                timed = true;
                at++;
            } else if (part.region(at, parts.length()).lookingAt()) {
                long amount = Long.parseLong(part.group(1) + part.group(2));
                sum = plus(sum, amount, part.group(3).charAt(0), timed);
                at = part.end();
            } else {
                return null;
            }
        }
        return sum;
    }

    private static Duration plus(Duration sum, long amount, char unit, boolean timed) {
        return switch (unit) {
            case 'Y' -> new Duration(amount, sum.months(), sum.days(), sum.seconds());
            case 'M' ->
                    timed
                            ? plusSeconds(sum, amount * 60)
                            : new Duration(sum.years(), amount, sum.days(), sum.seconds());
            case 'W' -> plusDays(sum, amount * 7);
            case 'D' -> plusDays(sum, amount);
            case 'H' -> plusSeconds(sum, amount * 3600);
            default -> plusSeconds(sum, amount);
        };
    }

    private static Duration plusDays(Duration sum, long days) {
        return new Duration(sum.years(), sum.months(), sum.days() + days, sum.seconds());
    }

    private static Duration plusSeconds(Duration sum, long seconds) {
        return new Duration(sum.years(), sum.months(), sum.days(), sum.seconds() + seconds);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
