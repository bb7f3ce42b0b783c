package io.aplomb.sample.convert;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Parameter.required;
import static io.aplomb.sample.SampleType.SINT;
import static io.aplomb.sample.SampleType.STR;

import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledConverter;
import io.aplomb.sample.Parameter;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Dates: manual section 7.3.1. */
final class TimeConverters {

    private static final Parameter FORMAT = required("format", ArgumentType.TEXT);
    private static final Parameter OFFSET = optional("offset", ArgumentType.INTEGER);

    private TimeConverters() {}

    static void register(ConverterTable table) {
        table.converter("http_date")
                .turns(SINT, STR)
                .takes(OFFSET, optional("unit", ArgumentType.TEXT))
                .compiledBy(TimeConverters::httpDate);
        formatted(table, "ltime", 1, SampleContext::timeZone);
        formatted(table, "utime", 1, _ -> ZoneOffset.UTC);
        formatted(table, "ms_ltime", 1000, SampleContext::timeZone);
        formatted(table, "ms_utime", 1000, _ -> ZoneOffset.UTC);
        formatted(table, "us_ltime", 1_000_000, SampleContext::timeZone);
        formatted(table, "us_utime", 1_000_000, _ -> ZoneOffset.UTC);
    }

    private static void formatted(
            ConverterTable table,
            String name,
            long perSecond,
            Function<SampleContext, ZoneId> zone) {
        table.converter(name)
                .turns(SINT, STR)
                .takes(FORMAT, OFFSET)
                .compiledBy(
                        arguments -> {
                            Strftime format = new Strftime(arguments.text(0));
                            long offset = arguments.integer(1, 0);
                            return (context, value) -> {
                                ZonedDateTime date =
                                        date(value, offset, perSecond, zone.apply(context));
                                return date == null ? null : Value.of(format.format(date));
                            };
                        });
    }

    private static CompiledConverter httpDate(Arguments arguments) throws ArgumentException {
        long offset = arguments.integer(0, 0);
        long perSecond =
                switch (arguments.text(1, "s")) {
                    case "", "s" -> 1;
                    case "ms" -> 1000;
                    case "us" -> 1_000_000;
                    default ->
                            throw new ArgumentException(
                                    1,
                                    "expects 's', 'ms' or 'us', got '" + arguments.text(1) + "'");
                };
        Strftime format = new Strftime("%a, %d %b %Y %H:%M:%S");
        return (_, value) -> {
            ZonedDateTime date = date(value, offset, perSecond, ZoneOffset.UTC);
            return date == null
                    ? null
                    : Value.of(format.format(date) + fraction(date, perSecond) + " GMT");
        };
    }

    /** What finer units add after the seconds: {@code .123}. */
    private static String fraction(ZonedDateTime date, long perSecond) {
        if (perSecond == 1) {
            return "";
        }
        long ticks = date.getNano() / (1_000_000_000 / perSecond);
        return (perSecond == 1000 ? ".%03d" : ".%06d").formatted(ticks);
    }

    private static @Nullable ZonedDateTime date(
            Value value, long offset, long perSecond, ZoneId zone) {
        try {
            long ticks = Math.addExact(ArithmeticConverters.number(value), offset);
            long second = Math.floorDiv(ticks, perSecond);
            long nanos = Math.floorMod(ticks, perSecond) * (1_000_000_000 / perSecond);
            return Instant.ofEpochSecond(second, nanos).atZone(zone);
        } catch (DateTimeException | ArithmeticException outOfRange) {
            return null;
        }
    }
}
