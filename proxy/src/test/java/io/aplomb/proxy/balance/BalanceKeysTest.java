package io.aplomb.proxy.balance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BalanceKeysTest {

    @ParameterizedTest
    @CsvSource({
        "/a/b/c?x=1, false, 0, 0, false, /a/b/c",
        "/a/b/c?x=1, true, 0, 0, false, /a/b/c?x=1",
        "/a/b/c?x=1, false, 3, 0, false, /a/",
        "/a/b/c?x=1, false, 0, 1, false, /a",
        "/a/b/c?x=1, false, 0, 2, false, /a/b",
        "/a?x=/b, true, 0, 1, false, /a?x=",
        "http://h/p/q?x, false, 0, 0, true, /p/q",
        "http://h/p/q?x, false, 0, 0, false, http://h/p/q",
    })
    void uri_partAsked_isTheKey(
            String uri, boolean whole, int length, int depth, boolean pathOnly, String key) {
        var part = new BalanceKeys.UriPart(whole, length, depth, pathOnly);
        byte[] bytes = bytes(uri);
        assertThat(text(bytes, BalanceKeys.uri(bytes, 0, bytes.length, part))).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "id=7, 7",
        "a=1&id=alice&b=2, alice",
        "xid=1&id=2, 2",
        "id&id=3, 3",
        "id=, -",
        "ID=4, -",
        "a=1, -",
        "'', -",
    })
    void parameter_value_orAbsent(String query, String value) {
        byte[] bytes = bytes(query);
        KeyRange range = BalanceKeys.parameter(bytes, 0, bytes.length, bytes("id"));
        assertThat(text(bytes, range)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"haproxy.1wt.eu, 1wt", "localhost, localhost", "example.org, example", "x., x"})
    void mainDomain_isTheLabelBeforeTheLastDot(String host, String key) {
        byte[] bytes = bytes(host);
        assertThat(text(bytes, BalanceKeys.mainDomain(bytes, 0, bytes.length))).isEqualTo(key);
    }

    @Test
    void rdpCookie_inAConnectionRequest_isFound() {
        byte[] bytes =
                bytes("\3\0\0\53\46\340\0\0\0\0\0Cookie: mstshash=alice\r\n\1\0\10\0\0\0\0\0");
        KeyRange range = BalanceKeys.rdpCookie(bytes, 0, bytes.length, bytes("MSTSHASH"));
        assertThat(text(bytes, range)).isEqualTo("alice");
        assertThat(BalanceKeys.rdpCookie(bytes, 0, bytes.length, bytes("msts")).isPresent())
                .isFalse();
    }

    @Test
    void rdpCookie_everyPrefix_isAbsentAndHarmless() {
        byte[] bytes = bytes("\3\0\0\53\46\340\0\0\0\0\0Cookie: mstshash=alice\r\n");
        for (int length = 0; length < bytes.length - 1; length++) {
            assertThat(BalanceKeys.rdpCookie(bytes, 0, length, bytes("mstshash")).isPresent())
                    .as("%s bytes", length)
                    .isEqualTo(false);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String text(byte[] bytes, KeyRange range) {
        return range.isPresent()
                ? new String(bytes, range.offset(), range.length(), ISO_8859_1)
                : "-";
    }
}
