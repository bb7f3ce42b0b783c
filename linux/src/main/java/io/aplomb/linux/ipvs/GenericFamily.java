package io.aplomb.linux.ipvs;

import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.NetlinkMessage;
import io.aplomb.linux.netlink.NetlinkReply;
import io.aplomb.linux.netlink.NetlinkSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The number the kernel gave to a generic netlink family, {@code <linux/genetlink.h>}. */
final class GenericFamily {

    static final int NETLINK_GENERIC = 16;

    /** GENL_ID_CTRL: the family that knows the others. */
    private static final int CONTROL = 16;

    private static final int GET_FAMILY = 3;
    private static final int FAMILY_ID = 1;
    private static final int FAMILY_NAME = 2;

    private GenericFamily() {}

    static NetlinkMessage question(String name) {
        return new NetlinkMessage(CONTROL, IpvsCodec.ACKNOWLEDGE, new byte[] {GET_FAMILY, 1, 0, 0})
                .attribute(FAMILY_NAME, name);
    }

    /**
     * Asks; the kernel loads the module of that name if it can.
     *
     * @throws SystemCallException ENOENT when there is no such family
     */
    static int number(NetlinkSocket socket, String name) throws SystemCallException {
        for (NetlinkReply reply : socket.ask(question(name))) {
            byte[] number =
                    reply.body()
                            .attributes(IpvsCodec.HEADER_BYTES)
                            .bytes(FAMILY_ID)
                            .orElse(new byte[0]);
            if (number.length >= 2) {
                return Short.toUnsignedInt(
                        ByteBuffer.wrap(number).order(ByteOrder.nativeOrder()).getShort());
            }
        }
        throw new SystemCallException("generic netlink family " + name, SystemCallException.ENOENT);
    }
}
