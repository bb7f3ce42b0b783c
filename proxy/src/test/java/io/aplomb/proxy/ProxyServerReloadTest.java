package io.aplomb.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.testkit.ScriptedClient;
import io.aplomb.testkit.ScriptedServer;
import io.aplomb.testkit.Wire;
import io.netty.channel.unix.Socket;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reload is all or nothing, whatever is missing and whoever uses the proxy meanwhile. */
@Timeout(120)
class ProxyServerReloadTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final int CLIENTS = 3;
    private static final int RELOADS = 10;

    @TempDir private Path folder;

    private final int port = ScriptedServer.closedPort();
    private @Nullable ServerUnderTest server;
    private Path certificate = Path.of("");

    @BeforeEach
    void copyCertificate() throws IOException {
        certificate = copy("site-pkcs1.pem");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void refused_withTheOldCertificatesDeleted_goesOnWithThem() throws Exception {
        try (ScriptedServer occupied = ScriptedServer.listening()) {
            ServerUnderTest running = start(tls(certificate, ""));
            assertThat(subject()).contains("CN=www.example.test");
            Files.delete(certificate);
            Path other = copy("other-sec1.pem");
            String broken = tls(other, "bind 127.0.0.1:" + occupied.port());
            assertThatThrownBy(() -> running.reload(broken))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageEndingWith("Address already in use");
            assertThat(subject()).contains("CN=www.example.test");
            running.reload(tls(other, ""));
            assertThat(subject()).contains("CN=other.example.test");
        }
    }

    @Test
    void refused_forAMissingCertificate_namesItsLineAndChangesNothing() throws Exception {
        ServerUnderTest running = start(tls(certificate, ""));
        Path missing = folder.resolve("missing.pem");
        assertThatThrownBy(() -> running.reload(tls(missing, "")))
                .isInstanceOfSatisfying(
                        ServerStartException.class,
                        refusal -> {
                            assertThat(refusal).hasMessage("no such file: " + missing);
                            assertThat(refusal.position()).isNotNull();
                        });
        assertThat(subject()).contains("CN=www.example.test");
    }

    @Test
    void refused_forAFileThatIsNoCertificate_changesNothing() throws Exception {
        ServerUnderTest running = start(tls(certificate, ""));
        Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");
        assertThatThrownBy(() -> running.reload(tls(nonsense, "")))
                .hasMessage(nonsense + ": no certificate in it");
        assertThat(subject()).contains("CN=www.example.test");
    }

    @Test
    void refused_afterOtherAddressesWereBound_listensOnNoneOfThem() throws Exception {
        int fresh = ScriptedServer.closedPort();
        Path socket = folder.resolve("admin.sock");
        Path another = folder.resolve("another.sock");
        try (ScriptedServer occupied = ScriptedServer.listening()) {
            ServerUnderTest running = start(admin(socket + " level admin", "1", ""));
            String broken =
                    admin(
                            socket + " mode 666 level user\n    stats socket " + another,
                            "2",
                            "bind 127.0.0.1:%d\n    bind 127.0.0.1:%d"
                                    .formatted(fresh, occupied.port()));
            assertThatThrownBy(() -> running.reload(broken))
                    .hasMessageContaining("Address already in use");
            assertThatThrownBy(() -> ScriptedClient.connect(fresh).close())
                    .hasMessageContaining("refused");
            assertThat(answer()).endsWith("1");
            // Still the line of the start: an operator or less may not set a maximum.
            assertThat(RuntimeClient.ask(socket, "set maxconn global 100")).isEqualTo("\n");
            assertThat(names()).containsExactlyInAnyOrder("admin.sock", "site-pkcs1.pem");
        }
    }

    @Test
    void statsSockets_newChangedAndRemoved_followTheConfiguration() throws Exception {
        Path socket = folder.resolve("admin.sock");
        Path another = folder.resolve("another.sock");
        ServerUnderTest running = start(admin(socket + " mode 600 level user", "1", ""));
        assertThat(RuntimeClient.ask(socket, "set maxconn global 100"))
                .startsWith("Permission denied");

        running.reload(admin(socket + " mode 600 level admin", "1", ""));
        assertThat(RuntimeClient.ask(socket, "set maxconn global 100")).isEqualTo("\n");

        running.reload(admin(socket + " mode 640 level admin", "1", ""));
        assertThat(Files.getPosixFilePermissions(socket)).hasSize(3);
        assertThat(RuntimeClient.ask(socket, "set maxconn global 100")).isEqualTo("\n");

        running.reload(admin(another.toString(), "1", ""));
        assertThat(RuntimeClient.ask(another, "show version")).isEqualTo("test\n\n");
        assertThat(names()).containsExactlyInAnyOrder("another.sock", "site-pkcs1.pem");
    }

    @Test
    void statsSocket_abstract_isThereForTheProxyItself() throws Exception {
        String name = "aplomb-test-" + ProcessHandle.current().pid() + "-" + port;
        ServerUnderTest running = start(admin(folder.resolve("admin.sock").toString(), "1", ""));
        running.reload(
                ServerUnderTest.global("stats socket abns@" + name)
                        + """
                                listen f
                                    mode tcp
                                    bind 127.0.0.1:%d
                                    server admin abns@%s
                                """
                                .formatted(port, name));
        try (Wire client = ScriptedClient.connect(port)) {
            assertThat(client.send("show version\n").readToEnd()).isEqualTo("test\n\n");
        }
    }

    @Test
    void statsSocket_inherited_isTakenUpAndGivenUpByReloads() throws Exception {
        Socket inherited = Socket.newSocketStream();
        try {
            inherited.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String line = "fd@" + inherited.intValue();
            ServerUnderTest running =
                    start(admin(folder.resolve("admin.sock").toString(), "1", ""));
            for (int round = 0; round < 2; round++) {
                running.reload(admin(line, "1", ""));
                try (Wire client = ScriptedClient.connect(inherited.localAddress())) {
                    assertThat(client.send("show version\n").readToEnd()).isEqualTo("test\n\n");
                }
                running.reload(admin(folder.resolve("b.sock").toString(), "1", ""));
            }
        } finally {
            inherited.close();
        }
    }

    @Test
    void statsSocket_onTheAddressOfAFrontend_isRefused() throws Exception {
        ServerUnderTest running = start(admin(folder.resolve("admin.sock").toString(), "1", ""));
        assertThatThrownBy(() -> running.reload(admin("ipv4@127.0.0.1:" + port, "1", "")))
                .hasMessageEndingWith("another line of the configuration listens there");
        assertThat(answer()).endsWith("1");
    }

    @Test
    void reload_afterTheDrainBegan_isRefused() throws Exception {
        Path socket = folder.resolve("admin.sock");
        ServerUnderTest running = start(admin(socket.toString(), "1", ""));
        running.server().drain();
        assertThatThrownBy(() -> running.reload(admin(socket.toString(), "2", "")))
                .hasMessage("the program is ending");
        running.server().awaitEnd();
    }

    @Test
    void reloads_goodAndBad_costNoRequestUnderLoad() throws Exception {
        Path socket = folder.resolve("admin.sock");
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        try (ScriptedServer occupied = ScriptedServer.listening();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            ServerUnderTest running = start(admin(socket.toString(), "1", ""));
            List<Future<Integer>> results = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Callable<Integer> work = () -> requests(enough, answered);
                results.add(clients.submit(work));
            }
            String bad = admin(socket.toString(), "2", "bind 127.0.0.1:" + occupied.port());
            for (int round = 0; round < RELOADS; round++) {
                String mode = round % 2 == 0 ? " mode 600" : " mode 666";
                running.reload(admin(socket + mode, "1", ""));
                assertThatThrownBy(() -> running.reload(bad))
                        .hasMessageContaining("Address already in use");
                assertThat(RuntimeClient.ask(socket, "show version")).isEqualTo("test\n\n");
            }
            enough.set(true);
            for (Future<Integer> result : results) {
                assertThat(result.get()).isPositive();
            }
        }
    }

    /** Requests on connections of twenty each, every one answered by a good configuration. */
    private int requests(AtomicBoolean enough, AtomicInteger answered) {
        int count = 0;
        do {
            try (Wire client = ScriptedClient.connect(port)) {
                boolean open = true;
                for (int i = 0; i < 20 && open; i++) {
                    String answer = client.send(GET).readMessage();
                    assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("1");
                    open = !answer.contains("onnection: close");
                    count++;
                    answered.incrementAndGet();
                }
            }
        } while (!enough.get());
        return count;
    }

    private ServerUnderTest start(String config) throws ServerStartException {
        ServerUnderTest started = ServerUnderTest.start(config);
        server = started;
        return started;
    }

    private String tls(Path file, String more) {
        return """
                frontend f
                    bind 127.0.0.1:%d ssl crt %s
                    %s
                    http-request return status 200 content-type text/plain string 1
                """
                .formatted(port, file, more);
    }

    private String admin(String socket, String body, String more) {
        return ServerUnderTest.global("stats socket " + socket)
                + """
                frontend f
                    bind 127.0.0.1:%d
                    %s
                    http-request return status 200 content-type text/plain string %s
                """
                        .formatted(port, more, body);
    }

    private String answer() {
        try (Wire client = ScriptedClient.connect(port)) {
            return client.send(GET).readMessage();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private Path copy(String resource) throws IOException {
        Path target = folder.resolve(resource);
        try (InputStream in = ProxyServerReloadTest.class.getResourceAsStream("/tls/" + resource)) {
            assertThat(in).isNotNull();
            Files.copy(in, target);
        }
        return target;
    }

    /** Whose certificate a new connection is shown. */
    private String subject() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), new SecureRandom());
        try (SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.startHandshake();
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }
}
