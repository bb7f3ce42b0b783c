package io.aplomb.proxy.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.proxy.RunningProxy;
import io.aplomb.testkit.ScriptedServer;
import io.aplomb.testkit.Wire;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** TCP mode: relaying, half-closing, content rules, failures. */
class TcpSessionTest {

    private static RunningProxy proxy(int port, String front, String back) {
        return RunningProxy.start(
                """
                frontend f
                    mode tcp
                    bind 127.0.0.1:1
                    %s
                    default_backend b
                backend b
                    mode tcp
                    retries 0
                    server s 127.0.0.1:%d
                    %s
                """
                        .formatted(front, port, back));
    }

    @Test
    void session_plain_relaysBothWaysAndClosesHalfByHalf() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port(), "", "");
                Wire client = proxy.connect("f")) {
            Wire server = origin.accept();
            server.send("220 hello\r\n");
            client.expect("220 hello\r\n").send("quit").finishSending();
            assertThat(server.readToEnd()).isEqualTo("quit");
            server.send("bye").close();
            assertThat(client.readToEnd()).isEqualTo("bye");
            assertThat(proxy.nextLog()).isEqualTo("-1 ---- 0 b/s");
        }
    }

    /** Both peers finish sending while the other is slow: nothing may be lost. */
    @RepeatedTest(20)
    void session_large_isComplete() {
        byte[] much = new byte[20 << 20];
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port(), "", "");
                Wire client = proxy.connect("f")) {
            Wire server = origin.accept();
            Thread.ofVirtual().start(() -> server.send(much).finishSending());
            Thread.ofVirtual().start(() -> client.send(much).finishSending());
            CompletableFuture<Integer> read =
                    CompletableFuture.supplyAsync(() -> server.readBytes(much.length).length);
            assertThat(client.readToEnd()).hasSize(much.length);
            assertThat(proxy.nextLog()).isEqualTo("-1 ---- 0 b/s");
            assertThat(read.join()).isEqualTo(much.length);
        }
    }

    @Test
    void server_refusing_closesTheClient() {
        try (RunningProxy proxy = proxy(ScriptedServer.closedPort(), "", "");
                Wire client = proxy.connect("f")) {
            client.expectEnd();
            assertThat(proxy.nextLog()).isEqualTo("-1 SC-- 0 b/s");
        }
    }

    @Test
    void server_refusing_isReplacedByAnother() {
        try (ScriptedServer other = ScriptedServer.listening();
                RunningProxy proxy =
                        proxy(
                                ScriptedServer.closedPort(),
                                "",
                                "retries 3\n    option redispatch\n    server t 127.0.0.1:"
                                        + other.port());
                Wire one = proxy.connect("f");
                Wire two = proxy.connect("f")) {
            other.accept().send("x");
            other.accept().send("x");
            one.expect("x");
            two.expect("x");
        }
    }

    @Test
    void rdpToken_namingAServer_leadsThereEachTime() {
        try (ScriptedServer first = ScriptedServer.listening();
                ScriptedServer second = ScriptedServer.listening();
                RunningProxy proxy =
                        proxy(
                                first.port(),
                                "tcp-request inspect-delay 30s\n"
                                        + "    tcp-request content accept if RDP_COOKIE",
                                "persist rdp-cookie\n    server t 127.0.0.1:" + second.port())) {
            for (int i = 0; i < 2; i++) {
                String packet = connectionRequest(second.port());
                try (Wire client = proxy.connect("f")) {
                    client.send(packet);
                    second.accept().expect(packet).send("x").close();
                    client.expect("x").expectEnd();
                }
            }
            assertThat(first.acceptedCount()).isZero();
        }
    }

    @Test
    void rdpToken_namingNobody_isBalanced() {
        try (ScriptedServer only = ScriptedServer.listening();
                RunningProxy proxy =
                        proxy(
                                only.port(),
                                "tcp-request inspect-delay 30s\n"
                                        + "    tcp-request content accept if RDP_COOKIE",
                                "persist rdp-cookie");
                Wire client = proxy.connect("f")) {
            client.send(connectionRequest(1));
            only.accept().send("x").close();
            client.expect("x").expectEnd();
        }
    }

    /** The first packet of a client whose token names that port of 127.0.0.1, octets in reverse. */
    private static String connectionRequest(int port) {
        int reversed = Short.toUnsignedInt(Short.reverseBytes((short) port));
        String cookie = "Cookie: msts=16777343." + reversed + ".0000\r\n";
        int length = 11 + cookie.length();
        return "\3\0\0" + (char) length + (char) (length - 5) + "\340\0\0\0\0\0" + cookie;
    }

    @Test
    void contentRule_rejecting_closesWithoutServer() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy =
                        proxy(
                                origin.port(),
                                "tcp-request inspect-delay 5s\n"
                                        + "    tcp-request content reject if { req.len ge 4 }\n"
                                        + "    tcp-request content accept if WAIT_END",
                                "");
                Wire client = proxy.connect("f")) {
            client.send("abcd");
            client.expectEnd();
            assertThat(proxy.nextLog()).isEqualTo("-1 PR-- 0 null/<NOSRV>");
            assertThat(origin.acceptedCount()).isZero();
        }
    }

    @Test
    void contentRule_waiting_goesOnAfterTheDelay() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy =
                        proxy(
                                origin.port(),
                                "tcp-request inspect-delay 100ms\n"
                                        + "    tcp-request content accept if { req.len ge 4 }",
                                "");
                Wire client = proxy.connect("f")) {
            client.send("ab");
            Wire server = origin.accept();
            server.expect("ab");
        }
    }

    @Test
    void client_silent_isTimedOut() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port(), "timeout client 200ms", "");
                Wire client = proxy.connect("f")) {
            origin.accept();
            client.expectEnd();
            assertThat(proxy.nextLog()).isEqualTo("-1 cD-- 0 b/s");
        }
    }

    @Test
    void server_silent_isTimedOut() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port(), "", "timeout server 200ms");
                Wire client = proxy.connect("f")) {
            origin.accept();
            client.expectEnd();
            assertThat(proxy.nextLog()).isEqualTo("-1 sD-- 0 b/s");
        }
    }

    @Test
    void client_resetting_resetsTheServer() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port(), "", "");
                Wire client = proxy.connect("f")) {
            Wire server = origin.accept();
            client.send("x");
            server.expect("x");
            client.reset();
            server.expectEnd();
            assertThat(proxy.nextLog()).isEqualTo("-1 CD-- 0 b/s");
        }
    }

    @Test
    void proxyProtocol_accepted_isPassedOn() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy =
                        RunningProxy.start(
                                """
                                listen f
                                    mode tcp
                                    bind 127.0.0.1:1 accept-proxy
                                    server s 127.0.0.1:%d send-proxy
                                """
                                        .formatted(origin.port()));
                Wire client = proxy.connect("f")) {
            client.send("PROXY TCP4 10.0.0.1 10.0.0.2 1111 2222\r\nhi");
            Wire server = origin.accept();
            server.expect("PROXY TCP4 10.0.0.1 10.0.0.2 1111 2222\r\nhi");
        }
    }
}
