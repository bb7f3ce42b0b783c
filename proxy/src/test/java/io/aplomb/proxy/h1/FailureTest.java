package io.aplomb.proxy.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.proxy.RunningProxy;
import io.aplomb.testkit.ScriptedServer;
import io.aplomb.testkit.Wire;
import org.junit.jupiter.api.Test;

/** What goes wrong on either side, the answer to it, and the termination state: manual 8.5. */
class FailureTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static RunningProxy proxy(int port, String... lines) {
        return RunningProxy.start(
                """
                frontend f
                    bind 127.0.0.1:1
                    timeout http-request 300ms
                    default_backend b
                backend b
                    timeout server 300ms
                    timeout queue 300ms
                    retries 0
                    server s 127.0.0.1:%d maxconn 1
                    %s
                """
                        .formatted(port, String.join("\n    ", lines)));
    }

    @Test
    void server_refusing_gives503() {
        try (RunningProxy proxy = proxy(ScriptedServer.closedPort());
                Wire client = proxy.connect("f")) {
            client.send(GET);
            assertThat(client.readMessage()).startsWith("HTTP/1.1 503 ");
            assertThat(proxy.nextLog()).isEqualTo("503 SC-- 0 b/s");
        }
    }

    @Test
    void server_refusing_isReplacedByAnother() {
        try (ScriptedServer other = ScriptedServer.answering(OK);
                RunningProxy proxy =
                        proxy(
                                ScriptedServer.closedPort(),
                                "server t 127.0.0.1:" + other.port(),
                                "retries 3",
                                "option redispatch");
                Wire client = proxy.connect("f")) {
            for (int i = 0; i < 4; i++) {
                client.send(GET);
                assertThat(client.readMessage()).startsWith("HTTP/1.1 200 ");
                assertThat(proxy.nextLog()).matches("200 ---- [01]\\+? b/t");
            }
        }
    }

    @Test
    void server_closingWithoutResponse_gives502() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port());
                Wire client = proxy.connect("f")) {
            client.send(GET);
            Wire server = origin.accept();
            server.readHead();
            server.close();
            assertThat(client.readMessage()).startsWith("HTTP/1.1 502 ");
            assertThat(proxy.nextLog()).isEqualTo("502 SH-- 0 b/s");
        }
    }

    @Test
    void server_closingAnIdleConnectionAtTheNextRequest_isDialledAgain() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port());
                Wire client = proxy.connect("f")) {
            client.send(GET);
            Wire first = origin.accept();
            first.readHead();
            first.send(OK);
            client.readMessage();
            client.send(GET);
            first.readHead();
            first.close();
            Wire second = origin.accept();
            second.readHead();
            second.send(OK);
            assertThat(client.readMessage()).endsWith("ok");
            assertThat(proxy.nextLog()).isEqualTo("200 ---- 0 b/s");
            assertThat(proxy.nextLog()).isEqualTo("200 ---- 0 b/s");
        }
    }

    @Test
    void server_closingIdleConnection_isNotUsedAgain() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port());
                Wire client = proxy.connect("f")) {
            for (int i = 0; i < 3; i++) {
                client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx");
                Wire server = origin.accept();
                server.readMessage();
                server.send(OK).close();
                assertThat(client.readMessage()).endsWith("ok");
            }
        }
    }

    @Test
    void server_closingInsideTheBody_cutsTheClient() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port());
                Wire client = proxy.connect("f")) {
            client.send(GET);
            Wire server = origin.accept();
            server.readHead();
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345").close();
            assertThat(client.readToEnd()).endsWith("12345");
            assertThat(proxy.nextLog()).isEqualTo("200 SD-- 0 b/s");
        }
    }

    @Test
    void response_thatIsNoHttp_gives502() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port());
                Wire client = proxy.connect("f")) {
            client.send(GET);
            Wire server = origin.accept();
            server.readHead();
            server.send("SSH-2.0-nonsense\r\n\r\n");
            assertThat(client.readMessage()).startsWith("HTTP/1.1 502 ");
            assertThat(proxy.nextLog()).isEqualTo("502 PH-- 0 b/s");
        }
    }

    @Test
    void server_silent_gives504() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port());
                Wire client = proxy.connect("f")) {
            client.send(GET);
            origin.accept().readHead();
            assertThat(client.readMessage()).startsWith("HTTP/1.1 504 ");
            assertThat(proxy.nextLog()).isEqualTo("504 sH-- 0 b/s");
        }
    }

    @Test
    void server_stallingInsideTheBody_cutsTheClient() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port());
                Wire client = proxy.connect("f")) {
            client.send(GET);
            Wire server = origin.accept();
            server.readHead();
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
            assertThat(client.readToEnd()).endsWith("12345");
            assertThat(proxy.nextLog()).isEqualTo("200 sD-- 0 b/s");
        }
    }

    @Test
    void request_neverComplete_gives408() {
        try (RunningProxy proxy = proxy(ScriptedServer.closedPort());
                Wire client = proxy.connect("f")) {
            client.send("GET / HTTP/1.1\r\nHo");
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
            assertThat(proxy.nextLog()).isEqualTo("408 cR-- 0 null/<NOSRV>");
        }
    }

    @Test
    void request_thatIsNoHttp_gives400() {
        try (RunningProxy proxy = proxy(ScriptedServer.closedPort());
                Wire client = proxy.connect("f")) {
            client.send("GET / HTTP/1.1\r\nHost : h\r\n\r\n");
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ");
            assertThat(proxy.nextLog()).isEqualTo("400 PR-- 0 null/<NOSRV>");
        }
    }

    @Test
    void request_aborted_isLogged() {
        try (RunningProxy proxy = proxy(ScriptedServer.closedPort());
                Wire client = proxy.connect("f")) {
            client.send("GET / HTTP/1.1\r\nHo").close();
            assertThat(proxy.nextLog()).isEqualTo("400 CR-- 0 null/<NOSRV>");
        }
    }

    @Test
    void client_resetting_whileTheServerThinks_closesTheServer() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port(), "timeout server 10s");
                Wire client = proxy.connect("f")) {
            client.send(GET);
            Wire server = origin.accept();
            server.readHead();
            client.reset();
            server.expectEnd();
            assertThat(proxy.nextLog()).isEqualTo("-1 CH-- 0 b/s");
        }
    }

    @Test
    void server_full_queuesTheNextRequest() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy =
                        proxy(origin.port(), "timeout queue 10s", "timeout server 10s");
                Wire one = proxy.connect("f");
                Wire two = proxy.connect("f")) {
            one.send(GET);
            Wire first = origin.accept();
            first.readHead();
            two.send(GET);
            awaitQueued(proxy, 1);
            first.send(OK);
            assertThat(one.readMessage()).endsWith("ok");
            Wire second = origin.accept();
            second.readHead();
            second.send(OK);
            assertThat(two.readMessage()).endsWith("ok");
        }
    }

    private static void awaitQueued(RunningProxy proxy, int wanted) {
        long until = System.nanoTime() + 10_000_000_000L;
        while (proxy.backend("b").totalQueued() != wanted) {
            if (System.nanoTime() > until) {
                throw new AssertionError("never queued");
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void queue_tooSlow_gives503() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port(), "timeout server 10s");
                Wire one = proxy.connect("f");
                Wire two = proxy.connect("f")) {
            one.send(GET);
            origin.accept().readHead();
            two.send(GET);
            assertThat(two.readMessage()).startsWith("HTTP/1.1 503 ");
            assertThat(proxy.nextLog()).startsWith("503 sQ-- 0 b/");
        }
    }

    @Test
    void retryOn_status_sendsTheRequestAndBodyAgain() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port(), "retries 2", "retry-on 503");
                Wire client = proxy.connect("f")) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody");
            Wire first = origin.accept();
            assertThat(first.readMessage()).endsWith("body");
            first.send("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
            Wire second = origin.accept();
            assertThat(second.readMessage()).endsWith("body");
            second.send(OK);
            assertThat(client.readMessage()).endsWith("ok");
            assertThat(proxy.nextLog()).isEqualTo("200 ---- 1 b/s");
        }
    }

    @Test
    void retryOn_emptyResponse_isLimitedByRetries() {
        try (ScriptedServer origin =
                        ScriptedServer.running(
                                wire -> {
                                    wire.readHead();
                                    wire.close();
                                });
                RunningProxy proxy = proxy(origin.port(), "retries 2", "retry-on empty-response");
                Wire client = proxy.connect("f")) {
            client.send(GET);
            assertThat(client.readMessage()).startsWith("HTTP/1.1 502 ");
            assertThat(proxy.nextLog()).isEqualTo("502 SH-- 2 b/s");
            assertThat(origin.acceptedCount()).isEqualTo(3);
        }
    }
}
