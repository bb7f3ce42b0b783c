package io.aplomb.linux.netlink;

import io.aplomb.base.net.IpAddress;
import io.aplomb.base.net.IpNetwork;
import io.aplomb.linux.SocketAddresses;
import io.aplomb.linux.netlink.NetlinkReply.Attributes;
import io.aplomb.linux.netlink.NetlinkReply.Body;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Routes as messages of rtnetlink(7): {@code struct rtmsg} and its attributes. Pure. */
final class RouteCodec {

    /** In {@code struct rtmsg}. */
    static final int PROTOCOL_OFFSET = 5;

    private static final int PREFIX_OFFSET = 1;
    private static final int TOS_OFFSET = 3;
    private static final int TABLE_OFFSET = 4;
    private static final int KIND_OFFSET = 7;
    private static final int MAX_SHORT_TABLE = 255;

    private RouteCodec() {}

    /** A message that sets or removes a route. */
    static NetlinkMessage message(int type, int flags, Route route) {
        NetlinkMessage message = new NetlinkMessage(type, flags, header(route));
        RouteKey key = route.key();
        message.attribute(Rtnetlink.RTA_DST, key.destination().address().toBytes());
        IpAddress source = route.source();
        if (source != null) {
            message.attribute(Rtnetlink.RTA_PREFSRC, source.toBytes());
        }
        if (route.hops().size() == 1) {
            hop(message, route.hops().getFirst());
        }
        if (key.table() > MAX_SHORT_TABLE) {
            message.attribute(Rtnetlink.RTA_TABLE, (int) key.table());
        }
        if (key.metric() != 0) {
            message.attribute(Rtnetlink.RTA_PRIORITY, (int) key.metric());
        }
        if (route.mtu() != 0) {
            int metrics = message.begin(Rtnetlink.RTA_METRICS);
            message.attribute(Rtnetlink.RTAX_MTU, route.mtu()).end(metrics);
        }
        if (route.hops().size() > 1) {
            message.attribute(Rtnetlink.RTA_MULTIPATH, hops(route));
        }
        return message;
    }

    private static byte[] header(Route route) {
        RouteKey key = route.key();
        boolean v6 = key.destination().address().v6();
        boolean onLink = route.hops().size() == 1 && route.hops().getFirst().onLink();
        return ByteBuffer.allocate(Rtnetlink.ROUTE_BYTES)
                .order(ByteOrder.nativeOrder())
                .put((byte) (v6 ? SocketAddresses.AF_INET6 : SocketAddresses.AF_INET))
                .put((byte) key.destination().prefixBits())
                .put((byte) 0)
                .put((byte) key.tos())
                .put(
                        (byte)
                                (key.table() > MAX_SHORT_TABLE
                                        ? Rtnetlink.RT_TABLE_COMPAT
                                        : key.table()))
                .put((byte) key.protocol())
                .put((byte) route.scope())
                .put((byte) key.kind())
                .putInt(onLink ? Rtnetlink.RTNH_F_ONLINK : 0)
                .array();
    }

    private static void hop(NetlinkMessage message, Route.Hop hop) {
        IpAddress gateway = hop.gateway();
        if (gateway != null) {
            message.attribute(Rtnetlink.RTA_GATEWAY, gateway.toBytes());
        }
        if (hop.linkIndex() != 0) {
            message.attribute(Rtnetlink.RTA_OIF, hop.linkIndex());
        }
    }

    /** {@code struct rtnexthop}, each with the attribute of its gateway. */
    private static byte[] hops(Route route) {
        int most = Rtnetlink.NEXT_HOP_BYTES + NetlinkMessage.ATTRIBUTE_HEADER_BYTES + 16;
        ByteBuffer out =
                ByteBuffer.allocate(most * route.hops().size()).order(ByteOrder.nativeOrder());
        for (Route.Hop hop : route.hops()) {
            int start = out.position();
            out.putShort((short) 0);
            out.put((byte) (hop.onLink() ? Rtnetlink.RTNH_F_ONLINK : 0));
            out.put((byte) (hop.weight() - 1)).putInt(hop.linkIndex());
            IpAddress gateway = hop.gateway();
            if (gateway != null) {
                byte[] octets = gateway.toBytes();
                out.putShort((short) (NetlinkMessage.ATTRIBUTE_HEADER_BYTES + octets.length));
                out.putShort((short) Rtnetlink.RTA_GATEWAY).put(octets);
            }
            out.putShort(start, (short) (out.position() - start));
        }
        byte[] octets = new byte[out.position()];
        out.flip().get(octets);
        return octets;
    }

    /** What a message of the kernel is about; empty for what is no route of IPv4 or IPv6. */
    static Optional<RouteKey> key(Body body) {
        if (body.length() < Rtnetlink.ROUTE_BYTES) {
            return Optional.empty();
        }
        int family = body.byteAt(0);
        boolean v6 = family == SocketAddresses.AF_INET6;
        if (!v6 && family != SocketAddresses.AF_INET) {
            return Optional.empty();
        }
        Attributes attributes = body.attributes(Rtnetlink.ROUTE_BYTES);
        IpAddress address =
                attributes
                        .bytes(Rtnetlink.RTA_DST)
                        .filter(octets -> octets.length == (v6 ? 16 : 4))
                        .map(IpAddress::ofBytes)
                        .orElse(v6 ? IpAddress.v6(0, 0) : IpAddress.v4(0));
        int table = attributes.number(Rtnetlink.RTA_TABLE).orElse(body.byteAt(TABLE_OFFSET));
        return Optional.of(
                new RouteKey(
                        body.byteAt(KIND_OFFSET),
                        new IpNetwork(address, body.byteAt(PREFIX_OFFSET)),
                        Integer.toUnsignedLong(table),
                        body.byteAt(TOS_OFFSET),
                        Integer.toUnsignedLong(attributes.number(Rtnetlink.RTA_PRIORITY).orElse(0)),
                        body.byteAt(PROTOCOL_OFFSET)));
    }
}
