package io.aplomb.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookiesTest {
    private static final byte[] SRV = Cookies.name("SRV");

    private final HttpHead head = new HttpHead();
    private final Cookies cookies = new Cookies();

    private void request(String... values) {
        head.startRequest("GET", "/", 1);
        for (String value : values) {
            head.add(FieldName.COOKIE, value);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "SRV=a|a",
                "x=1; SRV=a; y=2|a",
                "x=1;SRV = a ;y=2|a",
                "XSRV=1; SRV=\"a;b\"; y=2|\"a;b\"",
                "SRV; y=2|''",
                "SRV=a=b|a=b",
                "x=\"SRV=no\"; SRV=yes|yes",
            })
    void request_withCookie_isFound(String field, String value) {
        request(field);

        assertThat(cookies.findInRequest(head, SRV)).isTrue();
        assertThat(cookies.value(head)).isEqualTo(value);
    }

    @Test
    void request_withoutCookie_isNotFound() {
        request("srv=a; XSRV=b; SRVX=c");

        assertThat(cookies.findInRequest(head, SRV)).isFalse();
    }

    @Test
    void request_twoFields_secondIsSearched() {
        request("a=1", "b=2; SRV=x; SRV=y");

        assertThat(cookies.findInRequest(head, SRV)).isTrue();
        assertThat(cookies.value(head)).isEqualTo("x");
        assertThat(cookies.findNextInRequest(head, SRV)).isTrue();
        assertThat(cookies.value(head)).isEqualTo("y");
        assertThat(cookies.findNextInRequest(head, SRV)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SRV=a; b=1|b=1",
                "b=1; SRV=a|b=1",
                "b=1; SRV=a; c=2|b=1; c=2",
                "b=1;SRV=a;c=2|b=1; c=2",
            })
    void removal_oneOfSeveral_keepsTheOthers(String before, String after) {
        request(before);
        cookies.findInRequest(head, SRV);

        assertThat(cookies.removeFromRequest(head)).isTrue();

        assertThat(head.firstValue(FieldName.COOKIE)).isEqualTo(after);
    }

    @Test
    void removal_onlyCookie_removesTheField() {
        request("SRV=a");
        cookies.findInRequest(head, SRV);

        assertThat(cookies.removeFromRequest(head)).isTrue();

        assertThat(head.fieldCount()).isZero();
    }

    @Test
    void prefix_inResponseAndBack_restoresTheValue() {
        head.startResponse(1, 200, "OK");
        head.add(FieldName.SET_COOKIE, "other=1; Path=/");
        head.add(FieldName.SET_COOKIE, "SRV=sess; Path=/; HttpOnly");

        assertThat(cookies.findInResponse(head, SRV)).isTrue();
        assertThat(cookies.replaceValue(head, "web1~" + cookies.value(head))).isTrue();
        assertThat(head.value(1)).isEqualTo("SRV=web1~sess; Path=/; HttpOnly");

        request("a=1; SRV=web1~sess");
        cookies.findInRequest(head, SRV);
        assertThat(cookies.replaceValue(head, "sess")).isTrue();
        assertThat(head.firstValue(FieldName.COOKIE)).isEqualTo("a=1; SRV=sess");
    }

    @Test
    void replacement_withSeparatorOrLineEnd_isRefused() {
        request("SRV=a");
        cookies.findInRequest(head, SRV);

        assertThat(cookies.replaceValue(head, "x; admin=1")).isFalse();
        assertThat(cookies.replaceValue(head, "x\r\nEvil: 1")).isFalse();
        assertThat(head.firstValue(FieldName.COOKIE)).isEqualTo("SRV=a");
    }
}
