package io.aplomb.linux.netlink;

import io.aplomb.base.net.HostAddress;
import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.netlink.NetlinkReply.Attributes;
import io.aplomb.linux.netlink.NetlinkReply.Body;
import java.util.Optional;

/**
 * An address of an interface.
 *
 * @param linkIndex the interface's number
 * @param address with its prefix length
 * @param protocol who set it (IFA_PROTO, Linux 5.18): 0 unknown, 1 the kernel for loopback
 */
public record InterfaceAddress(int linkIndex, HostAddress address, int protocol) {

    private static final int PREFIX_OFFSET = 1;
    private static final int INDEX_OFFSET = 4;

    static Optional<InterfaceAddress> of(Body body) {
        Attributes attributes = body.attributes(Rtnetlink.ADDRESS_BYTES);
        int protocol =
                attributes
                        .bytes(Rtnetlink.IFA_PROTO)
                        .map(value -> Byte.toUnsignedInt(value[0]))
                        .orElse(0);
        return attributes
                .bytes(Rtnetlink.IFA_LOCAL)
                .or(() -> attributes.bytes(Rtnetlink.IFA_ADDRESS))
                .filter(octets -> octets.length == 4 || octets.length == 16)
                .map(
                        octets ->
                                new InterfaceAddress(
                                        body.intAt(INDEX_OFFSET),
                                        new HostAddress(
                                                IpAddress.ofBytes(octets),
                                                body.byteAt(PREFIX_OFFSET)),
                                        protocol));
    }
}
