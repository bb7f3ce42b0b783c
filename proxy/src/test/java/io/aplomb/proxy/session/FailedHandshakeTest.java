package io.aplomb.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.proxy.RunningProxy;
import io.aplomb.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What HAProxy 2.6 says about connections whose PROXY header never comes right. */
@Timeout(60)
class FailedHandshakeTest {

    private static final String NO_HEADER =
            "Received something which does not look like a PROXY protocol header";
    private static final String BAD_HEADER = "Received an invalid PROXY protocol header";
    private static final String BAD_PROTOCOL =
            "Received an unhandled protocol in the PROXY protocol header";
    private static final String TRUNCATED = "Truncated PROXY protocol header received";
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

    @ParameterizedTest
    @ValueSource(strings = {"http", "tcp"})
    void proxyHeader_wrong_isNamed(String mode) {
        try (RunningProxy proxy = start(mode, "30s")) {
            assertThat(after(proxy, "GET / HTTP/1.0\r\n\r\n")).isEqualTo(NO_HEADER);
            assertThat(after(proxy, "PROXY TCP4 1.2.3.4\r\n")).isEqualTo(BAD_HEADER);
            assertThat(after(proxy, "PROXY TCP6 1.2.3.4 1.2.3.4 1 2\r\n")).isEqualTo(BAD_HEADER);
            assertThat(after(proxy, "PROXY TCP4 1.2.3.4 1.2.3.4 1 70000\r\n"))
                    .isEqualTo(BAD_HEADER);
            assertThat(after(proxy, "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\n")).isEqualTo(BAD_HEADER);
            assertThat(after(proxy, "PROXY UDP4 1.2.3.4 1.2.3.4 1 2\r\n")).isEqualTo(BAD_PROTOCOL);
            assertThat(after(proxy, "PROXY TCP4 " + "1".repeat(120))).isEqualTo(TRUNCATED);
            assertThat(after(proxy, SIGNATURE + "\u0031\u0011\0\u000c" + "1".repeat(12)))
                    .isEqualTo(NO_HEADER);
            assertThat(after(proxy, SIGNATURE + "\u002f\u0011\0\u000c" + "1".repeat(12)))
                    .isEqualTo(BAD_HEADER);
        }
    }

    @Test
    void proxyHeader_cutShort_isTruncatedOrMissing() {
        try (RunningProxy proxy = start("http", "30s")) {
            assertThat(afterEnd(proxy, "PROXY TCP4 1.2.")).isEqualTo(TRUNCATED);
            assertThat(afterEnd(proxy, ""))
                    .isEqualTo("Connection closed while waiting for PROXY protocol header");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "tcp"})
    void proxyHeader_thatDoesNotCome_isATimeout(String mode) {
        try (RunningProxy proxy = start(mode, "50ms")) {
            assertThat(after(proxy, ""))
                    .isEqualTo("Timeout while waiting for PROXY protocol header");
        }
    }

    private static RunningProxy start(String mode, String timeout) {
        return RunningProxy.start(
                """
                frontend f
                    mode %s
                    timeout client %s
                    bind 127.0.0.1:1 accept-proxy
                """
                        .formatted(mode, timeout));
    }

    /** The log line once the proxy has closed. */
    private static String after(RunningProxy proxy, String sent) {
        try (Wire client = proxy.connect("f")) {
            client.send(sent);
            assertThat(client.readToEnd()).isEmpty();
            return proxy.nextLog();
        }
    }

    /** The log line once the client has closed. */
    private static String afterEnd(RunningProxy proxy, String sent) {
        try (Wire client = proxy.connect("f")) {
            client.send(sent);
        }
        return proxy.nextLog();
    }
}
