package io.aplomb.vrrp.wire;

import io.aplomb.base.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Frames that keepalived 2.2.7 sent on a bridge in a network namespace, as tcpdump saw them, and
 * what its configuration said.
 */
enum Captured {
    /** {@code auth_type PASS}, {@code auth_pass secret123}; two addresses. */
    V2_PASSWORD(
            "01005e0000128acadb10f2f3080045c0002c00010000ff7018e5c0a80101e0000012"
                    + "2133650201018730c0a80164c0a801657365637265743132",
            new Advert(
                    VrrpVersion.V2,
                    51,
                    101,
                    AdvertInterval.ofSeconds(1),
                    Authentication.password(octets("secret123")),
                    addresses("192.168.1.100", "192.168.1.101")),
            ChecksumStyle.MESSAGE),
    /** The same at {@code SIGTERM}. */
    V2_PASSWORD_RESIGNS(
            "01005e0000128acadb10f2f3080045c0002c00090000ff7018ddc0a80101e0000012"
                    + "213300020101ec30c0a80164c0a801657365637265743132",
            new Advert(
                    VrrpVersion.V2,
                    51,
                    0,
                    AdvertInterval.ofSeconds(1),
                    Authentication.password(octets("secret123")),
                    addresses("192.168.1.100", "192.168.1.101")),
            ChecksumStyle.MESSAGE),
    /** {@code advert_int 2}, no authentication. */
    V2_PLAIN(
            "01005e0000128acadb10f2f3080045c0002800010000ff7018e9c0a80101e0000012"
                    + "213464010002b8b1c0a8016e0000000000000000",
            new Advert(
                    VrrpVersion.V2,
                    52,
                    100,
                    AdvertInterval.ofSeconds(2),
                    Authentication.NONE,
                    addresses("192.168.1.110")),
            ChecksumStyle.MESSAGE),
    /** {@code unicast_peer}, a password of three characters. */
    V2_UNICAST(
            "323fc19f76c8e62a0c685cfa080045c0002800010000ff703751c0a80101c0a80102"
                    + "213f64010101f30fc0a801a36162630000000000",
            new Advert(
                    VrrpVersion.V2,
                    63,
                    100,
                    AdvertInterval.ofSeconds(1),
                    Authentication.password(octets("abc")),
                    addresses("192.168.1.163")),
            ChecksumStyle.MESSAGE),
    /** {@code version 3}, {@code advert_int 0.1}. */
    V3_IPV4(
            "01005e0000128acadb10f2f3080045c0002000010000ff7018f1c0a80101e0000012"
                    + "31359601000ad465c0a80178",
            new Advert(
                    VrrpVersion.V3,
                    53,
                    150,
                    new AdvertInterval(10),
                    Authentication.NONE,
                    addresses("192.168.1.120")),
            ChecksumStyle.PSEUDO_HEADER),
    /** {@code use_vmac}: the source of the frame is the virtual MAC. */
    V3_IPV4_VIRTUAL_MAC(
            "01005e00001200005e000140080045c0002000010000ff7018f1c0a80101e0000012"
                    + "3140640100320607c0a801a4",
            new Advert(
                    VrrpVersion.V3,
                    64,
                    100,
                    new AdvertInterval(50),
                    Authentication.NONE,
                    addresses("192.168.1.164")),
            ChecksumStyle.PSEUDO_HEADER),
    /** {@code unicast_peer}. */
    V3_UNICAST(
            "323fc19f76c8e62a0c685cfa080045c0002000010000ff703759c0a80101c0a80102"
                    + "313d640100322475c0a801a1",
            new Advert(
                    VrrpVersion.V3,
                    61,
                    100,
                    new AdvertInterval(50),
                    Authentication.NONE,
                    addresses("192.168.1.161")),
            ChecksumStyle.PSEUDO_HEADER),
    /** {@code unicast_peer} with {@code old_unicast_checksum}. */
    V3_UNICAST_OLD_CHECKSUM(
            "323fc19f76c8e62a0c685cfa080045c0002000010000ff703759c0a80101c0a80102"
                    + "313e64010032060bc0a801a2",
            new Advert(
                    VrrpVersion.V3,
                    62,
                    100,
                    new AdvertInterval(50),
                    Authentication.NONE,
                    addresses("192.168.1.162")),
            ChecksumStyle.PSEUDO_HEADER_OF_GROUP),
    /** {@code advert_int 0.25}, a link-local and a global address. */
    V3_IPV6(
            "3333000000128acadb10f2f386dd6c0192b3002870fffe8000000000000088cadbfffe10f2f3"
                    + "ff0200000000000000000000000000123136c802001985cefe800000000000000000"
                    + "00000000005420010db8000000000000000000000054",
            new Advert(
                    VrrpVersion.V3,
                    54,
                    200,
                    new AdvertInterval(25),
                    Authentication.NONE,
                    addresses("fe80::54", "2001:db8::54")),
            ChecksumStyle.PSEUDO_HEADER),
    /** One address; resigning. */
    V3_IPV6_RESIGNS(
            "3333000000128acadb10f2f386dd6c0192b3001870fffe8000000000000088cadbfffe10f2f3"
                    + "ff0200000000000000000000000000123138000100647b9efe800000000000000000"
                    + "000000000056",
            new Advert(
                    VrrpVersion.V3,
                    56,
                    0,
                    new AdvertInterval(100),
                    Authentication.NONE,
                    addresses("fe80::56")),
            ChecksumStyle.PSEUDO_HEADER);

    private static final int ETHERNET_OCTETS = 14;

    final byte[] frame;
    final Advert advert;
    final ChecksumStyle style;

    Captured(String hex, Advert advert, ChecksumStyle style) {
        frame = HexFormat.of().parseHex(hex);
        this.advert = advert;
        this.style = style;
    }

    /** The frame as the shell would hand it over. */
    Datagram datagram() {
        byte[] packet = Arrays.copyOfRange(frame, ETHERNET_OCTETS, frame.length);
        if (packet[0] >>> 4 == 4) {
            return Objects.requireNonNull(Datagram.ofIpv4Packet(packet, packet.length));
        }
        return new Datagram(
                IpAddress.ofBytes(Arrays.copyOfRange(packet, 8, 24)),
                IpAddress.ofBytes(Arrays.copyOfRange(packet, 24, 40)),
                packet[7] & 0xFF,
                Arrays.copyOfRange(packet, 40, packet.length));
    }

    byte[] sourceMac() {
        return Arrays.copyOfRange(frame, 6, 12);
    }

    /** What a peer with the same configuration expects. */
    AdvertPolicy policy() {
        Datagram datagram = datagram();
        boolean unicast = datagram.destination().equals(IpAddress.parse("192.168.1.2"));
        Delivery delivery =
                unicast
                        ? new Delivery.Unicast(List.of(Delivery.Peer.of(datagram.source())), true)
                        : new Delivery.Multicast(Vrrp.group(datagram.source().v6()));
        return new AdvertPolicy(
                advert.version(),
                advert.vrid(),
                advert.interval(),
                advert.authentication(),
                advert.addresses(),
                AddressCheck.REFUSE,
                EnumSet.allOf(ChecksumStyle.class),
                delivery,
                false,
                false,
                null);
    }

    static List<IpAddress> addresses(String... texts) {
        return Arrays.stream(texts)
                .map(text -> Objects.requireNonNull(IpAddress.parse(text)))
                .toList();
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
