package io.aplomb.sample.convert;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Parameter.required;
import static io.aplomb.sample.SampleType.ANY;
import static io.aplomb.sample.SampleType.BIN;

import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledConverter;
import io.aplomb.sample.Value;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fields of protocol buffers messages, bare or in gRPC frames: manual section 7.3.1. */
final class ProtobufConverters {

    /** Compressed flag and length before a gRPC message. */
    private static final int GRPC_HEADER = 5;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private static final Set<String> VARINT_TYPES =
            Set.of("int32", "int64", "uint32", "uint64", "sint32", "sint64", "bool", "enum");
    private static final Set<String> FIXED64_TYPES = Set.of("fixed64", "sfixed64", "double");
    private static final Set<String> FIXED32_TYPES = Set.of("fixed32", "sfixed32", "float");

    private ProtobufConverters() {}

    static void register(ConverterTable table) {
        define(table, "protobuf", 0);
        define(table, "ungrpc", GRPC_HEADER);
    }

    private static void define(ConverterTable table, String name, int headerLength) {
        table.converter(name)
                .turns(BIN, ANY)
                .takes(
                        required("field_number", ArgumentType.TEXT),
                        optional("field_type", ArgumentType.TEXT))
                .compiledBy(arguments -> field(arguments, headerLength));
    }

    private static CompiledConverter field(Arguments arguments, int headerLength)
            throws ArgumentException {
        String path = arguments.text(0);
        if (!path.matches("\\d{1,9}(\\.\\d{1,9})*")) {
            throw new ArgumentException(0, "'" + path + "' is not a dotted field number");
        }
        int[] numbers = Arrays.stream(path.split("\\.")).mapToInt(Integer::parseInt).toArray();
        String type = arguments.text(1, "");
        int wire = wireType(type);
        if (wire < 0) {
            throw new ArgumentException(1, "Wrong protocol buffer type '" + type + "'.");
        }
        return (_, value) -> {
            byte[] all = BinaryConverters.octets(value);
            if (all.length < headerLength) {
                return null;
            }
            byte[] raw =
                    find(Arrays.copyOfRange(all, headerLength, all.length), numbers, wire, type);
            return raw == null ? null : type.isEmpty() ? Value.of(raw) : number(raw, type);
        };
    }

    private static int wireType(String type) {
        if (type.isEmpty()) {
            return LENGTH_DELIMITED;
        }
        if (VARINT_TYPES.contains(type)) {
            return VARINT;
        }
        if (FIXED64_TYPES.contains(type)) {
            return FIXED64;
        }
        return FIXED32_TYPES.contains(type) ? FIXED32 : -1;
    }

    /** The octets of the field at the end of the path, or null. */
    private static byte @Nullable [] find(byte[] message, int[] path, int wire, String type) {
        byte[] inside = message;
        for (int i = 0; i < path.length; i++) {
            boolean last = i == path.length - 1;
            boolean anyType = last && type.isEmpty();
            inside = child(inside, path[i], last ? wire : LENGTH_DELIMITED, anyType);
            if (inside == null) {
                return null;
            }
        }
        return inside;
    }

    private static byte @Nullable [] child(
            byte[] message, int number, int wantedWire, boolean anyType) {
        int at = 0;
        while (at < message.length) {
            int keyEnd = varintEnd(message, at);
            if (keyEnd < 0) {
                return null;
            }
            long key = varint(message, at, keyEnd);
            int wire = (int) (key & 7);
            int start = keyEnd;
            long length = fixedLength(wire);
            if (wire == VARINT) {
                int end = varintEnd(message, start);
                length = end < 0 ? Integer.MAX_VALUE : end - start;
            } else if (wire == LENGTH_DELIMITED) {
                start = varintEnd(message, keyEnd);
                length = start < 0 ? Integer.MAX_VALUE : varint(message, keyEnd, start);
            }
            if (length < 0 || start < 0 || length > message.length - start) {
                return null;
            }
            int end = start + (int) length;
            if (key >>> 3 == number) {
                return wire == wantedWire || anyType
                        ? Arrays.copyOfRange(message, start, end)
                        : null;
            }
            at = end;
        }
        return null;
    }

    private static long fixedLength(int wire) {
        return switch (wire) {
            case FIXED64 -> 8;
            case FIXED32 -> 4;
            default -> -1;
        };
    }

    private static int varintEnd(byte[] octets, int from) {
        for (int i = from; i < octets.length && i < from + 10; i++) {
            if (octets[i] >= 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private static long varint(byte[] octets, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number |= (octets[i] & 0x7FL) << (7 * (i - from));
        }
        return number;
    }

    private static Value number(byte[] raw, String type) {
        if (VARINT_TYPES.contains(type)) {
            long number = varint(raw, 0, raw.length);
            return Value.of(
                    switch (type) {
                        case "sint32", "sint64" -> (number >>> 1) ^ -(number & 1);
                        case "int32", "enum" -> (int) number;
                        case "uint32" -> number & 0xFFFF_FFFFL;
                        default -> number;
                    });
        }
        long bits = 0;
        for (int i = 0; i < raw.length; i++) {
            bits |= (raw[i] & 0xFFL) << (8 * i);
        }
        return Value.of(
                switch (type) {
                    case "double" -> (long) Double.longBitsToDouble(bits);
                    case "float" -> (long) Float.intBitsToFloat((int) bits);
                    case "sfixed32" -> (int) bits;
                    default -> bits;
                });
    }
}
