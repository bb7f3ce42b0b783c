package io.aplomb.linux.nftables;

import io.aplomb.base.Check;
import org.jspecify.annotations.Nullable;

/**
 * A set, or a map when its elements carry a value.
 *
 * @param key what elements are found by
 * @param value what they carry, null for a set
 * @param interval elements are the begins and ends of ranges
 * @param dynamic rules add elements while packets pass; needs {@code sizeLimit}
 * @param timeoutMs after which an element goes, 0 for never; then a rule may give its own
 * @param sizeLimit how many elements at most, 0 for no limit
 */
public record SetSpec(
        String name,
        Type key,
        @Nullable Type value,
        boolean interval,
        boolean dynamic,
        long timeoutMs,
        int sizeLimit) {

    public SetSpec {
        Check.argument(!dynamic || sizeLimit > 0, "a set that grows has a limit");
    }

    /** A set without anything special. */
    public static SetSpec of(String name, Type key) {
        return new SetSpec(name, key, null, false, false, 0, 0);
    }

    /** A map without anything special. */
    public static SetSpec map(String name, Type key, Type value) {
        return new SetSpec(name, key, value, false, false, 0, 0);
    }

    /**
     * What octets mean, for nft(8) to print; the kernel looks at their number alone.
     *
     * @param number nft's number of the type; parts of a concatenation are shifted together by six
     *     bits each
     * @param bytes how many octets, parts of a concatenation filled up to four
     */
    public record Type(int number, int bytes) {

        /** A verdict, as value of a map. */
        public static final Type VERDICT = new Type(0xffff_ff00, 0);

        public static final Type INTEGER = new Type(4, 4);
        public static final Type IPV4 = new Type(7, 4);
        public static final Type IPV6 = new Type(8, 16);
        public static final Type PROTOCOL = new Type(12, 1);
        public static final Type PORT = new Type(13, 2);
        public static final Type MARK = new Type(19, 4);

        /** Number of an interface, in the machine's order. */
        public static final Type INTERFACE_INDEX = new Type(20, 4);

        private static final int PART_BITS = 6;
        private static final int WORD = 4;

        /** Several values behind each other, each filled up to a multiple of four octets. */
        public static Type concatenation(Type... parts) {
            int number = 0;
            int bytes = 0;
            for (Type part : parts) {
                number = number << PART_BITS | part.number;
                bytes += (part.bytes + WORD - 1) / WORD * WORD;
            }
            return new Type(number, bytes);
        }
    }
}
