package io.aplomb.vrrp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.wire.Reading.Accepted;
import io.aplomb.vrrp.wire.Reading.Refused;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checks of RFC 9568 section 7.1 and RFC 3768 section 7.1, one by one. */
class AdvertReaderTest {
    private static final IpAddress SOURCE = address("192.168.1.1");
    private static final IpAddress GROUP = Vrrp.GROUP_V4;

    private static final Advert V3 =
            new Advert(
                    VrrpVersion.V3,
                    51,
                    100,
                    AdvertInterval.ONE_SECOND,
                    Authentication.NONE,
                    List.of(address("192.168.1.100"), address("192.168.1.101")));
    private static final Advert V2 =
            new Advert(
                    VrrpVersion.V2,
                    51,
                    100,
                    AdvertInterval.ONE_SECOND,
                    Authentication.password(Captured.octets("secret12")),
                    V3.addresses());

    @Test
    void section_7_1_hopLimitOf254_isDiscarded() {
        Datagram forwarded = new Datagram(SOURCE, GROUP, 254, octets(V3));

        assertThat(refusal(forwarded, policy(V3))).isEqualTo(Discard.HOP_LIMIT);
    }

    @Test
    void section_7_1_anotherVersion_isDiscarded() {
        assertThat(refusal(sent(octets(V2)), policy(V3))).isEqualTo(Discard.VERSION);
        assertThat(refusal(sent(octets(V3)), policy(V2))).isEqualTo(Discard.VERSION);
    }

    @Test
    void section_7_1_anotherType_isDiscarded() {
        byte[] octets = octets(V3);
        octets[0] = 0x32;

        assertThat(refusal(sent(octets), policy(V3))).isEqualTo(Discard.TYPE);
    }

    @Test
    void section_7_1_incompletePacket_isDiscarded() {
        byte[] octets = octets(V3);
        for (int length = 0; length < octets.length; length++) {
            Datagram cut = sent(Arrays.copyOf(octets, length));
            assertThat(refusal(cut, policy(V3))).isEqualTo(Discard.TRUNCATED);
        }
        assertThat(refusal(sent(Arrays.copyOf(octets, octets.length + 1)), policy(V3)))
                .isEqualTo(Discard.TRAILING);
    }

    @Test
    void section_7_1_version2WithoutAuthenticationData_isIncomplete() {
        byte[] octets = octets(V2);

        assertThat(refusal(sent(Arrays.copyOf(octets, octets.length - 8)), policy(V2)))
                .isEqualTo(Discard.TRUNCATED);
    }

    @Test
    void section_7_1_anyBitTurned_isNeverTakenForTheSameAdvert() {
        byte[] octets = octets(V3);
        for (int bit = 0; bit < octets.length * 8; bit++) {
            byte[] damaged = octets.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(AdvertReader.read(sent(damaged), policy(V3))).isInstanceOf(Refused.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void section_5_2_8_checksum_isAcceptedInTheStylesOfThePolicyOnly(ChecksumStyle style) {
        IpAddress peer = address("192.168.1.2");
        byte[] octets = AdvertWriter.write(V3, SOURCE, peer, style);
        Datagram datagram = new Datagram(SOURCE, peer, 255, octets);
        AdvertPolicy any = unicast(policy(V3), true);

        assertThat(AdvertReader.read(datagram, any)).isEqualTo(new Accepted(V3, style, Set.of()));
        assertThat(refusal(datagram, accepting(any, EnumSet.complementOf(EnumSet.of(style)))))
                .isEqualTo(Discard.CHECKSUM);
    }

    @Test
    void section_7_1_anotherVirtualRouter_isDiscarded() {
        Advert other = advert(52, 100, 100);

        assertThat(refusal(sent(octets(other)), policy(V3))).isEqualTo(Discard.VRID);
    }

    @Test
    void section_7_1_atTheOwner_isDiscardedInStrictModeOnly() {
        Datagram rival = sent(octets(advert(51, 255, 100)));

        assertThat(refusal(rival, at(policy(V3), true, true))).isEqualTo(Discard.LOCAL_OWNER);
        assertThat(AdvertReader.read(rival, at(policy(V3), true, false)))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted ->
                                assertThat(accepted.remarks()).containsExactly(Remark.TWO_OWNERS));
    }

    @Test
    void section_5_2_5_noAddress_isIgnored() {
        Advert empty =
                new Advert(
                        VrrpVersion.V3,
                        51,
                        100,
                        AdvertInterval.ONE_SECOND,
                        Authentication.NONE,
                        List.of());

        assertThat(refusal(sent(octets(empty)), policy(V3))).isEqualTo(Discard.NO_ADDRESSES);
        assertThat(AdvertReader.read(sent(octets(empty)), policy(empty)))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void erratum_8301_intervalOfZero_isDiscarded() {
        byte[] octets = octets(V3);
        octets[4] = 0;
        octets[5] = 0;
        Datagram datagram = sent(withChecksum(octets));

        assertThat(refusal(datagram, policy(V3))).isEqualTo(Discard.INTERVAL_ZERO);
    }

    @Test
    void section_7_1_version3_anotherInterval_isTakenWithARemark() {
        Reading reading = AdvertReader.read(sent(octets(advert(51, 100, 4095))), policy(V3));

        assertThat(reading)
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> {
                            assertThat(accepted.remarks()).containsExactly(Remark.INTERVAL_DIFFERS);
                            assertThat(accepted.advert().interval().ns())
                                    .isEqualTo(40_950_000_000L);
                        });
    }

    @Test
    void section_5_2_6_reservedBits_areIgnored() {
        byte[] octets = octets(V3);
        octets[4] |= (byte) 0xF0;

        assertThat(AdvertReader.read(sent(withChecksum(octets)), policy(V3)))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void rfc3768_section_7_1_anotherInterval_isDiscarded() {
        byte[] octets = octets(V2);
        octets[5] = 2;

        assertThat(refusal(sent(withChecksum(octets)), policy(V2)))
                .isEqualTo(Discard.INTERVAL_MISMATCH);
    }

    @Test
    void rfc2338_section_5_3_6_authenticationTypes_areToldApart() {
        byte[] octets = octets(V2);
        octets[4] = 3;
        assertThat(refusal(sent(withChecksum(octets)), policy(V2)))
                .isEqualTo(Discard.AUTHENTICATION_UNKNOWN);
        octets[4] = 0;
        assertThat(refusal(sent(withChecksum(octets)), policy(V2)))
                .isEqualTo(Discard.AUTHENTICATION_MISMATCH);
        octets[4] = 2;
        assertThat(refusal(sent(withChecksum(octets)), policy(V2)))
                .isEqualTo(Discard.AUTHENTICATION_MISMATCH);
    }

    @Test
    void rfc2338_section_7_1_anotherPassword_isDiscardedAndNotTold() {
        byte[] octets = octets(V2);
        octets[octets.length - 1] = 'x';

        Reading reading = AdvertReader.read(sent(withChecksum(octets)), policy(V2));

        assertThat(reading)
                .isEqualTo(new Refused(Discard.AUTHENTICATION_FAILED, "from 192.168.1.1"));
        assertThat(V2.authentication().toString()).doesNotContain("secret");
    }

    @Test
    void section_7_1_otherAddresses_areRefusedRemarkedOrSkipped() {
        Datagram datagram = sent(octets(V3));
        AdvertPolicy fewer = with(policy(V3), List.of(V3.addresses().getFirst()));
        AdvertPolicy others =
                with(policy(V3), List.of(V3.addresses().getFirst(), address("192.168.1.9")));

        assertThat(refusal(datagram, fewer)).isEqualTo(Discard.ADDRESS_COUNT);
        assertThat(refusal(datagram, others)).isEqualTo(Discard.ADDRESS_LIST);
        assertThat(remarks(datagram, checking(others, AddressCheck.REMARK)))
                .containsExactly(Remark.ADDRESSES_DIFFER);
        assertThat(remarks(datagram, checking(others, AddressCheck.SKIP))).isEmpty();
    }

    @Test
    void rfc3768_section_7_1_otherAddressesOfTheOwner_count() {
        AdvertPolicy others = with(policy(V3), List.of(address("192.168.1.9")));

        assertThat(remarks(sent(octets(advert(51, 255, 100))), others))
                .containsExactly(Remark.ADDRESSES_DIFFER);
    }

    @Test
    void section_7_1_addressesInAnotherOrder_areTheSame() {
        assertThat(remarks(sent(octets(V3)), with(policy(V3), V3.addresses().reversed())))
                .isEmpty();
    }

    @Test
    void section_5_2_9_firstAddressNotLinkLocal_isDiscardedInStrictMode() {
        Captured captured = Captured.V3_IPV6;
        Datagram datagram = captured.datagram();
        Advert turned =
                new Advert(
                        VrrpVersion.V3,
                        54,
                        200,
                        captured.advert.interval(),
                        Authentication.NONE,
                        captured.advert.addresses().reversed());
        byte[] octets =
                AdvertWriter.write(
                        turned, datagram.source(), datagram.destination(), captured.style);
        Datagram sent = new Datagram(datagram.source(), datagram.destination(), 255, octets);

        assertThat(refusal(sent, at(captured.policy(), false, true)))
                .isEqualTo(Discard.FIRST_NOT_LINK_LOCAL);
        assertThat(AdvertReader.read(datagram, at(captured.policy(), false, true)))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void unicastAndMulticast_areNotMixed() {
        Datagram multicast = sent(octets(V3));
        IpAddress peer = address("192.168.1.2");
        byte[] octets = AdvertWriter.write(V3, SOURCE, peer, ChecksumStyle.PSEUDO_HEADER);

        assertThat(refusal(multicast, unicast(policy(V3), false))).isEqualTo(Discard.DESTINATION);
        assertThat(refusal(new Datagram(SOURCE, peer, 255, octets), policy(V3)))
                .isEqualTo(Discard.DESTINATION);
    }

    @Test
    void unicast_ofAStranger_isDiscardedWhenSourcesAreChecked() {
        IpAddress peer = address("192.168.1.2");
        IpAddress stranger = address("192.168.1.7");
        byte[] octets = AdvertWriter.write(V3, stranger, peer, ChecksumStyle.MESSAGE);
        Datagram datagram = new Datagram(stranger, peer, 255, octets);

        assertThat(refusal(datagram, unicast(policy(V3), true))).isEqualTo(Discard.SOURCE_NOT_PEER);
        assertThat(AdvertReader.read(datagram, unicast(policy(V3), false)))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void unicast_ofAPeer_mayBeForwardedWithinItsBounds() {
        IpAddress here = address("192.168.1.2");
        byte[] octets = AdvertWriter.write(V3, SOURCE, here, ChecksumStyle.MESSAGE);
        AdvertPolicy near =
                delivered(
                        policy(V3),
                        new Delivery.Unicast(List.of(new Delivery.Peer(SOURCE, 60, 64)), true));

        assertThat(AdvertReader.read(new Datagram(SOURCE, here, 62, octets), near))
                .isInstanceOf(Accepted.class);
        assertThat(refusal(new Datagram(SOURCE, here, 59, octets), near))
                .isEqualTo(Discard.PEER_HOP_LIMIT);
    }

    @Test
    void ownAdvert_comingBack_isDiscarded() {
        AdvertPolicy policy = policy(V3);
        AdvertPolicy ours =
                new AdvertPolicy(
                        policy.version(),
                        policy.vrid(),
                        policy.interval(),
                        policy.authentication(),
                        policy.addresses(),
                        policy.addressCheck(),
                        policy.checksums(),
                        policy.delivery(),
                        false,
                        false,
                        SOURCE);

        assertThat(refusal(sent(octets(V3)), ours)).isEqualTo(Discard.OWN_SOURCE);
    }

    @Test
    void reader_ofAnyOctets_neverThrowsAndKnowsEveryReason() {
        Random random = new Random(112);
        DiscardCounters counters = new DiscardCounters();
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = octets(i % 2 == 0 ? V3 : V2);
            for (int n = random.nextInt(4); n > 0; n--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            octets = Arrays.copyOf(octets, Math.max(0, octets.length - random.nextInt(3)));
            AdvertPolicy policy = policy(random.nextBoolean() ? V3 : V2);
            boolean repaired = octets.length > 8 && random.nextBoolean();
            Datagram datagram = sent(repaired ? withChecksum(octets) : octets);
            if (AdvertReader.read(datagram, policy)
                    instanceof Refused(Discard reason, String why)) {
                counters.count(reason);
                assertThat(why).isNotEmpty();
            }
        }
        assertThat(counters.snapshot()).hasSize(Discard.values().length);
        assertThat(counters.of(Discard.CHECKSUM)).isPositive();
        assertThat(counters.of(Discard.TRUNCATED)).isPositive();
        assertThat(counters.of(Discard.VRID)).isPositive();
    }

    private static IpAddress address(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }

    private static Advert advert(int vrid, int priority, int centiseconds) {
        return new Advert(
                VrrpVersion.V3,
                vrid,
                priority,
                new AdvertInterval(centiseconds),
                Authentication.NONE,
                V3.addresses());
    }

    private static byte[] octets(Advert advert) {
        return AdvertWriter.write(advert, SOURCE, GROUP, ChecksumStyle.MESSAGE);
    }

    /** The same message with the checksum of what it says now. */
    private static byte[] withChecksum(byte[] octets) {
        octets[6] = 0;
        octets[7] = 0;
        int field = InternetChecksum.field(InternetChecksum.add(0, octets));
        octets[6] = (byte) (field >>> 8);
        octets[7] = (byte) field;
        return octets;
    }

    private static Datagram sent(byte[] payload) {
        return new Datagram(SOURCE, GROUP, 255, payload);
    }

    private static Discard refusal(Datagram datagram, AdvertPolicy policy) {
        Reading reading = AdvertReader.read(datagram, policy);
        assertThat(reading).isInstanceOf(Refused.class);
        return ((Refused) reading).reason();
    }

    private static Set<Remark> remarks(Datagram datagram, AdvertPolicy policy) {
        Reading reading = AdvertReader.read(datagram, policy);
        assertThat(reading).isInstanceOf(Accepted.class);
        return ((Accepted) reading).remarks();
    }

    private static AdvertPolicy policy(Advert of) {
        return new AdvertPolicy(
                of.version(),
                of.vrid(),
                of.interval(),
                of.authentication(),
                of.addresses(),
                AddressCheck.REFUSE,
                EnumSet.allOf(ChecksumStyle.class),
                new Delivery.Multicast(GROUP),
                false,
                false,
                null);
    }

    private static AdvertPolicy unicast(AdvertPolicy policy, boolean checkSource) {
        List<Delivery.Peer> peers = List.of(Delivery.Peer.of(SOURCE));
        return delivered(policy, new Delivery.Unicast(peers, checkSource));
    }

    private static AdvertPolicy delivered(AdvertPolicy policy, Delivery delivery) {
        return rebuilt(
                policy, policy.addresses(), policy.addressCheck(), policy.checksums(), delivery);
    }

    private static AdvertPolicy accepting(AdvertPolicy policy, Set<ChecksumStyle> styles) {
        return rebuilt(
                policy, policy.addresses(), policy.addressCheck(), styles, policy.delivery());
    }

    private static AdvertPolicy with(AdvertPolicy policy, List<IpAddress> addresses) {
        return rebuilt(
                policy, addresses, policy.addressCheck(), policy.checksums(), policy.delivery());
    }

    private static AdvertPolicy checking(AdvertPolicy policy, AddressCheck check) {
        return rebuilt(policy, policy.addresses(), check, policy.checksums(), policy.delivery());
    }

    private static AdvertPolicy rebuilt(
            AdvertPolicy policy,
            List<IpAddress> addresses,
            AddressCheck check,
            Set<ChecksumStyle> styles,
            Delivery delivery) {
        return new AdvertPolicy(
                policy.version(),
                policy.vrid(),
                policy.interval(),
                policy.authentication(),
                addresses,
                check,
                styles,
                delivery,
                policy.strict(),
                policy.addressOwner(),
                policy.ownAddress());
    }

    private static AdvertPolicy at(AdvertPolicy policy, boolean owner, boolean strict) {
        return new AdvertPolicy(
                policy.version(),
                policy.vrid(),
                policy.interval(),
                policy.authentication(),
                policy.addresses(),
                policy.addressCheck(),
                policy.checksums(),
                policy.delivery(),
                strict,
                owner,
                policy.ownAddress());
    }
}
