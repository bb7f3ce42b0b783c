package io.aplomb.base.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "::ffff:1.2.3.4, ::ffff:1.2.3.4",
        "::FFFF:0102:0304, ::ffff:1.2.3.4",
        "[fe80::1], fe80::1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "0:0:1::, 0:0:1::",
    })
    void parse_literal_givesCanonicalText(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.256",
                "1.2.3.4.5",
                "1.2.3.",
                "1..2.3",
                "a.b.c.d",
                "1.2.3.0004",
                ":",
                ":::",
                "1::2::3",
                "12345::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "::g",
                "1:2:3:4:5:6:7:8::",
                "::1.2.3",
                "1.2.3.4::",
                "[::1",
                "::1]",
                " ::1"
            })
    void parse_anythingElse_isNull(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }

    @Test
    void bytes_bothFamilies_roundTrip() {
        for (String text : new String[] {"10.20.30.40", "2001:db8::ff00:42:8329"}) {
            IpAddress address = IpAddress.parse(text);
            assertThat(address).isNotNull();
            assertThat(IpAddress.ofBytes(address == null ? new byte[4] : address.toBytes()))
                    .isEqualTo(address);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "::ffff:1.2.3.4, 1.2.3.4",
        "2002:102:304::9, 1.2.3.4",
        "::1.2.3.4, 1.2.3.4",
        "1.2.3.4, 1.2.3.4",
        "2001:db8::1, ",
    })
    void toV4_carriedAddress_isTakenOut(String text, String expected) {
        IpAddress address = IpAddress.parse(text);
        assertThat(address).isNotNull();
        IpAddress v4 = address == null ? null : address.toV4();
        assertThat(v4 == null ? null : v4.toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.12/8, 10.200.0.1, true",
        "127.1, 127.0.0.1, true",
        "192.168.1/24, 192.168.0.77, true",
        "192.168.0.0/255.255.255.0, 192.168.0.77, true",
        "0.0.0.0/0, 1.2.3.4, true",
        "2001:db8::/32, 2001:db8:1::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::1, ::1, true",
        "10.0.0.0/8, ::ffff:10.1.1.1, true",
        "::ffff:0:0/96, 10.1.1.1, true",
        "2001:db8::/65, 2001:db8:0:0:7fff::1, true",
        "2001:db8::/65, 2001:db8:0:0:8000::1, false",
    })
    void network_address_isInsideOrNot(String network, String address, boolean inside) {
        IpNetwork parsed = IpNetwork.parse(network);
        IpAddress candidate = IpAddress.parse(address);
        assertThat(parsed).isNotNull();
        assertThat(candidate).isNotNull();
        if (parsed != null && candidate != null) {
            assertThat(parsed.contains(candidate)).isEqualTo(inside);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/33",
                "10.0.0.0/x",
                "::/129",
                "10.0.0.0/255.0.255.0",
                "a/8"
            })
    void network_anythingElse_isNull(String text) {
        assertThat(IpNetwork.parse(text)).isNull();
    }
}
