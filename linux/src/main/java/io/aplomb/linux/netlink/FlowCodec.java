package io.aplomb.linux.netlink;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.SocketAddresses;
import io.aplomb.linux.netlink.NetlinkReply.Attributes;
import io.aplomb.linux.netlink.NetlinkReply.Body;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Tracked connections as messages of ctnetlink ({@code <linux/netfilter/nfnetlink_conntrack.h>}).
 * Ports are in network order. Pure.
 */
final class FlowCodec {

    /** {@code struct nfgenmsg}. */
    private static final int HEADER_BYTES = 4;

    private static final int GET = 0x101;
    private static final int DELETE = 0x102;

    private static final int ORIGINAL = 1;
    private static final int REPLY = 2;
    private static final int ID = 12;

    private static final int TUPLE_IP = 1;
    private static final int TUPLE_PROTOCOL = 2;
    private static final int V4_SOURCE = 1;
    private static final int V4_DESTINATION = 2;
    private static final int V6_SOURCE = 3;
    private static final int V6_DESTINATION = 4;
    private static final int NUMBER = 1;
    private static final int SOURCE_PORT = 2;
    private static final int DESTINATION_PORT = 3;

    private FlowCodec() {}

    /** Asks for all of a family. */
    static NetlinkMessage dump(boolean v6) {
        return new NetlinkMessage(GET, Rtnetlink.NLM_F_DUMP, header(v6));
    }

    /** Deletes the one that the kernel told, not another that has its addresses by now. */
    static NetlinkMessage delete(boolean v6, Body told) {
        Attributes attributes = told.attributes(HEADER_BYTES);
        NetlinkMessage message =
                new NetlinkMessage(DELETE, Rtnetlink.NLM_F_ACK, header(v6))
                        .attribute(
                                ORIGINAL | NetlinkMessage.NESTED,
                                attributes.bytes(ORIGINAL).orElseThrow());
        attributes.bytes(ID).ifPresent(id -> message.attribute(ID, id));
        return message;
    }

    private static byte[] header(boolean v6) {
        int family = v6 ? SocketAddresses.AF_INET6 : SocketAddresses.AF_INET;
        return new byte[] {(byte) family, 0, 0, 0};
    }

    /** What the kernel told; empty for a protocol without ports. */
    static Optional<Flow> flow(Body told) {
        Attributes attributes = told.attributes(HEADER_BYTES);
        Optional<Attributes> original = attributes.nested(ORIGINAL);
        Optional<Attributes> reply = attributes.nested(REPLY);
        Optional<Attributes> protocol = original.flatMap(each -> each.nested(TUPLE_PROTOCOL));
        if (protocol.isEmpty() || protocol.get().bytes(DESTINATION_PORT).isEmpty()) {
            return Optional.empty();
        }
        Optional<IpAddress> to =
                original.flatMap(each -> address(each, V4_DESTINATION, V6_DESTINATION));
        Optional<IpAddress> from = reply.flatMap(each -> address(each, V4_SOURCE, V6_SOURCE));
        Optional<Integer> fromPort =
                reply.flatMap(each -> each.nested(TUPLE_PROTOCOL))
                        .flatMap(each -> port(each, SOURCE_PORT));
        if (to.isEmpty() || from.isEmpty() || fromPort.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Flow(
                        protocol.get().bytes(NUMBER).map(each -> each[0] & 0xff).orElse(0),
                        to.get(),
                        port(protocol.get(), DESTINATION_PORT).orElse(0),
                        from.get(),
                        fromPort.get()));
    }

    private static Optional<IpAddress> address(Attributes tuple, int v4, int v6) {
        Optional<Attributes> ip = tuple.nested(TUPLE_IP);
        return ip.flatMap(each -> each.bytes(v4).or(() -> each.bytes(v6))).map(IpAddress::ofBytes);
    }

    private static Optional<Integer> port(Attributes protocol, int which) {
        return protocol.bytes(which)
                .map(octets -> Short.toUnsignedInt(ByteBuffer.wrap(octets).getShort()));
    }
}
