package io.aplomb.sample;

import io.aplomb.base.net.IpAddress;
import io.aplomb.sample.facts.VariableName;
import org.jspecify.annotations.Nullable;

/** Turns the text of one argument into what its parameter asks for. */
final class ArgumentReader {

    private ArgumentReader() {}

    /** The value, or null when the text is not of that type. */
    static @Nullable Object read(String text, ArgumentType type) {
        return switch (type) {
            case INTEGER -> integer(text);
            case TEXT, FRONTEND, BACKEND, TABLE, SERVER, USER_LIST, MAP, REGEX -> text;
            case IPV4 -> addressOf(text, false);
            case IPV6 -> addressOf(text, true);
            case MASK4 -> maskBits(text, 32);
            case MASK6 -> maskBits(text, 128);
            case TIME -> withUnit(text, TIME_UNITS, TIME_FACTORS);
            case SIZE -> withUnit(text, SIZE_UNITS, SIZE_FACTORS);
            case VARIABLE -> VariableName.parse(text);
        };
    }

    private static final String[] TIME_UNITS = {"us", "ms", "s", "m", "h", "d", ""};
    private static final long[] TIME_FACTORS = {0, 1, 1000, 60_000, 3_600_000, 86_400_000, 1};
    private static final String[] SIZE_UNITS = {"k", "m", "g", ""};
    private static final long[] SIZE_FACTORS = {1 << 10, 1 << 20, 1 << 30, 1};

    static @Nullable Long integer(String text) {
        try {
            return text.isEmpty() ? null : Long.valueOf(text);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static @Nullable IpAddress addressOf(String text, boolean v6) {
        IpAddress address = IpAddress.parse(text);
        return address != null && address.v6() == v6 ? address : null;
    }

    /** The length of a mask given as bits or as an address with leading ones. */
    private static @Nullable Long maskBits(String text, int width) {
        Long bits = integer(text);
        if (bits != null) {
            return bits >= 0 && bits <= width ? bits : null;
        }
        IpAddress mask = IpAddress.parse(text);
        if (mask == null || mask.widthBits() != width) {
            return null;
        }
        int ones = 0;
        for (byte octet : mask.toBytes()) {
            ones += Integer.bitCount(octet & 0xFF);
        }
        IpAddress full = width == 32 ? IpAddress.v4(-1) : IpAddress.v6(-1, -1);
        return full.masked(ones).equals(mask) ? (long) ones : null;
    }

    private static @Nullable Long withUnit(String text, String[] units, long[] factors) {
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        Long number = integer(text.substring(0, digits));
        if (number == null) {
            return null;
        }
        for (int i = 0; i < units.length; i++) {
            if (units[i].equals(text.substring(digits))) {
                return factors[i] == 0 ? number / 1000 : number * factors[i];
            }
        }
        return null;
    }
}
