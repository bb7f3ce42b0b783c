package io.aplomb.vrrp.wire;

import org.jspecify.annotations.Nullable;

/** The two versions of VRRP in use. They do not understand each other. */
public enum VrrpVersion {
    /** RFC 3768: IPv4 only, intervals of whole seconds, a password nobody should rely on. */
    V2(2),
    /** RFC 9568: IPv4 and IPv6, intervals of centiseconds. */
    V3(3);

    private final int number;

    VrrpVersion(int number) {
        this.number = number;
    }

    /** The number in the first four bits of an advert. */
    public int number() {
        return number;
    }

    /** The version of that number, or null when it is none of these. */
    public static @Nullable VrrpVersion ofNumber(int number) {
        return switch (number) {
            case 2 -> V2;
            case 3 -> V3;
            default -> null;
        };
    }
}
