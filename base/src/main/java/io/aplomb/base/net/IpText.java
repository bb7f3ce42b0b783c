package io.aplomb.base.net;

import org.jspecify.annotations.Nullable;

/** Text forms of addresses: RFC 4291 section 2.2 read, RFC 5952 written. */
final class IpText {

    private static final int GROUPS = 8;

    private IpText() {}

    static @Nullable IpAddress parseV4(String text) {
        long bits = 0;
        int at = 0;
        for (int part = 0; part < 4; part++) {
            int end = part == 3 ? text.length() : text.indexOf('.', at);
            int octet = end < 0 ? -1 : decimalOctet(text, at, end);
            if (octet < 0) {
                return null;
            }
            bits = bits << 8 | octet;
            at = end + 1;
        }
        return IpAddress.v4((int) bits);
    }

    static @Nullable IpAddress parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            int[] groups = groups(text);
            return groups == null || groups.length != GROUPS ? null : join(groups, new int[0]);
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        String before = text.substring(0, gap);
        if (before.indexOf('.') >= 0) {
            return null;
        }
        int[] head = groups(before);
        int[] tail = groups(text.substring(gap + 2));
        boolean fits = head != null && tail != null && head.length + tail.length < GROUPS;
        return fits && head != null && tail != null ? join(head, tail) : null;
    }

    static String formatV4(int bits) {
        return (bits >>> 24)
                + "."
                + (bits >>> 16 & 255)
                + "."
                + (bits >>> 8 & 255)
                + "."
                + (bits & 255);
    }

    static String formatV6(IpAddress address) {
        if (address.high() == 0 && address.low() >>> 32 == 0xFFFF) {
            return "::ffff:" + formatV4((int) address.low());
        }
        int gapStart = -1;
        int gapLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = zeroRun(address, i);
            if (run > gapLength) {
                gapStart = i;
                gapLength = run;
            }
        }
        StringBuilder out = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapStart) {
                out.append("::");
                i += gapLength - 1;
                continue;
            }
            if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
                out.append(':');
            }
            out.append(Integer.toHexString(group(address, i)));
        }
        return out.toString();
    }

    private static int decimalOctet(String text, int from, int to) {
        if (to <= from || to - from > 3) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value > 255 ? -1 : value;
    }

    /** The 16-bit groups of colon-separated hexadecimal, the last of which may be dotted IPv4. */
    private static int @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] words = text.split(":", -1);
        boolean dotted = words[words.length - 1].indexOf('.') >= 0;
        int count = words.length + (dotted ? 1 : 0);
        if (count > GROUPS) {
            return null;
        }
        int[] groups = new int[count];
        for (int i = 0; i < words.length - (dotted ? 1 : 0); i++) {
            groups[i] = hexGroup(words[i]);
            if (groups[i] < 0) {
                return null;
            }
        }
        if (dotted) {
            IpAddress embedded = parseV4(words[words.length - 1]);
            if (embedded == null) {
                return null;
            }
            groups[count - 2] = embedded.lowBits() >>> 16;
            groups[count - 1] = embedded.lowBits() & 0xFFFF;
        }
        return groups;
    }

    private static int hexGroup(String word) {
        if (word.isEmpty() || word.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static IpAddress join(int[] head, int[] tail) {
        int[] all = new int[GROUPS];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(tail, 0, all, GROUPS - tail.length, tail.length);
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | all[i];
            low = low << 16 | all[i + 4];
        }
        return IpAddress.v6(high, low);
    }

    private static int group(IpAddress address, int index) {
        long half = index < 4 ? address.high() : address.low();
        return (int) (half >>> (48 - 16 * (index & 3))) & 0xFFFF;
    }

    private static int zeroRun(IpAddress address, int from) {
        int end = from;
        while (end < GROUPS && group(address, end) == 0) {
            end++;
        }
        return end - from;
    }
}
