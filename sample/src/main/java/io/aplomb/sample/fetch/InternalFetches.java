package io.aplomb.sample.fetch;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Parameter.required;
import static io.aplomb.sample.SampleType.ANY;
import static io.aplomb.sample.SampleType.BIN;
import static io.aplomb.sample.SampleType.BOOL;
import static io.aplomb.sample.SampleType.IPV4;
import static io.aplomb.sample.SampleType.IPV6;
import static io.aplomb.sample.SampleType.METH;
import static io.aplomb.sample.SampleType.SINT;

import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledFetch;
import io.aplomb.sample.Requirement;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.VariableName;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Constants, clock, process and variables: manual section 7.3.2. */
final class InternalFetches {

    private static final long MICROS = 1_000_000;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private InternalFetches() {}

    static void register(FetchTable table) {
        constants(table);
        clock(table);
        process(table);
        chance(table);
        table.fetch("var")
                .takes(
                        required("name", ArgumentType.VARIABLE),
                        optional("default", ArgumentType.TEXT))
                .gives(ANY)
                .compiledBy(InternalFetches::variable);
    }

    private static void constants(FetchTable table) {
        table.fetch("always_true").gives(BOOL).as(_ -> Value.of(true));
        table.fetch("always_false").gives(BOOL).as(_ -> Value.of(false));
        table.fetch("str")
                .takes(required("string", ArgumentType.TEXT))
                .compiledBy(arguments -> constant(Value.of(arguments.text(0))));
        table.fetch("bool")
                .takes(required("bool", ArgumentType.TEXT))
                .gives(BOOL)
                .compiledBy(arguments -> constant(Value.of(truth(arguments.text(0)))));
        table.fetch("int")
                .takes(required("integer", ArgumentType.INTEGER))
                .gives(SINT)
                .compiledBy(arguments -> constant(Value.of(arguments.integer(0))));
        table.fetch("ipv4")
                .takes(required("ipv4", ArgumentType.IPV4))
                .gives(IPV4)
                .compiledBy(arguments -> constant(Value.of(arguments.address(0))));
        table.fetch("ipv6")
                .takes(required("ipv6", ArgumentType.IPV6))
                .gives(IPV6)
                .compiledBy(arguments -> constant(Value.of(arguments.address(0))));
        table.fetch("bin")
                .takes(required("hex", ArgumentType.TEXT))
                .gives(BIN)
                .compiledBy(arguments -> constant(Value.of(hexadecimal(arguments.text(0)))));
        table.fetch("meth")
                .takes(required("method", ArgumentType.TEXT))
                .gives(METH)
                .compiledBy(arguments -> constant(new Value.MethodValue(arguments.text(0))));
    }

    private static void clock(FetchTable table) {
        table.fetch("date")
                .takes(
                        optional("offset", ArgumentType.INTEGER),
                        optional("unit", ArgumentType.TEXT))
                .gives(SINT)
                .compiledBy(InternalFetches::date);
        table.fetch("date_us")
                .gives(SINT)
                .as(context -> Value.of(Math.floorMod(context.wallClockUs(), MICROS)));
    }

    private static void process(FetchTable table) {
        table.fetch("env")
                .takes(required("name", ArgumentType.TEXT))
                .compiledBy(
                        arguments -> {
                            String name = arguments.text(0);
                            return context -> Value.ofNullable(context.process().environment(name));
                        });
        table.fetch("hostname").as(context -> Value.of(context.process().hostName()));
        table.fetch("nbproc").gives(SINT).as(context -> Value.of(context.process().processCount()));
        table.fetch("proc").gives(SINT).as(context -> Value.of(context.process().processNumber()));
        table.fetch("thread").gives(SINT).as(context -> Value.of(context.process().threadIndex()));
        table.fetch("stopping").gives(BOOL).as(context -> Value.of(context.process().stopping()));
        table.fetch("prio_class")
                .gives(SINT)
                .reads(Requirement.STREAM)
                .as(context -> Value.of(context.priorityClass()));
        table.fetch("prio_offset")
                .gives(SINT)
                .reads(Requirement.STREAM)
                .as(context -> Value.of(context.priorityOffsetMs()));
    }

    private static void chance(FetchTable table) {
        table.fetch("rand")
                .takes(optional("range", ArgumentType.INTEGER).within(0, 1L << 32))
                .gives(SINT)
                .compiledBy(
                        arguments -> {
                            long range = Math.max(1, arguments.integer(0, 1L << 32));
                            return context ->
                                    Value.of(Long.remainderUnsigned(context.nextRandom(), range));
                        });
        table.fetch("uuid")
                .takes(optional("version", ArgumentType.INTEGER))
                .compiledBy(
                        arguments -> {
                            if (arguments.integer(0, 4) != 4) {
                                throw new ArgumentException(
                                        0,
                                        "Unsupported UUID version: '" + arguments.integer(0) + "'");
                            }
                            return InternalFetches::randomUuid;
                        });
    }

    private static CompiledFetch constant(Value value) {
        return _ -> value;
    }

    private static CompiledFetch variable(Arguments arguments) {
        VariableName name = arguments.variable(0);
        String fallback = arguments.textOrNull(1);
        Value otherwise = fallback == null ? null : Value.of(fallback);
        return context -> {
            Value value = context.variables().get(name);
            return value == null ? otherwise : value;
        };
    }

    private static CompiledFetch date(Arguments arguments) throws ArgumentException {
        long offset = arguments.integer(0, 0);
        long perUnitUs =
                switch (arguments.text(1, "s")) {
                    case "", "s" -> MICROS;
                    case "ms" -> 1000;
                    case "us" -> 1;
                    default ->
                            throw new ArgumentException(
                                    1,
                                    "expects 's', 'ms' or 'us', got '" + arguments.text(1) + "'");
                };
        return context -> Value.of(Math.floorDiv(context.wallClockUs(), perUnitUs) + offset);
    }

    private static @Nullable Value randomUuid(SampleContext context) {
        long high = (context.nextRandom() & ~0xF000L) | VERSION_4;
        long low = (context.nextRandom() >>> 2) | VARIANT;
        return Value.of(new UUID(high, low).toString());
    }

    private static boolean truth(String text) throws ArgumentException {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new ArgumentException(0, "Expects 'true', 'false', '0' or '1'");
        };
    }

    private static byte[] hexadecimal(String text) throws ArgumentException {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException notHex) {
            throw new ArgumentException(0, "an even number of hex digit is expected");
        }
    }
}
