package io.aplomb.linux.ipvs;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.SocketAddresses;
import io.aplomb.linux.netlink.NetlinkMessage;
import io.aplomb.linux.netlink.NetlinkReply.Attributes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Messages of IPVS's generic netlink family: those of keepalived, octet by octet. Numbers are in
 * the machine's order; addresses, ports and IPv4 masks in the network's.
 */
final class IpvsCodec {

    static final int NEW_SERVICE = 1;
    static final int SET_SERVICE = 2;
    static final int DELETE_SERVICE = 3;
    static final int GET_SERVICE = 4;
    static final int NEW_DESTINATION = 5;
    static final int SET_DESTINATION = 6;
    static final int DELETE_DESTINATION = 7;
    static final int GET_DESTINATION = 8;
    static final int FLUSH = 17;

    /** Octets of {@code struct genlmsghdr}. */
    static final int HEADER_BYTES = 4;

    private static final int VERSION = 1;
    static final int ACKNOWLEDGE = 0x004;
    static final int DUMP = 0x300;

    private static final int SERVICE = 1;
    private static final int DESTINATION = 2;

    private static final int SERVICE_FAMILY = 1;
    private static final int SERVICE_PROTOCOL = 2;
    private static final int SERVICE_ADDRESS = 3;
    private static final int SERVICE_PORT = 4;
    private static final int SERVICE_MARK = 5;
    private static final int SERVICE_SCHEDULER = 6;
    private static final int SERVICE_FLAGS = 7;
    private static final int SERVICE_TIMEOUT = 8;
    private static final int SERVICE_MASK = 9;

    private static final int DESTINATION_ADDRESS = 1;
    private static final int DESTINATION_PORT = 2;
    private static final int DESTINATION_FORWARDING = 3;
    private static final int DESTINATION_WEIGHT = 4;
    private static final int DESTINATION_UPPER = 5;
    private static final int DESTINATION_LOWER = 6;
    private static final int DESTINATION_FAMILY = 11;
    private static final int DESTINATION_TUNNEL_TYPE = 13;

    /** {@code union nf_inet_addr}. */
    private static final int ADDRESS_BYTES = 16;

    private static final int V4_BYTES = 4;
    private static final int V4_BITS = 32;

    /** IP_VS_SVC_F_HASHED: the kernel's own note. */
    private static final int HASHED = 0x02;

    private final int family;

    /**
     * @param family the number the kernel gave to IPVS
     */
    IpvsCodec(int family) {
        this.family = family;
    }

    /** A command about everything. */
    NetlinkMessage command(int command, int flags) {
        return new NetlinkMessage(family, flags, new byte[] {(byte) command, (byte) VERSION, 0, 0});
    }

    /** A command about a service. */
    NetlinkMessage service(int command, int flags, IpvsService service) {
        NetlinkMessage message = command(command, flags);
        int at = message.begin(SERVICE | NetlinkMessage.NESTED);
        describe(message, service);
        return message.end(at);
    }

    /** A command about a destination of a service. */
    NetlinkMessage destination(int command, IpvsService of, IpvsDestination destination) {
        NetlinkMessage message = service(command, ACKNOWLEDGE, of);
        int at = message.begin(DESTINATION | NetlinkMessage.NESTED);
        IpAddress address = destination.address();
        message.attribute(DESTINATION_FAMILY, number(addressFamily(address.v6())));
        message.attribute(DESTINATION_ADDRESS, octets(address));
        message.attribute(DESTINATION_PORT, port(destination.port()));
        message.attribute(DESTINATION_FORWARDING, destination.forwarding().number());
        message.attribute(DESTINATION_WEIGHT, destination.weight());
        if (destination.forwarding() == IpvsDestination.Forwarding.TUNNEL) {
            message.attribute(DESTINATION_TUNNEL_TYPE, new byte[1]);
        }
        message.attribute(DESTINATION_UPPER, (int) destination.upperThreshold());
        message.attribute(DESTINATION_LOWER, (int) destination.lowerThreshold());
        return message.end(at);
    }

    private static void describe(NetlinkMessage message, IpvsService service) {
        message.attribute(SERVICE_FAMILY, number(addressFamily(service.key().v6())));
        switch (service.key()) {
            case IpvsService.Key.Mark(long mark, boolean _) ->
                    message.attribute(SERVICE_MARK, (int) mark);
            case IpvsService.Key.Address(int protocol, IpAddress address, int port) ->
                    message.attribute(SERVICE_PROTOCOL, number(protocol))
                            .attribute(SERVICE_ADDRESS, octets(address))
                            .attribute(SERVICE_PORT, port(port));
        }
        message.attribute(SERVICE_SCHEDULER, service.scheduler());
        message.attribute(SERVICE_FLAGS, flags(service.flags()));
        message.attribute(SERVICE_TIMEOUT, service.timeoutS());
        message.attribute(SERVICE_MASK, mask(service));
    }

    /** {@code struct ip_vs_flags}: the flags, and which of them count: all. */
    private static byte[] flags(int flags) {
        return wrap(8).putInt(flags).putInt(-1).array();
    }

    /** Of IPv4 the mask, of IPv6 the length of the prefix. */
    private static byte[] mask(IpvsService service) {
        if (service.key().v6()) {
            return NetlinkMessage.bytes(service.maskBits());
        }
        long mask = 0xFFFF_FFFFL << (V4_BITS - service.maskBits());
        return ByteBuffer.allocate(V4_BYTES).putInt((int) mask).array();
    }

    private static int addressFamily(boolean v6) {
        return v6 ? SocketAddresses.AF_INET6 : SocketAddresses.AF_INET;
    }

    private static byte[] number(int value) {
        return wrap(2).putShort((short) value).array();
    }

    private static byte[] port(int port) {
        return ByteBuffer.allocate(2).putShort((short) port).array();
    }

    private static byte[] octets(IpAddress address) {
        return Arrays.copyOf(address.toBytes(), ADDRESS_BYTES);
    }

    private static ByteBuffer wrap(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    /** A service that the kernel tells of. */
    static Optional<IpvsService> readService(Attributes message) {
        return message.nested(SERVICE).map(IpvsCodec::service);
    }

    private static IpvsService service(Attributes told) {
        boolean v6 = shortNumber(told, SERVICE_FAMILY) == SocketAddresses.AF_INET6;
        int flags = told.number(SERVICE_FLAGS).orElse(0);
        return new IpvsService(
                key(told, v6),
                told.text(SERVICE_SCHEDULER).orElse(""),
                flags & ~HASHED,
                told.number(SERVICE_TIMEOUT).orElse(0),
                maskBits(told, v6));
    }

    private static IpvsService.Key key(Attributes told, boolean v6) {
        Optional<Integer> mark = told.number(SERVICE_MARK).filter(number -> number != 0);
        if (mark.isPresent()) {
            return new IpvsService.Key.Mark(Integer.toUnsignedLong(mark.get()), v6);
        }
        return new IpvsService.Key.Address(
                shortNumber(told, SERVICE_PROTOCOL),
                address(told, SERVICE_ADDRESS, v6),
                portOf(told, SERVICE_PORT));
    }

    private static int maskBits(Attributes told, boolean v6) {
        if (v6) {
            return told.number(SERVICE_MASK).orElse(0);
        }
        // The number of ones is the same in any order of the octets.
        return told.number(SERVICE_MASK).map(Integer::bitCount).orElse(V4_BITS);
    }

    /**
     * A destination that the kernel tells of.
     *
     * @param v6 the service's family, which old kernels do not repeat
     */
    static Optional<IpvsDestination> readDestination(Attributes message, boolean v6) {
        return message.nested(DESTINATION).map(told -> destination(told, v6));
    }

    private static IpvsDestination destination(Attributes told, boolean v6) {
        boolean ownV6 =
                told.bytes(DESTINATION_FAMILY).isPresent()
                        ? shortNumber(told, DESTINATION_FAMILY) == SocketAddresses.AF_INET6
                        : v6;
        return new IpvsDestination(
                address(told, DESTINATION_ADDRESS, ownV6),
                portOf(told, DESTINATION_PORT),
                IpvsDestination.Forwarding.of(told.number(DESTINATION_FORWARDING).orElse(0)),
                told.number(DESTINATION_WEIGHT).orElse(0),
                Integer.toUnsignedLong(told.number(DESTINATION_UPPER).orElse(0)),
                Integer.toUnsignedLong(told.number(DESTINATION_LOWER).orElse(0)));
    }

    private static IpAddress address(Attributes told, int attribute, boolean v6) {
        byte[] octets = told.bytes(attribute).orElse(new byte[ADDRESS_BYTES]);
        return IpAddress.ofBytes(Arrays.copyOf(octets, v6 ? ADDRESS_BYTES : V4_BYTES));
    }

    private static int shortNumber(Attributes told, int attribute) {
        return told.bytes(attribute)
                .filter(octets -> octets.length >= 2)
                .map(octets -> ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder()).getShort())
                .map(Short::toUnsignedInt)
                .orElse(0);
    }

    private static int portOf(Attributes told, int attribute) {
        return told.bytes(attribute)
                .filter(octets -> octets.length >= 2)
                .map(octets -> Short.toUnsignedInt(ByteBuffer.wrap(octets).getShort()))
                .orElse(0);
    }
}
