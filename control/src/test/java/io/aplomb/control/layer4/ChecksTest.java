package io.aplomb.control.layer4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.aplomb.base.SourcePosition;
import io.aplomb.base.net.IpAddress;
import io.aplomb.control.layer4.Check.Result;
import io.aplomb.control.vip.ScriptRunner;
import io.aplomb.model.vrrp.Checker;
import io.aplomb.model.vrrp.Checker.HttpVersion;
import io.aplomb.model.vrrp.Checker.Page;
import io.aplomb.model.vrrp.Checker.StatusRange;
import io.aplomb.model.vrrp.Checker.Target;
import io.aplomb.model.vrrp.Checker.Timing;
import io.aplomb.model.vrrp.Script;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each kind of check against a server that is as it should be, and against one that is not. */
@Timeout(120)
class ChecksTest {
    private static final SourcePosition HERE = new SourcePosition("k.conf", 1, 1);
    private static final Timing TIMING = new Timing(1, 0, 1, 0, false, false);
    private static final String BODY = "It works!";

    /** {@code printf 'It works!' | md5sum}. */
    private static final String DIGEST = "661d154abfc42a49970f3d53b758fd50";

    @Test
    void tcp_connects_orSaysWhyNot() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            assertThat(new TcpCheck(tcp(port)).run().success()).isTrue();
        }
        assertThatThrownBy(() -> new TcpCheck(tcp(port)).run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused");
    }

    @Test
    void http_judgesStatusDigestAndPattern() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 5);
        try {
            server.createContext(
                    "/",
                    exchange -> {
                        boolean good = exchange.getRequestURI().getPath().equals("/good");
                        byte[] body = BODY.getBytes(StandardCharsets.US_ASCII);
                        exchange.sendResponseHeaders(good ? 200 : 503, body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
            server.start();
            int port = server.getAddress().getPort();
            assertThat(http(port, page("/good", null, null)).success()).isTrue();
            assertThat(http(port, page("/bad", null, null)).text()).isEqualTo("/bad: status 503");
            assertThat(http(port, page("/good", DIGEST, null)).success()).isTrue();
            assertThat(http(port, page("/good", "0".repeat(32), null)).text())
                    .isEqualTo("/good: digest " + DIGEST);
            assertThat(http(port, page("/good", null, Pattern.compile("w.rks"))).success())
                    .isTrue();
            assertThat(http(port, page("/good", null, Pattern.compile("breaks"))).text())
                    .isEqualTo("/good: the pattern is not in the body");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void http_requestsAreThoseOfKeepalived() {
        Page page = new Page("/x", "www.example.org", null, List.of(), null, false, 0, -1);
        assertThat(new HttpCheck(config(80, HttpVersion.HTTP_1_0, page)).request(page))
                .isEqualTo(
                        "GET /x HTTP/1.0\r\nUser-Agent: KeepAliveClient\r\n"
                                + "Host: www.example.org\r\n\r\n");
        Page plain = page("/", null, null);
        assertThat(new HttpCheck(config(8080, HttpVersion.HTTP_1_1, plain)).request(plain))
                .contains("HTTP/1.1\r\n", "Connection: close\r\n", "Host: 127.0.0.1:8080\r\n");
    }

    @Test
    void dns_judgesTheAnswersCode() throws Exception {
        assertThat(askedOf(0x8180).success()).isTrue();
        assertThat(askedOf(0x8183).text()).isEqualTo("answered with error 3");
        assertThat(askedOf(0x0100).text()).isEqualTo("a question came back");
    }

    @Test
    void misc_judgesTheExitStatus_andPassesItOn() throws Exception {
        assertThat(misc("exit 0", false).success()).isTrue();
        assertThat(misc("exit 1", true).success()).isFalse();
        assertThat(misc("exit 3", false).success()).isFalse();
        Result dynamic = misc("exit 12", true);
        assertThat(dynamic.success()).isTrue();
        assertThat(dynamic.status()).hasValue(12);
    }

    private static Result misc(String program, boolean dynamic) throws Exception {
        Script script = new Script(List.of("/bin/sh", "-c", program), null, HERE);
        Checker.Misc config = new Checker.Misc(script, 60_000_000_000L, dynamic, TIMING, HERE);
        return new MiscCheck(config, new ScriptRunner(null, false)).run();
    }

    /** The check of a server that answers the question with these flags. */
    private static Result askedOf(int flags) throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            FutureTask<Boolean> answering =
                    new FutureTask<>(
                            () -> {
                                DatagramPacket asked = new DatagramPacket(new byte[512], 512);
                                server.receive(asked);
                                ByteBuffer.wrap(asked.getData()).putShort(2, (short) flags);
                                server.send(asked);
                                return true;
                            });
            Thread thread = Thread.ofVirtual().start(answering);
            Checker.Dns config =
                    new Checker.Dns(
                            target(server.getLocalPort()),
                            Checker.DnsType.SOA,
                            "example.org.",
                            TIMING,
                            HERE);
            Result result = new DnsCheck(config).run();
            thread.join();
            return result;
        }
    }

    private static Result http(int port, Page page) throws Exception {
        return new HttpCheck(config(port, HttpVersion.HTTP_1_0, page)).run();
    }

    private static Checker.Http config(int port, HttpVersion version, Page page) {
        return new Checker.Http(
                target(port), false, false, version, false, List.of(page), TIMING, HERE);
    }

    private static Page page(String path, @Nullable String digest, @Nullable Pattern pattern) {
        List<StatusRange> statuses =
                digest == null ? List.of(new StatusRange(200, 299)) : List.of();
        return new Page(path, null, digest, statuses, pattern, false, 0, -1);
    }

    private static Checker.Tcp tcp(int port) {
        return new Checker.Tcp(target(port), TIMING, HERE);
    }

    private static Target target(int port) {
        return new Target(IpAddress.LOOPBACK_V4, port, null, null, 0, 0, 60_000_000_000L);
    }
}
