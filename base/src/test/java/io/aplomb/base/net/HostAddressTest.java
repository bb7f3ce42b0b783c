package io.aplomb.base.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.168.1.100/24, 192.168.1.100/24",
        "192.168.112.180, 192.168.112.180/32",
        "2001:db8::1/64, 2001:db8::1/64",
        "2001:db8::1, 2001:db8::1/128"
    })
    void text_isReadWithItsHostBits(String text, String written) {
        assertThat(HostAddress.parse(text)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "192.168.1", "192.168.1.1/33", "192.168.1.1/", "::1/129", "a/24"})
    void text_thatIsNone_isRefused(String text) {
        assertThat(HostAddress.parse(text)).isNull();
    }
}
