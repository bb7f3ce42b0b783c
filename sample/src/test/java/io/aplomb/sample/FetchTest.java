package io.aplomb.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Check;
import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Fetches of TLS, payload, counters and proxies: manual sections 7.3.2 to 7.3.5. */
final class FetchTest {

    private static final String RDP = "\3\0\0+&\340\0\0\0\0\0Cookie: msts=36402.15629.0000\r\n";

    static Stream<List<String>> tls() {
        return Golden.cases("tls.golden").stream();
    }

    @ParameterizedTest
    @MethodSource("tls")
    void tls_clientCertificate_givesSameSample(List<String> golden) throws CertificateException {
        FakeContext context = FakeContext.request("GET", "/x");
        FakeTls tls =
                new FakeTls(
                        "srv.example",
                        certificate("server-certificate.pem"),
                        certificate("client-certificate.pem"));
        context.client = new FakeConnection(1, 2, tls);
        assertThat("<" + text(golden.getFirst(), context) + ">").isEqualTo(golden.get(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "req.ssl_hello_type | 1",
                "req.ssl_sni | sni.example.org",
                "req.ssl_alpn | h2",
                "req.ssl_ver | 196611",
                "req.ssl_ec_ext | 1",
                "req.ssl_st_ext | 1",
                "req.len | 339",
                "req.payload(0,3),hex | 160301",
                "req.payload_lv(3,2),length | 1",
                "req.payload_lv(3,2,+1),length | !none!",
                "req.payload(0,0),length | 6",
                "req.payload(5,4000),length | !none!",
                "req.rdp_cookie_cnt | 0",
            })
    void payload_clientHello_isRead(String expression, String expected) {
        FakeContext context = new FakeContext();
        String hex = String.join("", Golden.lines("client-hello.hex"));
        byte[] hello = HexFormat.of().parseHex(hex);
        context.requestPayload = new FakePayload(hello, true);
        assertThat(text(expression, context)).isEqualTo(expected);
        for (int length = 0; length < hello.length; length++) {
            context.requestPayload = new FakePayload(Arrays.copyOf(hello, length), true);
            assertThat(text("req.ssl_sni", context)).isEqualTo("!none!");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "req.rdp_cookie | 36402.15629.0000",
                "req.rdp_cookie(MSTS) | 36402.15629.0000",
                "req.rdp_cookie(other) | !none!",
                "rdp_cookie_cnt | 1",
                "req.ssl_hello_type | !none!",
            })
    void payload_remoteDesktop_isRead(String expression, String expected) {
        FakeContext context = new FakeContext();
        context.requestPayload = FakePayload.of(RDP);
        assertThat(text(expression, context)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nbsrv(app) | 2",
                "be_conn(app) | 11",
                "connslots(app) | 12",
                "be_conn_free(app) | 13",
                "be_sess_rate(app) | 14",
                "fe_req_rate(front) | 15",
                "queue(app) | 17",
                "avg_queue(app) | 9",
                "nbsrv(nope) | !none!",
                "nbsrv | !none!",
                "srv_conn(app/s1) | 21",
                "srv_conn_free(app/s1) | 22",
                "srv_queue(app/s1) | 23",
                "srv_sess_rate(app/s1) | 24",
                "srv_uweight(app/s1) | 25",
                "srv_weight(app/s1) | 26",
                "srv_iweight(app/s1) | 27",
                "srv_is_up(app/nope) | !none!",
                "str(app),nbsrv | 2",
                "str(app/s1),srv_queue | 23",
                "fe_name | front",
                "be_name | !none!",
                "env(HOME) | /home/x",
                "date | 1700000000",
                "date(10) | 1700000010",
                "date(10,ms) | 1700000000133",
                "date_us | 123456",
                "table_cnt(t) | 1",
                "table_avl(t) | 99",
                "sc0_get_gpc0 | 0",
                "sc_conn_cur(0) | 3",
                "sc0_kbytes_in | 4",
                "sc0_conn_rate | !none!",
                "sc1_get_gpc0 | !none!",
                "sc1_tracked | 0",
                "sc0_tracked | 1",
                "sc0_trackers | 2",
                "src_get_gpc0(t) | 0",
                "src_get_gpc0(nope) | !none!",
                "str(key),in_table(t) | 1",
                "str(other),in_table(t) | 0",
                "str(key),table_conn_cur(t) | 3",
                "str(other),table_conn_cur(t) | 0",
                "str(key),table_expire(t) | 900",
                "str(other),table_expire(t) | !none!",
                "str(other),table_idle(t,7) | 7",
            })
    void state_figures_areThoseOfTheFacts(String expression, String expected) {
        FakeContext context = new FakeContext();
        context.trackedKey = Value.of("key");
        assertThat(context.tables().tracked(0)).isNotNull();
        assertThat(text(expression, context)).isEqualTo(expected);
    }

    @Test
    void counter_increment_countsAndClears() {
        FakeContext context = new FakeContext();
        context.trackedKey = Value.of("key");
        assertThat(text("sc0_inc_gpc0", context)).isEqualTo("1");
        assertThat(text("sc_inc_gpc0(0)", context)).isEqualTo("2");
        assertThat(text("sc0_clr_gpc0", context)).isEqualTo("2");
        assertThat(text("sc0_get_gpc0", context)).isEqualTo("0");
        assertThat(text("src_inc_gpc0(t)", context)).isEqualTo("1");
        assertThat(text("src_get_gpc0(t)", context)).isEqualTo("1");
    }

    @Test
    void variable_setConditionally_keepsTypeAndConditions() {
        FakeContext context = new FakeContext();
        assertThat(text("int(5),set-var(txn.a),add(1)", context)).isEqualTo("6");
        assertThat(text("int(9),set-var(txn.a,ifnotset)", context)).isEqualTo("9");
        assertThat(text("var(txn.a)", context)).isEqualTo("5");
        assertThat(text("int(9),set-var(txn.a,iflt)", context)).isEqualTo("9");
        assertThat(text("var(txn.a)", context)).isEqualTo("9");
        assertThat(text("int(1),set-var(txn.a,iflt)", context)).isEqualTo("1");
        assertThat(text("var(txn.a)", context)).isEqualTo("9");
        assertThat(text("str(),set-var(txn.a,ifnotempty)", context)).isEqualTo("");
        assertThat(text("var(txn.a)", context)).isEqualTo("9");
        assertThat(text("always_true,unset-var(txn.a)", context)).isEqualTo("1");
        assertThat(text("var(txn.a)", context)).isEqualTo("!none!");
    }

    @Test
    void references_ofExpression_areListed() {
        SampleExpression expression = parse("src,in_table(seen)");
        assertThat(expression.references())
                .containsExactly(new Reference(ArgumentType.TABLE, "seen"));
        assertThat(parse("srv_is_up(b/s)").references())
                .containsExactly(new Reference(ArgumentType.SERVER, "b/s"));
        assertThat(parse("path").missingAt(UsePoint.CONNECTION))
                .isEqualTo(Requirement.REQUEST_HEAD);
        assertThat(parse("src").missingAt(UsePoint.CONNECTION)).isNull();
        assertThat(parse("path").missingAt(UsePoint.REQUEST)).isNull();
    }

    private static SampleExpression parse(String text) {
        Diagnostics out = new Diagnostics();
        SampleExpression parsed = SampleParser.parse(text, SourcePosition.ofFile("t"), out);
        assertThat(out.render()).isEmpty();
        return Check.present(parsed, text);
    }

    private static String text(String expression, FakeContext context) {
        Value value = parse(expression).evaluate(context);
        return value == null ? "!none!" : String.valueOf(value.asText());
    }

    private static @Nullable X509Certificate certificate(String file) throws CertificateException {
        byte[] pem = Octets.of(String.join("\n", Golden.lines(file)) + "\n");
        return CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(pem))
                        instanceof X509Certificate certificate
                ? certificate
                : null;
    }
}
