package io.aplomb.proxy.stick;

import io.aplomb.model.proxy.StickTableSpec;
import io.aplomb.sample.SampleType;
import io.aplomb.sample.Value;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** How samples become keys of a table of one type, how those are ordered and shown. */
record StickKey(StickTableSpec.KeyType type, int lengthBytes) {

    private static final long INTEGER_BITS = 0xffff_ffffL;

    SampleType sampleType() {
        return switch (type) {
            case IP -> SampleType.IPV4;
            case IPV6 -> SampleType.IPV6;
            case INTEGER -> SampleType.SINT;
            case STRING -> SampleType.STR;
            case BINARY -> SampleType.BIN;
        };
    }

    /** The word of "show table". */
    String typeName() {
        return switch (type) {
            case IP -> "ip";
            case IPV6 -> "ipv6";
            case INTEGER -> "integer";
            case STRING -> "string";
            case BINARY -> "binary";
        };
    }

    /** The sample as a key, cut to the length of the table; null if it has no such form. */
    @Nullable Value of(Value sample) {
        return switch (sample.castTo(sampleType())) {
            case null -> null;
            case Value.IntValue(long number) -> Value.of(number & INTEGER_BITS);
            case Value.TextValue(String text) when text.isEmpty() -> null;
            case Value.TextValue(String text) when text.length() > lengthBytes ->
                    Value.of(text.substring(0, lengthBytes));
            case Value.BinaryValue(byte[] octets) when octets.length != lengthBytes ->
                    octets.length == 0 ? null : Value.of(Arrays.copyOf(octets, lengthBytes));
            case Value key -> key;
        };
    }

    static String text(Value key) {
        return switch (key) {
            case Value.BoolValue(boolean truth) -> truth ? "1" : "0";
            case Value.IntValue(long number) -> Long.toString(number);
            case Value.IpValue ip -> ip.address().toString();
            case Value.TextValue(String text) -> printable(text);
            case Value.BinaryValue(byte[] octets) ->
                    HexFormat.of().withUpperCase().formatHex(octets);
            case Value.MethodValue(String method) -> printable(method);
        };
    }

    /** A key comes from clients: it must not break the lines of the display. */
    private static String printable(String text) {
        var shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case ' ', '\\' -> shown.append('\\').append(c);
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                    if (c < ' ' || c > '~') {
                        shown.append("\\x%02X".formatted((int) c));
                    } else {
                        shown.append(c);
                    }
                }
            }
        }
        return shown.toString();
    }

    /** Display order. Both keys are of one table. */
    static int compare(Value one, Value other) {
        if (one instanceof Value.IpValue a && other instanceof Value.IpValue b) {
            return a.address().compareTo(b.address());
        }
        if (one instanceof Value.IntValue a && other instanceof Value.IntValue b) {
            return Long.compare(a.number(), b.number());
        }
        if (one instanceof Value.BinaryValue a && other instanceof Value.BinaryValue b) {
            return Arrays.compareUnsigned(a.octets(), b.octets());
        }
        return text(one).compareTo(text(other));
    }
}
