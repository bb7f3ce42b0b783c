package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.net.IpAddress;

/** What kind of address an address is. */
final class Families {

    private Families() {}

    /** 224.0.0.0/4 (RFC 5771) or ff00::/8 (RFC 4291 section 2.7). */
    static boolean isMulticast(IpAddress address) {
        return address.v6() ? address.high() >>> 56 == 0xFF : address.low() >>> 28 == 0xE;
    }

    /** fe80::/10 (RFC 4291 section 2.5.6). */
    static boolean isLinkLocal(IpAddress address) {
        return address.v6() && address.high() >>> 54 == 0x3FA;
    }

    static String name(boolean v6) {
        return v6 ? "IPv6" : "IPv4";
    }
}
