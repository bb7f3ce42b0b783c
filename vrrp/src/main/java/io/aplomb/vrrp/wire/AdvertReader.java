package io.aplomb.vrrp.wire;

import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.wire.Delivery.Multicast;
import io.aplomb.vrrp.wire.Delivery.Peer;
import io.aplomb.vrrp.wire.Delivery.Unicast;
import io.aplomb.vrrp.wire.Reading.Accepted;
import io.aplomb.vrrp.wire.Reading.Refused;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one datagram: the checks of RFC 9568 section 7.1 and RFC 3768 section 7.1, the first failed
 * one named. Each check is a method that returns why not, or null.
 */
public final class AdvertReader {

    private static final int V3_INTERVAL_BITS = 0x0FFF;

    private final Datagram datagram;
    private final AdvertPolicy policy;
    private final ByteBuffer payload;
    private final Set<Remark> remarks = EnumSet.noneOf(Remark.class);
    private ChecksumStyle style = ChecksumStyle.MESSAGE;

    private AdvertReader(Datagram datagram, AdvertPolicy policy) {
        this.datagram = datagram;
        this.policy = policy;
        payload = ByteBuffer.wrap(datagram.payload());
    }

    /** Never throws, whatever the octets are. */
    public static Reading read(Datagram datagram, AdvertPolicy policy) {
        return new AdvertReader(datagram, policy).read();
    }

    private Reading read() {
        Refused refused = travelled();
        if (refused == null) {
            refused = wellFormed();
        }
        if (refused == null) {
            refused = meantForUs();
        }
        if (refused == null) {
            refused = policy.version() == VrrpVersion.V2 ? agreesV2() : agreesV3();
        }
        if (refused != null) {
            return refused;
        }
        List<IpAddress> addresses = addresses();
        refused = sameAddresses(addresses);
        if (refused != null) {
            return refused;
        }
        AdvertInterval interval =
                policy.version() == VrrpVersion.V2
                        ? policy.interval()
                        : new AdvertInterval(v3Centiseconds());
        Advert advert =
                new Advert(
                        policy.version(),
                        policy.vrid(),
                        octet(2),
                        interval,
                        policy.authentication(),
                        addresses);
        return new Accepted(advert, style, remarks);
    }

    /** How it came: hop limit, destination, source. */
    private @Nullable Refused travelled() {
        if (datagram.source().equals(policy.ownAddress())) {
            return refuse(Discard.OWN_SOURCE, datagram.source().toString());
        }
        return switch (policy.delivery()) {
            case Multicast(IpAddress group) -> {
                if (datagram.hopLimit() != Vrrp.HOP_LIMIT) {
                    yield refuse(Discard.HOP_LIMIT, datagram.hopLimit(), Vrrp.HOP_LIMIT);
                }
                yield datagram.destination().equals(group)
                        ? null
                        : refuse(Discard.DESTINATION, "sent to " + datagram.destination());
            }
            case Unicast unicast -> travelledAlone(unicast);
        };
    }

    private @Nullable Refused travelledAlone(Unicast unicast) {
        if (isMulticast(datagram.destination())) {
            return refuse(Discard.DESTINATION, "sent to " + datagram.destination());
        }
        for (Peer peer : unicast.peers()) {
            if (peer.address().equals(datagram.source())) {
                boolean within =
                        datagram.hopLimit() >= peer.minHopLimit()
                                && datagram.hopLimit() <= peer.maxHopLimit();
                return within
                        ? null
                        : refuse(
                                Discard.PEER_HOP_LIMIT,
                                datagram.hopLimit()
                                        + ", expected "
                                        + peer.minHopLimit()
                                        + " to "
                                        + peer.maxHopLimit());
            }
        }
        return unicast.checkSource()
                ? refuse(Discard.SOURCE_NOT_PEER, datagram.source().toString())
                : null;
    }

    /** Version, type, length, checksum. */
    private @Nullable Refused wellFormed() {
        if (payload.limit() < Vrrp.HEADER_OCTETS) {
            return refuse(Discard.TRUNCATED, payload.limit(), Vrrp.HEADER_OCTETS);
        }
        if (octet(0) >>> 4 != policy.version().number()) {
            return refuse(Discard.VERSION, octet(0) >>> 4, policy.version().number());
        }
        if (policy.version() == VrrpVersion.V2 && datagram.source().v6()) {
            return refuse(Discard.VERSION, "version 2 over IPv6");
        }
        if ((octet(0) & 0x0F) != Vrrp.TYPE_ADVERTISEMENT) {
            return refuse(Discard.TYPE, octet(0) & 0x0F, Vrrp.TYPE_ADVERTISEMENT);
        }
        int expected =
                Vrrp.HEADER_OCTETS
                        + octet(3) * Vrrp.addressOctets(datagram.source().v6())
                        + (policy.version() == VrrpVersion.V2 ? Authentication.DATA_OCTETS : 0);
        if (payload.limit() < expected) {
            return refuse(Discard.TRUNCATED, payload.limit(), expected);
        }
        if (payload.limit() > expected) {
            return refuse(Discard.TRAILING, payload.limit(), expected);
        }
        return intact() ? null : refuse(Discard.CHECKSUM, "from " + datagram.source());
    }

    private boolean intact() {
        for (ChecksumStyle candidate : ChecksumStyle.values()) {
            if (!isAccepted(candidate)) {
                continue;
            }
            int covered =
                    AdvertWriter.covered(
                            policy.version(),
                            datagram.source(),
                            datagram.destination(),
                            candidate,
                            payload.limit());
            if (InternetChecksum.add(covered, payload.array()) == InternetChecksum.INTACT) {
                style = candidate;
                return true;
            }
        }
        return false;
    }

    private boolean isAccepted(ChecksumStyle candidate) {
        if (policy.version() == VrrpVersion.V2) {
            return candidate == ChecksumStyle.MESSAGE;
        }
        return datagram.source().v6()
                ? candidate == ChecksumStyle.PSEUDO_HEADER
                : policy.checksums().contains(candidate);
    }

    private @Nullable Refused meantForUs() {
        if (octet(1) != policy.vrid()) {
            return refuse(Discard.VRID, octet(1), policy.vrid());
        }
        if (policy.addressOwner() && policy.strict()) {
            return refuse(Discard.LOCAL_OWNER, "from " + datagram.source());
        }
        if (policy.addressOwner() && octet(2) == Vrrp.PRIORITY_OWNER) {
            remarks.add(Remark.TWO_OWNERS);
        }
        // RFC 9568 section 5.2.5: ignored. keepalived runs without addresses; so may its peer.
        boolean none = octet(3) == 0 && !policy.addresses().isEmpty();
        return none ? refuse(Discard.NO_ADDRESSES, 0, policy.addresses().size()) : null;
    }

    private @Nullable Refused agreesV2() {
        int type = octet(4);
        if (type > 2) {
            return refuse(Discard.AUTHENTICATION_UNKNOWN, "type " + type);
        }
        if (type != policy.authentication().type()) {
            return refuse(Discard.AUTHENTICATION_MISMATCH, type, policy.authentication().type());
        }
        long data = payload.getLong(payload.limit() - Authentication.DATA_OCTETS);
        // One comparison of the whole word takes the same time wherever the difference is.
        if (policy.authentication() instanceof Authentication.Password(long expected)
                && data != expected) {
            return refuse(Discard.AUTHENTICATION_FAILED, "from " + datagram.source());
        }
        return octet(5) == policy.interval().seconds()
                ? null
                : refuse(Discard.INTERVAL_MISMATCH, octet(5), policy.interval().seconds());
    }

    private @Nullable Refused agreesV3() {
        int centiseconds = v3Centiseconds();
        if (centiseconds == 0) {
            return refuse(Discard.INTERVAL_ZERO, 0, policy.interval().centiseconds());
        }
        if (centiseconds != policy.interval().centiseconds()) {
            remarks.add(Remark.INTERVAL_DIFFERS);
        }
        return null;
    }

    private @Nullable Refused sameAddresses(List<IpAddress> addresses) {
        if (policy.strict()
                && datagram.source().v6()
                && !addresses.isEmpty()
                && !isLinkLocal(addresses.getFirst())) {
            return refuse(Discard.FIRST_NOT_LINK_LOCAL, addresses.getFirst().toString());
        }
        if (policy.addressCheck() == AddressCheck.SKIP) {
            return null;
        }
        boolean sameCount = addresses.size() == policy.addresses().size();
        if (sameCount && new HashSet<>(addresses).containsAll(policy.addresses())) {
            return null;
        }
        remarks.add(Remark.ADDRESSES_DIFFER);
        // RFC 3768 section 7.1: what the owner of the addresses sends counts nevertheless.
        if (policy.addressCheck() == AddressCheck.REMARK || octet(2) == Vrrp.PRIORITY_OWNER) {
            return null;
        }
        return sameCount
                ? refuse(Discard.ADDRESS_LIST, addresses + ", expected " + policy.addresses())
                : refuse(Discard.ADDRESS_COUNT, addresses.size(), policy.addresses().size());
    }

    private List<IpAddress> addresses() {
        List<IpAddress> addresses = new ArrayList<>();
        byte[] octets = new byte[Vrrp.addressOctets(datagram.source().v6())];
        for (int i = 0; i < octet(3); i++) {
            payload.get(Vrrp.HEADER_OCTETS + i * octets.length, octets);
            addresses.add(IpAddress.ofBytes(octets));
        }
        return addresses;
    }

    private int v3Centiseconds() {
        return payload.getShort(4) & V3_INTERVAL_BITS;
    }

    private int octet(int index) {
        return payload.get(index) & 0xFF;
    }

    private static boolean isMulticast(IpAddress address) {
        return address.v6() ? address.high() >>> 56 == 0xFF : address.low() >>> 28 == 0xE;
    }

    private static boolean isLinkLocal(IpAddress address) {
        return address.high() >>> 54 == 0xFE80 >>> 6;
    }

    private static Refused refuse(Discard reason, int found, int expected) {
        return refuse(reason, found + ", expected " + expected);
    }

    private static Refused refuse(Discard reason, String detail) {
        return new Refused(reason, detail);
    }
}
