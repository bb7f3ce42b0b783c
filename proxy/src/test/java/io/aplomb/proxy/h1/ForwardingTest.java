package io.aplomb.proxy.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.proxy.RunningProxy;
import io.aplomb.testkit.ScriptedClient;
import io.aplomb.testkit.ScriptedServer;
import io.aplomb.testkit.Wire;
import org.junit.jupiter.api.Test;

/** Requests and responses that pass as they should: RFC 9112, manual chapter 4. */
class ForwardingTest {

    private static String config(ScriptedServer server, String... lines) {
        return """
        frontend f
            bind 127.0.0.1:1
            default_backend b
        backend b
            server s 127.0.0.1:%d
            %s
        """
                .formatted(server.port(), String.join("\n    ", lines));
    }

    @Test
    void request_plainGet_isForwardedAndAnswered() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = RunningProxy.start(config(origin));
                Wire client = proxy.connect("f")) {
            client.send("GET /a?b HTTP/1.1\r\nHost: h\r\nX: y\r\n\r\n");
            Wire server = origin.accept();
            assertThat(server.readHead()).isEqualTo("GET /a?b HTTP/1.1\r\nHost: h\r\nX: y\r\n\r\n");
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(client.readMessage())
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(proxy.nextLog()).isEqualTo("200 ---- 0 b/s");
        }
    }

    @Test
    void connection_keptAlive_reusesBothSides() {
        try (ScriptedServer origin =
                        ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
                RunningProxy proxy = RunningProxy.start(config(origin));
                Wire client = proxy.connect("f")) {
            for (int i = 0; i < 5; i++) {
                client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(client.readMessage()).endsWith("hi");
            }
            assertThat(origin.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void body_withLength_isForwardedBothWays() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = RunningProxy.start(config(origin));
                Wire client = proxy.connect("f")) {
            String big = "x".repeat(300_000);
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n" + big);
            Wire server = origin.accept();
            assertThat(server.readMessage()).endsWith(big);
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + big);
            assertThat(client.readMessage()).endsWith(big);
        }
    }

    @Test
    void body_chunked_passesWithTrailers() {
        String chunks = "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: v\r\n\r\n";
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = RunningProxy.start(config(origin));
                Wire client = proxy.connect("f")) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
            Wire server = origin.accept();
            assertThat(server.readMessage()).endsWith("\r\n\r\n" + chunks);
            server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
            assertThat(client.readMessage()).endsWith("\r\n\r\n" + chunks);
        }
    }

    @Test
    void response_chunkedToOldClient_isUnchunkedAndEndsWithTheConnection() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = RunningProxy.start(config(origin));
                Wire client = proxy.connect("f")) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            Wire server = origin.accept();
            server.readHead();
            server.send(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
            assertThat(client.readToEnd())
                    .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcde");
        }
    }

    @Test
    void response_untilClose_endsTheClientConnection() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = RunningProxy.start(config(origin));
                Wire client = proxy.connect("f")) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            Wire server = origin.accept();
            server.readHead();
            server.send("HTTP/1.1 200 OK\r\n\r\nall of it").close();
            assertThat(client.readToEnd())
                    .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it");
            assertThat(proxy.nextLog()).isEqualTo("200 ---- 0 b/s");
        }
    }

    @Test
    void requests_pipelined_areAnsweredInOrder() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = RunningProxy.start(config(origin));
                Wire client = proxy.connect("f")) {
            client.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
            Wire server = origin.accept();
            assertThat(server.readHead()).startsWith("GET /1 ");
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");
            assertThat(client.readMessage()).endsWith("1");
            assertThat(server.readHead()).startsWith("GET /2 ");
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2");
            assertThat(client.readMessage()).endsWith("2");
        }
    }

    @Test
    void response_interim_isForwardedBeforeTheFinalOne() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = RunningProxy.start(config(origin));
                Wire client = proxy.connect("f")) {
            client.send(
                    "PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
                            + "Content-Length: 2\r\n\r\n");
            Wire server = origin.accept();
            assertThat(server.readHead()).contains("Expect: 100-continue");
            server.send("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(client.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.send("ok");
            server.expect("ok");
            server.send("HTTP/1.1 204 No Content\r\n\r\n");
            assertThat(client.readHead()).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
        }
    }

    @Test
    void request_head_responseHasNoBody() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = RunningProxy.start(config(origin));
                Wire client = proxy.connect("f")) {
            client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
            Wire server = origin.accept();
            server.readHead();
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
            assertThat(client.readHead()).contains("Content-Length: 5");
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            server.readHead();
            server.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 304 ");
        }
    }

    @Test
    void upgrade_accepted_becomesATunnelThatClosesHalfByHalf() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = RunningProxy.start(config(origin));
                Wire client = proxy.connect("f")) {
            client.send(
                    "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nearly");
            Wire server = origin.accept();
            assertThat(server.readHead()).contains("Connection: Upgrade").contains("Upgrade: x");
            server.send(
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                            + "Upgrade: x\r\n\r\nhello");
            assertThat(client.readHead()).contains("Upgrade: x");
            client.expect("hello");
            server.expect("early");
            client.send("ping");
            server.expect("ping").send("pong");
            client.expect("pong");
            client.finishSending();
            server.expectEnd();
            server.send("last").close();
            assertThat(client.readToEnd()).isEqualTo("last");
            assertThat(proxy.nextLog()).isEqualTo("101 ---- 0 b/s");
        }
    }

    @Test
    void mode_serverClose_opensAConnectionForEachRequest() {
        try (ScriptedServer origin =
                        ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
                RunningProxy proxy =
                        RunningProxy.start(config(origin, "option http-server-close"));
                Wire client = proxy.connect("f")) {
            for (int i = 0; i < 3; i++) {
                client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(client.readMessage()).endsWith("hi");
            }
            assertThat(origin.acceptedCount()).isEqualTo(3);
        }
    }

    @Test
    void mode_close_saysSoOnBothSides() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = RunningProxy.start(config(origin, "option httpclose"));
                Wire client = proxy.connect("f")) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            Wire server = origin.accept();
            assertThat(server.readHead()).contains("Connection: close");
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(client.readToEnd()).contains("Connection: close").endsWith("hi");
        }
    }

    @Test
    void response_beforeTheRequestEnded_reachesTheClientWhichIsThenClosed() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = RunningProxy.start(config(origin));
                Wire client = proxy.connect("f")) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n12345");
            Wire server = origin.accept();
            server.readHead();
            server.expect("12345");
            server.send("HTTP/1.1 413 Too Big\r\nContent-Length: 2\r\n\r\nno");
            assertThat(client.readToEnd())
                    .isEqualTo(
                            "HTTP/1.1 413 Too Big\r\nContent-Length: 2\r\n"
                                    + "Connection: close\r\n\r\nno");
        }
    }

    @Test
    void client_thatReadsSlowly_holdsTheServerBack() {
        int size = 64 << 20;
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = RunningProxy.start(config(origin));
                Wire client = ScriptedClient.connectWithSmallWindow(proxy.port("f"), 4096)) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            Wire server = origin.accept();
            server.readHead();
            server.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            Thread sending = Thread.ofVirtual().start(() -> server.send(new byte[size]));
            client.readHead();
            assertThat(sending.isAlive()).isTrue();
            assertThat(client.readBytes(size)).hasSize(size);
        }
    }
}
