package io.aplomb.sample;

import io.aplomb.base.net.IpAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One sample. Immutable. Text is a string of octets: every char is below 256 (ISO-8859-1), as what
 * travels on the wire has no other encoding.
 */
public sealed interface Value {

    /** The type, never ANY nor ADDR. */
    SampleType type();

    /** This value as another type, by HAProxy's casts; null when that cannot be. */
    default @Nullable Value castTo(SampleType wanted) {
        return Casts.cast(this, wanted);
    }

    /** This value as text by HAProxy's casts, or null when it has no text form. */
    default @Nullable String asText() {
        return castTo(SampleType.STR) instanceof TextValue(String text) ? text : null;
    }

    /** This value as an integer by HAProxy's casts, or null when it has none. */
    default @Nullable Long asInteger() {
        return switch (castTo(SampleType.SINT)) {
            case IntValue(long number) -> number;
            case BoolValue(boolean truth) -> truth ? 1L : 0L;
            case null, default -> null;
        };
    }

    /** The two booleans are shared: take them from {@link #of(boolean)}. */
    static BoolValue of(boolean truth) {
        return truth ? BoolValue.TRUE : BoolValue.FALSE;
    }

    /** An integer. */
    static IntValue of(long number) {
        return new IntValue(number);
    }

    /** Text. */
    static TextValue of(String text) {
        return new TextValue(text);
    }

    /** An address. */
    static IpValue of(IpAddress address) {
        return new IpValue(address);
    }

    /** Octets. The array must not change afterwards. */
    static BinaryValue of(byte[] octets) {
        return new BinaryValue(octets);
    }

    /** The text as a value, or null for null: for facts that may be absent. */
    static @Nullable Value ofNullable(@Nullable String text) {
        return text == null ? null : new TextValue(text);
    }

    /** A truth. */
    record BoolValue(boolean truth) implements Value {
        public static final BoolValue TRUE = new BoolValue(true);
        public static final BoolValue FALSE = new BoolValue(false);

        @Override
        public SampleType type() {
            return SampleType.BOOL;
        }
    }

    /** A signed 64-bit integer. */
    record IntValue(long number) implements Value {
        @Override
        public SampleType type() {
            return SampleType.SINT;
        }
    }

    /** An address of either family. */
    record IpValue(IpAddress address) implements Value {
        @Override
        public SampleType type() {
            return address.v6() ? SampleType.IPV6 : SampleType.IPV4;
        }
    }

    /** Text, one octet a char. */
    record TextValue(String text) implements Value {
        @Override
        public SampleType type() {
            return SampleType.STR;
        }
    }

    /** Octets; equal when they are the same octets. The array is not copied: leave it alone. */
    @SuppressWarnings(
            "ArrayRecordComponent") // equality is defined below; copying would cost per request
    record BinaryValue(byte[] octets) implements Value {
        @Override
        public SampleType type() {
            return SampleType.BIN;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof BinaryValue(byte[] theirs) && Arrays.equals(octets, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(octets);
        }

        @Override
        public String toString() {
            return "BinaryValue[" + HexFormat.of().formatHex(octets) + "]";
        }
    }

    /** An HTTP method, as it stands in the request. */
    record MethodValue(String method) implements Value {
        @Override
        public SampleType type() {
            return SampleType.METH;
        }
    }
}
