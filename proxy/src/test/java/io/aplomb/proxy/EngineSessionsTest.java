package io.aplomb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.proxy.admin.SessionDirectory;
import io.aplomb.proxy.reply.ErrorKind;
import io.aplomb.proxy.session.SessionView;
import io.aplomb.proxy.upstream.Dispatch;
import io.aplomb.testkit.ScriptedServer;
import io.aplomb.testkit.Wire;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Sessions seen and ended from outside their loops: management manual 9.3. */
class EngineSessionsTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final long PATIENCE_NS = 30_000_000_000L;

    private static RunningProxy proxy(int port, String mode) {
        return RunningProxy.start(config(port, mode));
    }

    private static String config(int port, String mode) {
        return """
        frontend f
            mode %1$s
            bind 127.0.0.1:1 name door
            default_backend b
        backend b
            mode %1$s
            server s 127.0.0.1:%2$d maxconn 1
        """
                .formatted(mode, port);
    }

    private static List<SessionView> sessions(RunningProxy proxy) {
        return proxy.engine().sessions().sessions();
    }

    @Test
    void sessions_ofHttp_areRequestsUnderWay() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port(), "http");
                Wire idle = proxy.connect("f");
                Wire client = proxy.connect("f")) {
            client.send(GET);
            Wire server = origin.accept();
            server.readHead();
            assertThat(idle.socket().isConnected()).isTrue();
            assertThat(sessions(proxy))
                    .singleElement()
                    .satisfies(
                            session -> {
                                assertThat(session.source())
                                        .isEqualTo("127.0.0.1:" + client.socket().getLocalPort());
                                assertThat(session.server())
                                        .isSameAs(proxy.backend("b").server("s"));
                                assertThat(session.dispatch()).isEqualTo(Dispatch.State.CONNECTED);
                                assertThat(session.http())
                                        .isEqualTo(new SessionView.Http("GET", -1));
                                assertThat(session.serverSide().remote())
                                        .isEqualTo("127.0.0.1:" + origin.port());
                            });
            server.send("HTTP/1.1 204 No Content\r\n\r\n");
            client.readHead();
            assertThat(proxy.nextLog()).isEqualTo("204 ---- 0 b/s");
            assertThat(sessions(proxy)).isEmpty();
        }
    }

    @Test
    void shutDown_waitingForTheServer_isTold() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port(), "http");
                Wire client = proxy.connect("f")) {
            client.send(GET);
            origin.accept().readHead();
            SessionDirectory directory = proxy.engine().sessions();
            long number = sessions(proxy).getFirst().number();
            assertThat(directory.session(number)).hasSize(1);
            assertThat(directory.shutDown(number + 1)).isFalse();
            assertThat(directory.shutDown(number)).isTrue();
            assertThat(client.readMessage()).startsWith("HTTP/1.1 502 ");
            assertThat(proxy.nextLog()).isEqualTo("502 KH-- 0 b/s");
            assertThat(directory.shutDown(number)).isFalse();
        }
    }

    @Test
    void shutDown_inTheMiddleOfAResponse_cutsIt() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port(), "http");
                Wire client = proxy.connect("f")) {
            client.send(GET);
            Wire server = origin.accept();
            server.readHead();
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
            client.readUntil("half");
            proxy.engine().sessions().shutDown(sessions(proxy).getFirst().number());
            assertThat(client.readToEnd()).isEmpty();
            assertThat(proxy.nextLog()).isEqualTo("200 KD-- 0 b/s");
        }
    }

    @Test
    void shutDown_inTheQueue_endsTheWait() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port(), "http");
                Wire first = proxy.connect("f");
                Wire second = proxy.connect("f")) {
            first.send(GET);
            origin.accept().readHead();
            second.send(GET);
            SessionView queued = awaitQueued(proxy);
            assertThat(queued.server()).isNull();
            proxy.engine().sessions().shutDown(queued.number());
            second.expectEnd();
            assertThat(proxy.nextLog()).isEqualTo("-1 KQ-- 0 b/<NOSRV>");
        }
    }

    private static SessionView awaitQueued(RunningProxy proxy) {
        long giveUpNs = System.nanoTime() + PATIENCE_NS;
        while (System.nanoTime() < giveUpNs) {
            for (SessionView session : sessions(proxy)) {
                if (session.dispatch() == Dispatch.State.QUEUED) {
                    return session;
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("nothing queued");
    }

    @Test
    void shutDown_ofTcp_closesBothSides() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port(), "tcp");
                Wire client = proxy.connect("f")) {
            Wire server = origin.accept();
            server.send("hello");
            client.expect("hello");
            SessionView session = sessions(proxy).getFirst();
            assertThat(session.http()).isNull();
            assertThat(session.serverSide().totalBytes()).isEqualTo(5);
            proxy.engine().sessions().shutDown(session.number());
            client.expectEnd();
            server.expectEnd();
            assertThat(proxy.nextLog()).isEqualTo("-1 K--- 0 b/s");
        }
    }

    @Test
    void shutDown_ofAServer_endsItsSessionsAfterAReloadToo() throws Exception {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy(origin.port(), "tcp");
                Wire client = proxy.connect("f")) {
            origin.accept().send("hello");
            client.expect("hello");
            proxy.reload(config(origin.port(), "tcp"));
            proxy.engine()
                    .shutDownSessions(proxy.backend("b").servers().getFirst(), ErrorKind.KILLED);
            client.expectEnd();
            assertThat(proxy.nextLog()).isEqualTo("-1 K--- 0 b/s");
        }
    }
}
