package io.aplomb.sample.fetch;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.SampleType.ADDR;
import static io.aplomb.sample.SampleType.BIN;
import static io.aplomb.sample.SampleType.SINT;
import static io.aplomb.sample.SampleType.STR;

import io.aplomb.base.net.IpAddress;
import io.aplomb.http.FieldName;
import io.aplomb.http.HttpHead;
import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledFetch;
import io.aplomb.sample.Octets;
import io.aplomb.sample.Parameter;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.SampleType;
import io.aplomb.sample.Value;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Header fields of both messages: manual section 7.3.6. */
final class HeaderFetches {

    /** How far back from the last value an occurrence may be asked for, as in HAProxy. */
    private static final int MAX_OCCURRENCE_BACK = 10;

    private static final Parameter NAME = optional("name", ArgumentType.TEXT);
    private static final Parameter OCCURRENCE =
            optional("occ", ArgumentType.INTEGER).within(Integer.MIN_VALUE, Integer.MAX_VALUE);

    private HeaderFetches() {}

    static void register(FetchTable table) {
        value(table, Direction.REQUEST, true, STR, Value::of, "req.hdr");
        value(table, Direction.RESPONSE, true, STR, Value::of, "res.hdr", "shdr");
        value(table, Direction.CURRENT, true, STR, Value::of, "hdr");
        value(table, Direction.REQUEST, false, STR, Value::of, "req.fhdr");
        value(table, Direction.RESPONSE, false, STR, Value::of, "res.fhdr");
        value(
                table,
                Direction.REQUEST,
                true,
                SINT,
                HeaderFetches::number,
                "req.hdr_val",
                "hdr_val");
        value(
                table,
                Direction.RESPONSE,
                true,
                SINT,
                HeaderFetches::number,
                "res.hdr_val",
                "shdr_val");
        value(table, Direction.REQUEST, true, ADDR, HeaderFetches::address, "req.hdr_ip", "hdr_ip");
        value(
                table,
                Direction.RESPONSE,
                true,
                ADDR,
                HeaderFetches::address,
                "res.hdr_ip",
                "shdr_ip");
        count(table, Direction.REQUEST, true, "req.hdr_cnt", "hdr_cnt");
        count(table, Direction.RESPONSE, true, "res.hdr_cnt", "shdr_cnt");
        count(table, Direction.REQUEST, false, "req.fhdr_cnt");
        count(table, Direction.RESPONSE, false, "res.fhdr_cnt");
        for (Direction direction : new Direction[] {Direction.REQUEST, Direction.RESPONSE}) {
            whole(table, direction);
        }
    }

    private static void value(
            FetchTable table,
            Direction direction,
            boolean split,
            SampleType type,
            Function<String, @Nullable Value> convert,
            String name,
            String... aliases) {
        table.fetch(name, aliases)
                .takes(NAME, OCCURRENCE)
                .gives(type)
                .reads(direction.head)
                .compiledBy(
                        arguments ->
                                new HeaderValue(
                                        direction,
                                        fieldName(arguments),
                                        split,
                                        occurrence(arguments),
                                        convert));
    }

    /**
     * One field's value: without an occurrence the last one, or each one in turn for an ACL.
     *
     * @param occurrence 0 when not given
     */
    private record HeaderValue(
            Direction direction,
            @Nullable FieldName name,
            boolean split,
            int occurrence,
            Function<String, @Nullable Value> convert)
            implements CompiledFetch {

        @Override
        public @Nullable Value fetch(SampleContext context) {
            HttpHead head = direction.head(context);
            String text =
                    head == null
                            ? null
                            : HeaderValues.occurrence(
                                    head, name, split, occurrence == 0 ? -1 : occurrence);
            return text == null ? null : convert.apply(text);
        }

        @Override
        public boolean any(SampleContext context, Predicate<Value> test) {
            if (occurrence != 0) {
                return CompiledFetch.super.any(context, test);
            }
            HttpHead head = direction.head(context);
            return head != null
                    && HeaderValues.any(
                            head,
                            name,
                            split,
                            text -> {
                                Value value = convert.apply(text);
                                return value != null && test.test(value);
                            });
        }

        @Override
        public boolean mayChange(SampleContext context) {
            return direction.head(context) == null;
        }
    }

    private static void count(
            FetchTable table, Direction direction, boolean split, String name, String... aliases) {
        table.fetch(name, aliases)
                .takes(NAME)
                .gives(SINT)
                .reads(direction.head)
                .compiledBy(
                        arguments -> {
                            FieldName field = fieldName(arguments);
                            return context -> {
                                HttpHead head = direction.head(context);
                                return head == null
                                        ? null
                                        : Value.of(HeaderValues.count(head, field, split));
                            };
                        });
    }

    private static void whole(FetchTable table, Direction direction) {
        String prefix = direction == Direction.REQUEST ? "req." : "res.";
        table.fetch(prefix + "hdr_names")
                .takes(optional("delim", ArgumentType.TEXT))
                .reads(direction.head)
                .compiledBy(
                        arguments -> {
                            String delimiter = arguments.text(0, ",");
                            String one = delimiter.isEmpty() ? "," : delimiter.substring(0, 1);
                            return context -> {
                                HttpHead head = direction.head(context);
                                return head == null ? null : names(head, one);
                            };
                        });
        table.fetch(prefix + "hdrs")
                .reads(direction.head)
                .as(
                        context -> {
                            HttpHead head = direction.head(context);
                            return head == null ? null : lines(head);
                        });
        table.fetch(prefix + "hdrs_bin")
                .gives(BIN)
                .reads(direction.head)
                .as(
                        context -> {
                            HttpHead head = direction.head(context);
                            return head == null ? null : counted(head);
                        });
    }

    private static Value names(HttpHead head, String delimiter) {
        StringBuilder out = new StringBuilder();
        head.forEach(
                (name, _) -> {
                    out.append(out.isEmpty() ? "" : delimiter);
                    out.append(name.toLowerCase(Locale.ROOT));
                });
        return Value.of(out.toString());
    }

    private static Value lines(HttpHead head) {
        StringBuilder out = new StringBuilder();
        head.forEach(
                (name, value) ->
                        out.append(name.toLowerCase(Locale.ROOT))
                                .append(": ")
                                .append(value)
                                .append("\r\n"));
        return Value.of(out.append("\r\n").toString());
    }

    private static Value counted(HttpHead head) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        head.forEach(
                (name, value) -> {
                    write(out, name.toLowerCase(Locale.ROOT));
                    write(out, value);
                });
        out.write(0);
        out.write(0);
        return Value.of(out.toByteArray());
    }

    private static void write(ByteArrayOutputStream out, String text) {
        writeVariableInteger(out, text.length());
        out.writeBytes(Octets.of(text));
    }

    /**
     * The integers of HAProxy's SPOE protocol: 4 bits and a flag in the first octet, then 7 each.
     */
    private static void writeVariableInteger(ByteArrayOutputStream out, int number) {
        if (number < 240) {
            out.write(number);
            return;
        }
        out.write(number | 240);
        int rest = (number - 240) >> 4;
        while (rest >= 128) {
            out.write(rest | 128);
            rest = (rest - 128) >> 7;
        }
        out.write(rest);
    }

    private static int occurrence(Arguments arguments) throws ArgumentException {
        long occurrence = arguments.integer(1, 0);
        if (occurrence < -MAX_OCCURRENCE_BACK) {
            throw new ArgumentException(1, "header occurrence must be >= -" + MAX_OCCURRENCE_BACK);
        }
        return (int) occurrence;
    }

    private static @Nullable FieldName fieldName(Arguments arguments) throws ArgumentException {
        String name = arguments.text(0, "");
        if (name.isEmpty()) {
            return null;
        }
        if (!FieldName.isValid(name)) {
            throw new ArgumentException(0, "'" + name + "' is not a header name");
        }
        return FieldName.of(name);
    }

    private static @Nullable Value number(String text) {
        return Value.of(text).castTo(SINT) instanceof Value.IntValue number ? number : Value.of(0L);
    }

    /** An address, a port after it dropped. */
    private static @Nullable Value address(String text) {
        IpAddress address = IpAddress.parse(text);
        int colon = text.lastIndexOf(':');
        boolean port = colon > 0 && text.substring(colon + 1).matches("\\d{1,5}");
        if (address == null && port) {
            address = IpAddress.parse(text.substring(0, colon));
        }
        return address == null ? null : Value.of(address);
    }
}
