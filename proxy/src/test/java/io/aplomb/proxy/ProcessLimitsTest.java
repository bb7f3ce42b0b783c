package io.aplomb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.proxy.stats.ProcessLoad;
import io.aplomb.testkit.ScriptedClient;
import io.aplomb.testkit.ScriptedServer;
import io.aplomb.testkit.Wire;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code maxconnrate} and its like: who is too many waits and is served in the end. */
@Timeout(120)
class ProcessLimitsTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    private static final int PATIENCE_MS = 30_000;

    @TempDir private Path folder;

    private final int port = ScriptedServer.closedPort();

    @ParameterizedTest
    @ValueSource(strings = {"maxconnrate 10", "maxsessrate 10"})
    void connections_aboveTheRate_areServedLater(String limit) throws Exception {
        try (ServerUnderTest _ = start(ServerUnderTest.global(limit), "", "")) {
            assertThat(timeOf(26)).isGreaterThan(Duration.ofMillis(900));
        }
    }

    @Test
    void sessions_aboveTheFrontendsRate_areServedLater() throws Exception {
        try (ServerUnderTest _ = start("", "", "rate-limit sessions 10")) {
            assertThat(timeOf(26)).isGreaterThan(Duration.ofMillis(900));
        }
    }

    @Test
    void tlsConnections_aboveTheRate_areServedLater() throws Exception {
        try (ServerUnderTest server = start(ServerUnderTest.global("maxsslrate 4"), tls(), "")) {
            long startNs = System.nanoTime();
            for (int i = 0; i < 9; i++) {
                try (SSLSocket client = connect()) {
                    assertThat(ask(client)).startsWith("HTTP/1.1 200 ");
                }
            }
            assertThat(System.nanoTime() - startNs).isGreaterThan(900_000_000L);
            ProcessLoad load = server.server().engine().load();
            assertThat(load.tlsRate().total()).isEqualTo(9);
            assertThat(load.tlsRate().maximum()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void tlsConnections_moreThanAllowed_waitForAPlace() throws Exception {
        try (ServerUnderTest server = start(ServerUnderTest.global("maxsslconn 1"), tls(), "")) {
            SSLSocket first = connect();
            first.startHandshake();
            try (SSLSocket second = connect()) {
                first.close();
                assertThat(ask(second)).startsWith("HTTP/1.1 200 ");
            }
            assertThat(server.server().engine().load().tlsConnections().maximum()).isEqualTo(1);
        }
    }

    @Test
    void limits_changedByAReload_holdAtOnce() throws Exception {
        try (ServerUnderTest server = start(ServerUnderTest.global("maxconnrate 1"), "", "")) {
            server.reload(ServerUnderTest.global("maxconnrate 500") + frontend("", ""));
            assertThat(server.server().engine().load().connectionRate().limit()).isEqualTo(500);
            assertThat(timeOf(20)).isPositive();
        }
    }

    @Test
    void showInfo_tellsLimitsAndFigures() throws Exception {
        Path socket = folder.resolve("admin.sock");
        String global =
                ServerUnderTest.global(
                        "stats socket "
                                + socket
                                + " level admin\nmaxconnrate 50\nmaxsessrate 60\nmaxsslconn 70\nmaxsslrate 80");
        try (ServerUnderTest _ = start(global, tls(), "")) {
            try (SSLSocket client = connect()) {
                client.startHandshake();
                assertThat(RuntimeClient.ask(socket, "show info"))
                        .contains(
                                "\nConnRateLimit: 50\n",
                                "\nSessRateLimit: 60\n",
                                "\nMaxSslConns: 70\nCurrSslConns: 1\nCumSslConns: 1\n",
                                "\nSslRateLimit: 80\nMaxSslRate: 1\n");
            }
            assertThat(RuntimeClient.ask(socket, "set rate-limit ssl-sessions global 90"))
                    .isEqualTo("\n");
            assertThat(RuntimeClient.ask(socket, "show info")).contains("\nSslRateLimit: 90\n");
        }
    }

    private ServerUnderTest start(String global, String bind, String line) throws Exception {
        return ServerUnderTest.start(global + frontend(bind, line));
    }

    private String frontend(String bind, String line) {
        return """
        frontend f
            bind 127.0.0.1:%d %s
            %s
            http-request return status 200
        """
                .formatted(port, bind, line);
    }

    private static String tls() {
        return "ssl crt " + ServerUnderTest.certificate("site-pkcs1.pem");
    }

    /** How long it takes until so many connections, opened at once, have their answers. */
    private Duration timeOf(int connections) {
        long startNs = System.nanoTime();
        List<Wire> clients = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                clients.add(ScriptedClient.connect(port).send(GET));
            }
            for (Wire client : clients) {
                assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ");
            }
        } finally {
            clients.forEach(Wire::close);
        }
        return Duration.ofNanos(System.nanoTime() - startNs);
    }

    private SSLSocket connect() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), new SecureRandom());
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static String ask(SSLSocket client) throws IOException {
        client.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
