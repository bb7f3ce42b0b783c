package io.aplomb.sample;

import io.aplomb.base.net.IpAddress;
import io.aplomb.sample.Value.BinaryValue;
import io.aplomb.sample.Value.BoolValue;
import io.aplomb.sample.Value.IntValue;
import io.aplomb.sample.Value.IpValue;
import io.aplomb.sample.Value.MethodValue;
import io.aplomb.sample.Value.TextValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * HAProxy's cast matrix: what becomes what, implicitly, between a fetch, converters and a match.
 */
final class Casts {

    private Casts() {}

    static boolean possible(SampleType from, SampleType to) {
        if (from == to || to == SampleType.ANY || from == SampleType.ANY) {
            return true;
        }
        return switch (from) {
            case ANY -> true;
            case BOOL -> to == SampleType.SINT || to == SampleType.STR || to == SampleType.BIN;
            case SINT -> to != SampleType.METH;
            case ADDR, IPV4, IPV6 -> to != SampleType.BOOL && to != SampleType.METH;
            case STR -> true;
            case BIN -> to == SampleType.STR || to == SampleType.METH;
            case METH -> to == SampleType.STR || to == SampleType.BIN;
        };
    }

    static @Nullable Value cast(Value value, SampleType wanted) {
        return switch (wanted) {
            case ANY -> value;
            case BOOL -> toBool(value);
            case SINT -> toInteger(value);
            case ADDR -> toAddress(value);
            case IPV4 -> toV4(value);
            case IPV6 -> toV6(value);
            case STR -> toText(value);
            case BIN -> toBinary(value);
            case METH -> toMethod(value);
        };
    }

    /** The leading signed decimal number of a text, 0 when it has none; it saturates at 64 bits. */
    static long leadingInteger(String text) {
        int at = 0;
        boolean negative = false;
        if (!text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
            negative = text.charAt(0) == '-';
            at = 1;
        }
        long value = 0;
        for (; at < text.length(); at++) {
            int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            // The value is kept negative: it has room for the smallest long.
            if (value < (Long.MIN_VALUE + digit) / 10) {
                return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            value = value * 10 - digit;
        }
        if (negative) {
            return value;
        }
        return value == Long.MIN_VALUE ? Long.MAX_VALUE : -value;
    }

    private static @Nullable Value toBool(Value value) {
        return switch (value) {
            case BoolValue bool -> bool;
            case IntValue(long number) -> Value.of(number != 0);
            case TextValue(String text) ->
                    text.isEmpty() ? null : Value.of(leadingInteger(text) != 0);
            case IpValue _, BinaryValue _, MethodValue _ -> null;
        };
    }

    private static @Nullable Value toInteger(Value value) {
        return switch (value) {
            case BoolValue(boolean truth) -> Value.of(truth ? 1L : 0L);
            case IntValue number -> number;
            case IpValue(IpAddress address) -> address.v6() ? null : Value.of(address.low());
            case TextValue(String text) -> text.isEmpty() ? null : Value.of(leadingInteger(text));
            case BinaryValue _, MethodValue _ -> null;
        };
    }

    private static @Nullable Value toAddress(Value value) {
        return switch (value) {
            case IpValue ip -> ip;
            case IntValue(long number) -> Value.of(IpAddress.v4((int) number));
            case TextValue(String text) -> ofNullable(IpAddress.parse(text));
            case BoolValue _, BinaryValue _, MethodValue _ -> null;
        };
    }

    private static @Nullable Value toV4(Value value) {
        return toAddress(value) instanceof IpValue(IpAddress address)
                ? ofNullable(address.toV4())
                : null;
    }

    private static @Nullable Value toV6(Value value) {
        return toAddress(value) instanceof IpValue(IpAddress address)
                ? Value.of(address.toV6())
                : null;
    }

    private static @Nullable Value toText(Value value) {
        return switch (value) {
            case TextValue text -> text;
            case BoolValue(boolean truth) -> Value.of(truth ? "1" : "0");
            case IntValue(long number) -> Value.of(Long.toString(number));
            case IpValue(IpAddress address) -> Value.of(address.toString());
            case BinaryValue(byte[] octets) -> Value.of(untilNul(octets));
            case MethodValue(String method) -> Value.of(method);
        };
    }

    /** Octets are text up to the first NUL, as C strings are. */
    private static String untilNul(byte[] octets) {
        int length = 0;
        while (length < octets.length && octets[length] != 0) {
            length++;
        }
        return Octets.text(octets, 0, length);
    }

    private static Value toBinary(Value value) {
        return switch (value) {
            case BinaryValue binary -> binary;
            case TextValue(String text) -> Value.of(Octets.of(text));
            case IntValue(long number) -> Value.of(bigEndian(number));
            case IpValue(IpAddress address) -> Value.of(address.toBytes());
            case MethodValue(String method) -> Value.of(Octets.of(method));
            case BoolValue(boolean truth) -> Value.of(bigEndian(truth ? 1 : 0));
        };
    }

    private static @Nullable Value toMethod(Value value) {
        return switch (value) {
            case MethodValue method -> method;
            case TextValue(String text) -> new MethodValue(text.toUpperCase(Locale.ROOT));
            case BinaryValue(byte[] octets) ->
                    new MethodValue(Octets.text(octets).toUpperCase(Locale.ROOT));
            case BoolValue _, IntValue _, IpValue _ -> null;
        };
    }

    private static @Nullable Value ofNullable(@Nullable IpAddress address) {
        return address == null ? null : Value.of(address);
    }

    private static byte[] bigEndian(long number) {
        byte[] octets = new byte[8];
        for (int i = 0; i < 8; i++) {
            octets[i] = (byte) (number >>> (56 - 8 * i));
        }
        return octets;
    }
}
