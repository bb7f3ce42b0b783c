package io.aplomb.sample.convert;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Parameter.required;
import static io.aplomb.sample.SampleType.ADDR;
import static io.aplomb.sample.SampleType.BIN;
import static io.aplomb.sample.SampleType.SINT;
import static io.aplomb.sample.SampleType.STR;

import io.aplomb.base.net.IpAddress;
import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledConverter;
import io.aplomb.sample.Octets;
import io.aplomb.sample.Value;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Octets to text and back, addresses: manual section 7.3.1. */
final class BinaryConverters {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private BinaryConverters() {}

    static void register(ConverterTable table) {
        base64(table);
        table.converter("hex")
                .turns(BIN, STR)
                .as((_, value) -> Value.of(HEX.formatHex(octets(value))));
        table.converter("hex2i").turns(STR, SINT).as((_, value) -> hexInteger(value));
        table.converter("htonl")
                .turns(SINT, BIN)
                .as((_, value) -> Value.of(bigEndian(ArithmeticConverters.number(value))));
        table.converter("bytes")
                .turns(BIN, BIN)
                .takes(
                        required("offset", ArgumentType.INTEGER).within(0, Integer.MAX_VALUE),
                        optional("length", ArgumentType.INTEGER).within(0, Integer.MAX_VALUE))
                .compiledBy(BinaryConverters::part);
        table.converter("be2dec")
                .turns(BIN, STR)
                .takes(
                        required("separator", ArgumentType.TEXT),
                        required("chunk_size", ArgumentType.INTEGER),
                        optional("truncate", ArgumentType.INTEGER))
                .compiledBy(arguments -> chunks(arguments, true));
        table.converter("be2hex")
                .turns(BIN, STR)
                .takes(
                        optional("separator", ArgumentType.TEXT),
                        optional("chunk_size", ArgumentType.INTEGER).within(1, Integer.MAX_VALUE),
                        optional("truncate", ArgumentType.INTEGER))
                .compiledBy(arguments -> chunks(arguments, false));
        table.converter("ipmask")
                .turns(ADDR, ADDR)
                .takes(required("mask4", ArgumentType.MASK4), optional("mask6", ArgumentType.MASK6))
                .compiledBy(BinaryConverters::mask);
    }

    private static void base64(ConverterTable table) {
        table.converter("base64")
                .turns(BIN, STR)
                .as((_, value) -> Value.of(Base64.getEncoder().encodeToString(octets(value))));
        table.converter("ub64enc")
                .turns(BIN, STR)
                .as(
                        (_, value) ->
                                Value.of(
                                        Base64.getUrlEncoder()
                                                .withoutPadding()
                                                .encodeToString(octets(value))));
        table.converter("b64dec")
                .turns(STR, BIN)
                .as((_, value) -> padded(TextConverters.text(value)));
        table.converter("ub64dec")
                .turns(STR, BIN)
                .as((_, value) -> decoded(Base64.getUrlDecoder(), TextConverters.text(value)));
    }

    /** The octets of a sample already cast to octets. */
    static byte[] octets(Value value) {
        return value instanceof Value.BinaryValue(byte[] octets) ? octets : new byte[0];
    }

    /** Base64 whose padding must be there. */
    private static @Nullable Value padded(String text) {
        return text.length() % 4 == 0 ? decoded(Base64.getDecoder(), text) : null;
    }

    private static @Nullable Value decoded(Base64.Decoder decoder, String text) {
        try {
            return Value.of(decoder.decode(Octets.of(text)));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static @Nullable Value hexInteger(Value value) {
        String text = TextConverters.text(value);
        boolean digits = !text.isEmpty() && text.length() <= 16 && text.matches("[0-9a-fA-F]*");
        return digits ? Value.of(Long.parseUnsignedLong(text, 16)) : null;
    }

    private static byte[] bigEndian(long number) {
        return new byte[] {
            (byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number
        };
    }

    private static CompiledConverter part(Arguments arguments) {
        int offset = (int) arguments.integer(0);
        long length = arguments.integer(1, Integer.MAX_VALUE);
        return (_, value) -> {
            byte[] all = octets(value);
            int from = Math.min(offset, all.length);
            int to = (int) Math.min(all.length, from + length);
            return Value.of(Arrays.copyOfRange(all, from, to));
        };
    }

    private static CompiledConverter chunks(Arguments arguments, boolean decimal)
            throws ArgumentException {
        String separator = arguments.text(0, "");
        boolean truncate = arguments.integer(2, 0) != 0;
        if (!arguments.has(1) && !separator.isEmpty()) {
            throw new ArgumentException(1, "chunk_size is needed with a separator");
        }
        long chunk = arguments.integer(1, 1);
        if (decimal && (chunk < 1 || chunk > 8)) {
            throw new ArgumentException(1, "chunk_size out of [1..8] range (" + chunk + ")");
        }
        int size = (int) chunk;
        return (_, value) -> {
            byte[] all = octets(value);
            StringBuilder out = new StringBuilder();
            for (int at = 0;
                    at < all.length && (!truncate || at + size <= all.length);
                    at += size) {
                int end = Math.min(at + size, all.length);
                out.append(at == 0 ? "" : separator);
                out.append(decimal ? decimal(all, at, end) : HEX.formatHex(all, at, end));
            }
            return Value.of(out.toString());
        };
    }

    private static String decimal(byte[] octets, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = (number << 8) | (octets[i] & 0xFF);
        }
        return Long.toUnsignedString(number);
    }

    private static CompiledConverter mask(Arguments arguments) {
        int v4Bits = (int) arguments.integer(0);
        int v6Bits = (int) arguments.integer(1, -1);
        return (_, value) -> {
            if (!(value instanceof Value.IpValue(IpAddress address))) {
                return null;
            }
            int bits = address.v6() ? v6Bits : v4Bits;
            return bits < 0 ? null : Value.of(address.masked(bits));
        };
    }
}
