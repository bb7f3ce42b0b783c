package io.aplomb.sample.convert;

import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.TimeZone;

/** A format of strftime(3) in the C locale. A conversion it does not know is printed as written. */
public final class Strftime {

    private final String format;

    /**
     * @param format as strftime(3) has it
     */
    public Strftime(String format) {
        this.format = format;
    }

    /** The date as the format wants it. */
    public String format(ZonedDateTime date) {
        StringBuilder out = new StringBuilder(format.length() + 16);
        append(format, date, out);
        return out.toString();
    }

    private static void append(String format, ZonedDateTime date, StringBuilder out) {
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            char conversion = format.charAt(++i);
            if (!name(conversion, date, out)
                    && !number(conversion, date, out)
                    && !composed(conversion, date, out)) {
                out.append('%').append(conversion);
            }
        }
    }

    private static boolean name(char conversion, ZonedDateTime date, StringBuilder out) {
        switch (conversion) {
            case 'a' -> out.append(date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.US));
            case 'A' -> out.append(date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US));
            case 'b', 'h' -> out.append(date.getMonth().getDisplayName(TextStyle.SHORT, Locale.US));
            case 'B' -> out.append(date.getMonth().getDisplayName(TextStyle.FULL, Locale.US));
            case 'p' -> out.append(date.getHour() < 12 ? "AM" : "PM");
            case 'P' -> out.append(date.getHour() < 12 ? "am" : "pm");
            case 'Z' -> out.append(zoneName(date));
            case 'z' -> out.append(offset(date));
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case '%' -> out.append('%');
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean number(char conversion, ZonedDateTime date, StringBuilder out) {
        int weekYear = date.get(IsoFields.WEEK_BASED_YEAR);
        int weekDay = date.getDayOfWeek().getValue();
        switch (conversion) {
            case 'C' -> pad(out, date.getYear() / 100, 2, '0');
            case 'd' -> pad(out, date.getDayOfMonth(), 2, '0');
            case 'e' -> pad(out, date.getDayOfMonth(), 2, ' ');
            case 'g' -> pad(out, weekYear % 100, 2, '0');
            case 'G' -> out.append(weekYear);
            case 'H' -> pad(out, date.getHour(), 2, '0');
            case 'I' -> pad(out, twelve(date), 2, '0');
            case 'j' -> pad(out, date.getDayOfYear(), 3, '0');
            case 'k' -> pad(out, date.getHour(), 2, ' ');
            case 'l' -> pad(out, twelve(date), 2, ' ');
            case 'm' -> pad(out, date.getMonthValue(), 2, '0');
            case 'M' -> pad(out, date.getMinute(), 2, '0');
            case 's' -> out.append(date.toEpochSecond());
            case 'S' -> pad(out, date.getSecond(), 2, '0');
            case 'u' -> out.append(weekDay);
            case 'U' -> pad(out, week(date, DayOfWeek.SUNDAY), 2, '0');
            case 'V' -> pad(out, date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0');
            case 'w' -> out.append(weekDay % 7);
            case 'W' -> pad(out, week(date, DayOfWeek.MONDAY), 2, '0');
            case 'y' -> pad(out, date.getYear() % 100, 2, '0');
            case 'Y' -> out.append(date.getYear());
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean composed(char conversion, ZonedDateTime date, StringBuilder out) {
        String format =
                switch (conversion) {
                    case 'c' -> "%a %b %e %H:%M:%S %Y";
                    case 'D', 'x' -> "%m/%d/%y";
                    case 'F' -> "%Y-%m-%d";
                    case 'r' -> "%I:%M:%S %p";
                    case 'R' -> "%H:%M";
                    case 'T', 'X' -> "%H:%M:%S";
                    default -> "";
                };
        append(format, date, out);
        return !format.isEmpty();
    }

    private static int twelve(ZonedDateTime date) {
        return date.getHour() % 12 == 0 ? 12 : date.getHour() % 12;
    }

    /** Weeks since the first of that day in the year; the days before it are week 0. */
    private static int week(ZonedDateTime date, DayOfWeek first) {
        int sinceFirst = Math.floorMod(date.getDayOfWeek().getValue() - first.getValue(), 7);
        return (date.getDayOfYear() - 1 + 7 - sinceFirst) / 7;
    }

    private static String zoneName(ZonedDateTime date) {
        if (date.getOffset().getTotalSeconds() == 0) {
            return "GMT";
        }
        boolean summer = date.getZone().getRules().isDaylightSavings(date.toInstant());
        return TimeZone.getTimeZone(date.getZone())
                .getDisplayName(summer, TimeZone.SHORT, Locale.US);
    }

    private static String offset(ZonedDateTime date) {
        int minutes = date.getOffset().getTotalSeconds() / 60;
        return "%s%02d%02d"
                .formatted(minutes < 0 ? "-" : "+", Math.abs(minutes) / 60, Math.abs(minutes) % 60);
    }

    private static void pad(StringBuilder out, int number, int width, char with) {
        String digits = Integer.toString(number);
        out.repeat(with, Math.max(0, width - digits.length())).append(digits);
    }
}
