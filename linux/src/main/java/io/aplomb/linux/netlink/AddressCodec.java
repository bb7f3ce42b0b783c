package io.aplomb.linux.netlink;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.SocketAddresses;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Addresses as messages of rtnetlink(7). Pure. */
final class AddressCodec {

    private static final int CACHE_INFO_BYTES = 16;

    private AddressCodec() {}

    /**
     * Sets an address, or renews the one that is there.
     *
     * @param validS after so many seconds the kernel removes it by itself; 0 for never
     */
    static NetlinkMessage set(InterfaceAddress address, AddressOptions options, long validS) {
        IpAddress ip = address.address().ip();
        @Nullable IpAddress peer = options.peer();
        @Nullable IpAddress broadcast = options.broadcast();
        int flags = Rtnetlink.NLM_F_ACK | Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_REPLACE;
        NetlinkMessage message =
                new NetlinkMessage(Rtnetlink.RTM_NEWADDR, flags, header(address, options.scope()))
                        .attribute(Rtnetlink.IFA_LOCAL, ip.toBytes())
                        .attribute(Rtnetlink.IFA_ADDRESS, (peer == null ? ip : peer).toBytes())
                        .attribute(Rtnetlink.IFA_PROTO, new byte[] {(byte) address.protocol()});
        int bits = options.bits(ip.v6());
        if (bits != 0) {
            message.attribute(Rtnetlink.IFA_FLAGS, bits);
        }
        if (broadcast != null && !ip.v6()) {
            message.attribute(Rtnetlink.IFA_BROADCAST, broadcast.toBytes());
        }
        if (!options.label().isEmpty()) {
            message.attribute(Rtnetlink.IFA_LABEL, options.label());
        }
        long valid = validS == 0 ? AddressOptions.FOREVER : validS;
        long preferred = ip.v6() ? Math.min(options.preferredS(), valid) : valid;
        if (preferred != AddressOptions.FOREVER) {
            message.attribute(Rtnetlink.IFA_CACHEINFO, cacheInfo(preferred, valid));
        }
        return message;
    }

    /** Removes an address. */
    static NetlinkMessage remove(InterfaceAddress address) {
        return new NetlinkMessage(Rtnetlink.RTM_DELADDR, Rtnetlink.NLM_F_ACK, header(address, 0))
                .attribute(Rtnetlink.IFA_LOCAL, address.address().ip().toBytes());
    }

    /** {@code struct ifaddrmsg}. */
    private static byte[] header(InterfaceAddress address, int scope) {
        boolean v6 = address.address().ip().v6();
        return ByteBuffer.allocate(Rtnetlink.ADDRESS_BYTES)
                .order(ByteOrder.nativeOrder())
                .put((byte) (v6 ? SocketAddresses.AF_INET6 : SocketAddresses.AF_INET))
                .put((byte) address.address().prefixBits())
                .put((byte) 0)
                .put((byte) scope)
                .putInt(address.linkIndex())
                .array();
    }

    /** {@code struct ifa_cacheinfo}: preferred and valid lifetime in seconds. */
    private static byte[] cacheInfo(long preferred, long valid) {
        return ByteBuffer.allocate(CACHE_INFO_BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt((int) preferred)
                .putInt((int) valid)
                .array();
    }
}
