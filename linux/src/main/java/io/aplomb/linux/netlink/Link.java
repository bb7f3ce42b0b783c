package io.aplomb.linux.netlink;

import io.aplomb.linux.netlink.NetlinkReply.Attributes;
import io.aplomb.linux.netlink.NetlinkReply.Body;
import java.util.HexFormat;

/**
 * A network interface as the kernel describes it.
 *
 * @param index its number
 * @param mac its address in hexadecimal, {@code "02:00:00:00:00:01"}; empty when it has none
 * @param up whether the administrator has it up
 * @param running whether it has a carrier, too
 * @param mtu in octets
 */
public record Link(int index, String name, String mac, boolean up, boolean running, int mtu) {

    private static final int INDEX_OFFSET = 4;
    private static final int FLAGS_OFFSET = 8;
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    /** Its address as octets. */
    public byte[] macBytes() {
        return COLONS.parseHex(mac);
    }

    static Link of(Body body) {
        Attributes attributes = body.attributes(Rtnetlink.LINK_BYTES);
        int flags = body.intAt(FLAGS_OFFSET);
        return new Link(
                body.intAt(INDEX_OFFSET),
                attributes.text(Rtnetlink.IFLA_IFNAME).orElse(""),
                attributes.bytes(Rtnetlink.IFLA_ADDRESS).map(COLONS::formatHex).orElse(""),
                (flags & Rtnetlink.IFF_UP) != 0,
                (flags & Rtnetlink.IFF_RUNNING) != 0,
                attributes.number(Rtnetlink.IFLA_MTU).orElse(0));
    }
}
