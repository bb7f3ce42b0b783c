package io.aplomb.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTest {
    @ParameterizedTest
    @CsvSource({
        "/a/b?c=d,            '',    '',       /a/b, c=d",
        "/a?,                 '',    '',       /a,   ''",
        "/go?to=http://x/y,   '',    '',       /go,  to=http://x/y",
        "http://h:1/a?b,      http,  h:1,      /a,   b",
        "https://h,           https, h,        '',   ''",
        "*,                   '',    '',       *,    ''",
        "'',                  '',    '',       '',   ''",
    })
    void parts_ofTarget_joinToItAgain(
            String target, String scheme, String authority, String path, String query) {
        UriParts parts = UriParts.parse(target);

        assertThat(parts.scheme()).isEqualTo(scheme);
        assertThat(parts.authority()).isEqualTo(authority);
        assertThat(parts.path()).isEqualTo(path);
        assertThat(parts.query()).isEqualTo(query);
        assertThat(parts).hasToString(target);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "/p?a=1&b=2,      b,  ?, 2",
                "/p?a=1;b=2,      b,  ?, 2",
                "/p?ab=1&b=2,     b,  ?, 2",
                "/p?b=&a=1,       b,  ?, ''",
                "/p?b,            b,  ?, none",
                "/p?a=1&bb=2,     b,  ?, none",
                "/p,              b,  ?, none",
                "/p;b=3/x?b=2,    b,  ;, 3/x?b=2",
                "/p?b=%20x+y,     b,  ?, %20x+y",
                "/p?B=1,          b,  ?, none",
                "/p?a=b=2&b=3,    b,  ?, 3",
            })
    void parameter_isFoundAsHaproxyFindsIt(
            String target, String name, char delimiter, String value) {
        assertThat(UrlParameters.first(target, name, delimiter)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "/a%20b,     false, /a b",
                "/a+b?c+d,   false, /a+b?c d",
                "a+b,        true,  a b",
                "%,          true,  none",
                "%4,         true,  none",
                "%zz,        true,  none",
                "%C3%A9,     false, '\u00c3\u00a9'",
            })
    void decoding_followsUrlDec(String text, boolean inForm, String decoded) {
        assertThat(PercentCoding.decode(text, inForm)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @CsvSource({"a b/\u00e9~-._, a%20b%2F%E9~-._", "'',''"})
    void encoding_isUndoneByDecoding(String text, String encoded) {
        assertThat(PercentCoding.encode(text)).isEqualTo(encoded);
        assertThat(PercentCoding.decode(encoded, false)).isEqualTo(text);
    }
}
