package io.aplomb.vrrp.wire;

import io.aplomb.base.Check;
import io.aplomb.base.net.IpAddress;
import java.nio.ByteBuffer;

/**
 * Turns an advert into octets (RFC 9568 section 5.2, RFC 3768 section 5.3).
 *
 * <pre>
 *  0               1               2               3
 * |version|type=1 | VRID          | priority      | address count |
 * |v2: auth type  | v2: interval s| checksum                      |
 * |v3: 0  |    interval cs        |                               |
 * | addresses ...                                                 |
 * | v2: 8 octets of authentication data                           |
 * </pre>
 */
public final class AdvertWriter {

    private static final int CHECKSUM_OFFSET = 6;

    private AdvertWriter() {}

    /**
     * The payload of the IP packet, checksum included.
     *
     * @param source the address it will be sent from; goes into the checksum of version 3
     * @param destination the address it will be sent to; likewise
     * @param style which checksum a version 3 advert over IPv4 gets
     * @throws IllegalArgumentException when source, destination and addresses differ in family
     */
    public static byte[] write(
            Advert advert, IpAddress source, IpAddress destination, ChecksumStyle style) {
        Check.argument(source.v6() == destination.v6(), "source and destination of one family");
        for (IpAddress address : advert.addresses()) {
            Check.argument(address.v6() == source.v6(), "addresses of the family they are sent by");
        }
        boolean v2 = advert.version() == VrrpVersion.V2;
        Check.argument(!v2 || !source.v6(), "version 2 knows IPv4 only");
        int length =
                Vrrp.HEADER_OCTETS
                        + advert.addresses().size() * Vrrp.addressOctets(source.v6())
                        + (v2 ? Authentication.DATA_OCTETS : 0);
        ByteBuffer out = ByteBuffer.allocate(length);
        out.put((byte) (advert.version().number() << 4 | Vrrp.TYPE_ADVERTISEMENT));
        out.put((byte) advert.vrid());
        out.put((byte) advert.priority());
        out.put((byte) advert.addresses().size());
        if (v2) {
            out.put((byte) advert.authentication().type());
            out.put((byte) advert.interval().seconds());
        } else {
            out.putShort((short) advert.interval().centiseconds());
        }
        out.putShort((short) 0);
        advert.addresses().forEach(address -> out.put(address.toBytes()));
        if (v2) {
            out.putLong(advert.authentication().data());
        }
        int sum = covered(advert.version(), source, destination, style, length);
        int checksum = InternetChecksum.field(InternetChecksum.add(sum, out.array()));
        return out.putShort(CHECKSUM_OFFSET, (short) checksum).array();
    }

    /** The sum of what a checksum covers beside the message itself. */
    static int covered(
            VrrpVersion version,
            IpAddress source,
            IpAddress destination,
            ChecksumStyle style,
            int messageOctets) {
        if (version == VrrpVersion.V2) {
            return 0;
        }
        if (source.v6()) {
            return InternetChecksum.pseudoHeader(source, destination, messageOctets);
        }
        return switch (style) {
            case MESSAGE -> 0;
            case PSEUDO_HEADER -> InternetChecksum.pseudoHeader(source, destination, messageOctets);
            case PSEUDO_HEADER_OF_GROUP ->
                    InternetChecksum.pseudoHeader(source, Vrrp.GROUP_V4, messageOctets);
        };
    }
}
