package io.aplomb.vrrp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.vrrp.wire.Reading.Accepted;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Octet for octet what keepalived sends. */
class KeepalivedAdvertTest {

    @ParameterizedTest
    @EnumSource
    void reader_ofWhatKeepalivedSent_findsItsConfiguration(Captured captured) {
        Reading reading = AdvertReader.read(captured.datagram(), captured.policy());

        assertThat(reading).isEqualTo(new Accepted(captured.advert, captured.style, Set.of()));
    }

    @ParameterizedTest
    @EnumSource
    void writer_ofTheSameConfiguration_makesTheSameOctets(Captured captured) {
        Datagram datagram = captured.datagram();

        byte[] octets =
                AdvertWriter.write(
                        captured.advert, datagram.source(), datagram.destination(), captured.style);

        assertThat(octets).isEqualTo(datagram.payload());
    }

    @Test
    void virtualMac_isTheOneKeepalivedSendsFrom() {
        Captured captured = Captured.V3_IPV4_VIRTUAL_MAC;

        assertThat(Vrrp.virtualMac(false, captured.advert.vrid())).isEqualTo(captured.sourceMac());
    }

    @Test
    void password_ofNineCharacters_isCutToEight() {
        assertThat(Authentication.isCut(Captured.octets("secret123"))).isTrue();
        assertThat(Authentication.password(Captured.octets("secret123")))
                .isEqualTo(Authentication.password(Captured.octets("secret12")));
        assertThat(Authentication.isCut(Captured.octets("secret12"))).isFalse();
    }
}
