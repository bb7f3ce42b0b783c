package io.aplomb.sample.acl;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Check;
import io.aplomb.base.Diagnostic;
import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.sample.FakeContext;
import io.aplomb.sample.FakePayload;
import io.aplomb.sample.SampleParser;
import io.aplomb.sample.SampleResources;
import io.aplomb.sample.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Criteria of manual section 7.1: matching methods, flags, operators, files. */
final class AclTest {

    private static final Map<String, List<String>> FILES =
            Map.of(
                    "hosts.lst", List.of("# comment", "", "www.example.com", "  #sharp", "api"),
                    "hosts.map", List.of("www.example.com  app", "api  other"),
                    "bad.lst", List.of("10.0.0.1", "nowhere"));

    private static final SampleResources RESOURCES = FILES::get;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "path /images/png/logo/32x32.png | true",
                "path /images/png/logo | false",
                "path_beg /static /images | true",
                "path_beg /Images | false",
                "path_beg -i /Images | true",
                "path_end .gif .png | true",
                "path_sub logo/3 | true",
                "path_dir /images | true",
                "path_dir images/png | true",
                "path_dir /png/logo | true",
                "path_dir logo/32x32.png | true",
                "path_dir png/ | true",
                "path_dir 32x32 | false",
                "path_dir lo | false",
                "path_len 26 | true",
                "path_len gt 26 | false",
                "path_len 1:100 | true",
                "path_reg ^/images/.*[.]png$ | true",
                "path_reg -i ^/IMAGES | true",
                "path_reg [[:digit:]]{2}x | true",
                "path_reg {x} | false",
                "hdr(host) -i www.EXAMPLE.com:80 | true",
                "hdr_beg(host) www. | true",
                "hdr_dom(host) example | true",
                "hdr_dom(host) -i EXAMPLE.com | true",
                "hdr_dom(host) exam | false",
                "hdr_dom(host) 80 | true",
                "hdr_dom(host) -m beg www | true",
                "hdr(host),lower -m end :80 | true",
                "hdr(x-list) b | true",
                "hdr(x-list) d | false",
                "hdr(x-list,1) b | false",
                "hdr(x-list,2) b | true",
                "hdr_cnt(x-list) 3 | true",
                "hdr_cnt(x-list) ge 4 | false",
                "hdr_cnt(x-list) lt 4 | true",
                "hdr_val(x-num) eq 42 | true",
                "hdr_val(x-num) lt 0 | false",
                "hdr_val(x-num) 1: | true",
                "hdr_val(x-num) :41 | false",
                "hdr(x-nope) -m found | false",
                "hdr(host) -m found | true",
                "hdr(x-empty) -m found | true",
                "hdr_ip(x-ip) 10.0.0.0/8 | true",
                "hdr_ip(x-ip) 11.0.0.0/8 ::1 | false",
                "hdr(x-ip) -m ip 10.0/8 | true",
                "src 127.0.0.0/8 | true",
                "src 127.1 | true",
                "src ::ffff:127.0.0.1 | true",
                "src 10.0.0.1 | false",
                "dst_port 8080 | true",
                "method GET POST | true",
                "method get | false",
                "method -i get | true",
                "ssl_fc | false",
                "always_true | true",
                "int(0) -m bool | false",
                "int(3) -m bool | true",
                "cook(a) 2 | true",
                "cook(a) 1 | true",
                "cook(a) 3 | false",
                "urlp(q) v1 v2 | true",
                "urlp_val(n) 5:9 | true",
                "url_beg / | true",
                "base_beg www.example.com:80/images | true",
                "req.hdrs -m sub x-list | true",
                "bin(48656c6c6f) -m bin 48656C6c6f | true",
                "str(-i) -m str -- -i | true",
                "str(x) -u 7 x | true",
                "str(www.example.com) -f hosts.lst | true",
                "str(#sharp) -f hosts.lst | true",
                "str(comment) -f hosts.lst | false",
                "str(API) -f hosts.lst | false",
                "str(API) -i -f hosts.lst | true",
                "str(api) -M -f hosts.map | true",
                "http_auth(staff) | true",
                "http_auth_group(staff) dev | true",
                "http_auth_group(staff) root | false",
                "nbsrv(app) lt 2 | false",
                "srv_is_up(app/s1) | true",
            })
    void criterion_request_matchesOrNot(String criterion, boolean matches) {
        Diagnostics out = new Diagnostics();
        Criterion parsed = parse(criterion, out);
        assertThat(out.render()).isEmpty();
        Outcome outcome = Check.present(parsed, criterion).test(context());
        assertThat(outcome).isEqualTo(matches ? Outcome.HOLDS : Outcome.FAILS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "path_begg /x | unknown fetch method 'path_begg'",
                "hdr(host) -m foo x | unknown matching method 'foo'",
                "src 1.2.3/40 | '1.2.3/40' is not a valid IPv4 or IPv6 address",
                "hdr_cnt(x) gt a | 'a' is neither a number nor a supported operator",
                "hdr_cnt(x) 5:a | '5:a' is not a valid number range",
                "bin(00) x | matching method must be specified first (using '-m') when using a sample fetch of this type ('bin')",
                "path -x y | '-x' is not a valid ACL option. Please use '--' before any pattern beginning with a '-'",
                "hdr_cnt(x) -5 | '-5' is not a valid ACL option. Please use '--' before any pattern beginning with a '-'",
                "path -f none.lst | failed to open pattern file <none.lst>",
                "src -f bad.lst | 'nowhere' is not a valid IPv4 or IPv6 address",
                "req.payload(0,6) -m bin 0 | an even number of hex digit is expected",
                "path -f hosts.lst -m beg | '-m' must only be specified before patterns and files",
            })
    void criterion_wrong_saysWhy(String criterion, String message) {
        Diagnostics out = new Diagnostics();
        assertThat(parse(criterion, out)).isNull();
        assertThat(out.all().stream().map(Diagnostic::message)).containsExactly(message);
    }

    @Test
    void criterion_nearlyRightName_isSuggested() {
        Diagnostics out = new Diagnostics();
        parse("pth /x", out);
        assertThat(out.render()).contains("did you mean 'path'?");
    }

    @Test
    void criterion_withoutPattern_isWarnedAbout() {
        Diagnostics out = new Diagnostics();
        assertThat(parse("path", out)).isNotNull();
        assertThat(out.hasErrors()).isFalse();
        assertThat(out.render()).contains("will never match").contains("-m found");
    }

    @Test
    void payload_stillComing_isUndecided() {
        FakeContext context = new FakeContext();
        context.inputIsFinal = false;
        context.requestPayload = new FakePayload(new byte[] {0x16, 3, 1}, false);
        assertThat(test("req.ssl_hello_type 1", context)).isEqualTo(Outcome.UNDECIDED);
        assertThat(test("req.len ge 10", context)).isEqualTo(Outcome.UNDECIDED);
        assertThat(test("req.len ge 3", context)).isEqualTo(Outcome.HOLDS);
        assertThat(test("req.payload(0,2) -m bin 1603", context)).isEqualTo(Outcome.HOLDS);
        assertThat(test("req.payload(0,2) -m bin 0000", context)).isEqualTo(Outcome.FAILS);
        assertThat(test("req.payload(0,9) -m bin 0000", context)).isEqualTo(Outcome.UNDECIDED);
        assertThat(test("wait_end", context)).isEqualTo(Outcome.UNDECIDED);
        assertThat(test("path /", context)).isEqualTo(Outcome.UNDECIDED);
        context.requestPayload = new FakePayload(new byte[] {'S', 'S', 'H'}, false);
        assertThat(test("req.ssl_hello_type 1", context)).isEqualTo(Outcome.FAILS);
        context.inputIsFinal = true;
        assertThat(test("wait_end", context)).isEqualTo(Outcome.HOLDS);
        assertThat(test("req.len ge 10", context)).isEqualTo(Outcome.FAILS);
    }

    @Test
    void bigList_exactPrefixAndNetwork_areFound() {
        List<Word> words = new ArrayList<>(words("path_beg"));
        for (int i = 0; i < 50_000; i++) {
            words.addAll(words("/p" + i + "/"));
        }
        words.addAll(words("/images/png"));
        Diagnostics out = new Diagnostics();
        Criterion criterion = parser().parse(words, SourcePosition.ofFile("t"), out);
        assertThat(Check.present(criterion, "big").test(context())).isEqualTo(Outcome.HOLDS);
    }

    private static Outcome test(String criterion, FakeContext context) {
        Diagnostics out = new Diagnostics();
        return Check.present(parse(criterion, out), criterion).test(context);
    }

    private static FakeContext context() {
        return FakeContext.request(
                "GET",
                "/images/png/logo/32x32.png?q=v1&q=v2&n=7",
                "Host: www.example.com:80",
                "X-List: a, b",
                "X-List: c",
                "X-Num: 42",
                "X-Empty: ",
                "X-Ip: 192.168.0.1, 10.9.8.7",
                "Cookie: a=1; a=2; b=3",
                "Authorization: Basic dXNlcjpwYXNzOndvcmQ=");
    }

    private static @Nullable Criterion parse(String criterion, Diagnostics out) {
        return parser().parse(words(criterion), SourcePosition.ofFile("test"), out);
    }

    private static AclParser parser() {
        return new AclParser(new SampleParser(RESOURCES));
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        int column = 1;
        for (String word : text.strip().split(" +")) {
            words.add(new Word(word, new SourcePosition("test", 1, column)));
            column += word.length() + 1;
        }
        return words;
    }
}
