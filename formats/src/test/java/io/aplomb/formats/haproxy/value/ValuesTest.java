package io.aplomb.formats.haproxy.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.net.EndpointSpec;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValuesTest {

    @ParameterizedTest
    @CsvSource({
        "10, 10",
        "10s, 10000",
        "1us, 1",
        "1500us, 2",
        "1m, 60000",
        "2h, 7200000",
        "24d, 2073600000",
        "0, 0",
        "00010, 10",
        "2147483647, 2147483647"
    })
    void time_valid_isMilliseconds(String text, long milliseconds) throws InvalidValueException {
        assertThat(TimeValue.parseMs(text)).isEqualTo(milliseconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "25d",
                "2147483648",
                "-1",
                "1x",
                "s",
                "1.5s",
                "",
                "1S",
                "1M",
                "1 s",
                "99999999999999999999",
                "3000000s"
            })
    void time_refusedByHaproxy_isRefused(String text) {
        assertThatThrownBy(() -> TimeValue.parseMs(text)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void time_bareNumber_takesTheUnitOfTheKeyword() throws InvalidValueException {
        assertThat(TimeValue.parseMs("10", "s")).isEqualTo(10_000);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "20k, 20480", "1K, 1024", "1m, 1048576", "3g, 3221225472"})
    void size_valid_isCounted(String text, long size) throws InvalidValueException {
        assertThat(SizeValue.parse(text)).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5G", "4g", "99999999999", "1kb", "k", "", "-1"})
    void size_refusedByHaproxy_isRefused(String text) {
        assertThatThrownBy(() -> SizeValue.parse(text)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "*:80, *:80", ":80, *:80", "127.0.0.1:80, 127.0.0.1:80", "localhost:80, localhost:80",
        "/tmp/x, /tmp/x", "unix@/tmp/x, /tmp/x", "abns@foo, abns@foo", "fd@3, fd@3",
        "tcp4@*:80, *:80", "stream+ipv4@127.0.0.1:80, 127.0.0.1:80"
    })
    void address_acceptedByHaproxyOnBind_isRead(String text, String endpoint)
            throws InvalidValueException {
        assertThat(AddressParser.parse(text, AddressParser.BIND).endpoint().text())
                .isEqualTo(endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::1]:80", "::1:80", "ipv6@::1:80"})
    void address_ipv6_isDividedAtTheLastColon(String text) throws InvalidValueException {
        assertThat(AddressParser.parse(text, AddressParser.BIND).endpoint())
                .isEqualTo(new EndpointSpec.Inet(IpAddress.LOOPBACK_V6, 80));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::1", "fd@x", "udp@127.0.0.1:53", "127.0.0.1:80-", "127.0.0.1:0",
                "127.0.0.1:65536", "127.0.0.1", "127.0.0.1:+80", "127.0.0.1:-5", "127.0.0.1:ab",
                "1.2.3.4.5:80", "[::1", "*", "@127.0.0.1:80", "foo@127.0.0.1:80",
                "127.0.0.1:8002-8000", "256.1.1.1:80", ":", "", "192.168.6.ABC:80"
            })
    void address_refusedByHaproxyOnBind_isRefused(String text) {
        assertThatThrownBy(() -> AddressParser.parse(text, AddressParser.BIND))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void address_portRange_keepsBothEnds() throws InvalidValueException {
        Address address = AddressParser.parse("127.0.0.1:8000-8010", AddressParser.BIND);
        assertThat(address.ports()).isEqualTo(Address.Ports.RANGE);
        assertThat(address.endpoint().text()).isEqualTo("127.0.0.1:8000");
        assertThat(address.lastPort()).isEqualTo(8010);
    }

    @Test
    void address_serverForms_areRead() throws InvalidValueException {
        assertThat(AddressParser.parse("10.0.0.1:+80", AddressParser.SERVER).offset())
                .isEqualTo(80);
        assertThat(AddressParser.parse("10.0.0.1:-5", AddressParser.SERVER).offset()).isEqualTo(-5);
        assertThat(AddressParser.parse("10.0.0.1", AddressParser.SERVER).ports())
                .isEqualTo(Address.Ports.NONE);
        assertThatThrownBy(() -> AddressParser.parse("10.0.0.1:1-2", AddressParser.SERVER))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void address_list_isDividedAtCommas() throws InvalidValueException {
        assertThat(AddressParser.parseList(":80,:81", AddressParser.BIND)).hasSize(2);
    }

    @Test
    void placeholder_onlyWhatNobodyCanMean() {
        Set<String> open =
                Set.of("192.168.6.ABC:8989", "192.168.X.ABC:80", "10.0.0.x", "10.x.x.x/8");
        Set<String> meant =
                Set.of(
                        "192.168.6.1:80",
                        "1.2.3.4",
                        "1.2.3.com",
                        "a.b.c.d",
                        "10.0.0.1/8",
                        "X.Y.Z.A");
        assertThat(open).allMatch(Placeholders::isPlaceholder);
        assertThat(meant).noneMatch(Placeholders::isPlaceholder);
    }
}
