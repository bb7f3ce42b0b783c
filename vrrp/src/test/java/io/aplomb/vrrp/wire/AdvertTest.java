package io.aplomb.vrrp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aplomb.base.net.IpAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be said in an advert, and what cannot. */
class AdvertTest {

    @Test
    void section_5_2_7_interval_ofVersion3_isOneTo4095Centiseconds() {
        assertThat(new AdvertInterval(1).fits(VrrpVersion.V3)).isTrue();
        assertThat(new AdvertInterval(4095).fits(VrrpVersion.V3)).isTrue();
        assertThat(new AdvertInterval(4096).fits(VrrpVersion.V3)).isFalse();
        assertThat(new AdvertInterval(4095)).hasToString("40.95 s");
        assertThat(new AdvertInterval(1).ns()).isEqualTo(10_000_000);
        assertThatIllegalArgumentException().isThrownBy(() -> new AdvertInterval(0));
    }

    @Test
    void rfc3768_section_5_3_7_interval_ofLessThanASecond_isRefused() {
        assertThat(new AdvertInterval(50).fits(VrrpVersion.V2)).isFalse();
        assertThat(new AdvertInterval(150).fits(VrrpVersion.V2)).isFalse();
        assertThat(AdvertInterval.ofSeconds(255).fits(VrrpVersion.V2)).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> AdvertInterval.ofSeconds(256));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> advert(VrrpVersion.V2, 1, 1, new AdvertInterval(50)));
    }

    @Test
    void section_5_2_3_virtualRouterId_isOneTo255() {
        assertThatIllegalArgumentException().isThrownBy(() -> advert(VrrpVersion.V3, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> advert(VrrpVersion.V3, 256, 1));
    }

    @Test
    void section_5_2_4_priority_isZeroTo255() {
        assertThat(advert(VrrpVersion.V3, 1, 0).resigns()).isTrue();
        assertThat(advert(VrrpVersion.V3, 1, 255).resigns()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> advert(VrrpVersion.V3, 1, 256));
        assertThatIllegalArgumentException().isThrownBy(() -> advert(VrrpVersion.V3, 1, -1));
    }

    @Test
    void addresses_moreThanTheCountCanSay_areRefused() {
        List<IpAddress> many = Collections.nCopies(256, IpAddress.v4(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> advert(VrrpVersion.V3, many, Authentication.NONE));
    }

    @Test
    void addresses_ofTwoFamilies_areRefused() {
        List<IpAddress> mixed = List.of(IpAddress.v4(1), IpAddress.v6(0, 1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> advert(VrrpVersion.V3, mixed, Authentication.NONE));
    }

    @Test
    void rfc3768_section_5_version2_knowsIpv4Only() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                advert(
                                        VrrpVersion.V2,
                                        List.of(IpAddress.v6(0, 1)),
                                        Authentication.NONE));
    }

    @Test
    void section_9_version3_hasNoAuthentication() {
        Authentication password = Authentication.password(new byte[] {'x'});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> advert(VrrpVersion.V3, List.of(IpAddress.v4(1)), password));
    }

    @Test
    void maxAddresses_isWhatOnePacketHolds() {
        assertThat(Vrrp.maxAddresses(VrrpVersion.V3, false, 1500)).isEqualTo(255);
        assertThat(Vrrp.maxAddresses(VrrpVersion.V3, true, 1500)).isEqualTo(90);
        assertThat(Vrrp.maxAddresses(VrrpVersion.V3, false, 576)).isEqualTo(137);
        assertThat(Vrrp.maxAddresses(VrrpVersion.V2, false, 576)).isEqualTo(135);
        assertThat(Vrrp.maxAddresses(VrrpVersion.V3, true, 20)).isZero();
    }

    @Test
    void section_7_3_virtualMac_endsInFamilyAndId() {
        assertThat(Vrrp.virtualMac(false, 51)).containsExactly(0, 0, 0x5E, 0, 1, 51);
        assertThat(Vrrp.virtualMac(true, 255)).containsExactly(0, 0, 0x5E, 0, 2, 0xFF);
        assertThatIllegalArgumentException().isThrownBy(() -> Vrrp.virtualMac(true, 0));
    }

    @Test
    void section_5_1_groups_areThoseAssigned() {
        assertThat(Vrrp.group(false)).hasToString("224.0.0.18");
        assertThat(Vrrp.group(true)).hasToString("ff02::12");
    }

    @Test
    void ipv4Packet_thatIsNoWholePacketOfVrrp_isNoDatagram() {
        byte[] frame = Captured.V3_IPV4.frame;
        byte[] packet = Arrays.copyOfRange(frame, 14, frame.length);
        assertThat(Datagram.ofIpv4Packet(packet, packet.length)).isNotNull();
        assertThat(Datagram.ofIpv4Packet(packet, packet.length - 1)).isNull();
        assertThat(Datagram.ofIpv4Packet(packet, 19)).isNull();
        assertThat(Datagram.ofIpv4Packet(changed(packet, 0, 0x65), packet.length)).isNull();
        assertThat(Datagram.ofIpv4Packet(changed(packet, 0, 0x44), packet.length)).isNull();
        assertThat(Datagram.ofIpv4Packet(changed(packet, 0, 0x4F), packet.length)).isNull();
        assertThat(Datagram.ofIpv4Packet(changed(packet, 6, 0x20), packet.length)).isNull();
        assertThat(Datagram.ofIpv4Packet(changed(packet, 9, 51), packet.length)).isNull();
    }

    @Test
    void datagram_tellsWhoseAdvertItIs() {
        assertThat(Captured.V3_IPV4.datagram().vrid()).isEqualTo(53);
        assertThat(new Datagram(IpAddress.v4(1), IpAddress.v4(2), 255, new byte[1]).vrid())
                .isZero();
    }

    private static byte[] changed(byte[] packet, int index, int value) {
        byte[] copy = packet.clone();
        copy[index] = (byte) value;
        return copy;
    }

    private static Advert advert(VrrpVersion version, int vrid, int priority) {
        return advert(version, vrid, priority, AdvertInterval.ONE_SECOND);
    }

    private static Advert advert(
            VrrpVersion version, int vrid, int priority, AdvertInterval interval) {
        return new Advert(
                version, vrid, priority, interval, Authentication.NONE, List.of(IpAddress.v4(1)));
    }

    private static Advert advert(
            VrrpVersion version, List<IpAddress> addresses, Authentication authentication) {
        return new Advert(version, 1, 100, AdvertInterval.ONE_SECOND, authentication, addresses);
    }
}
