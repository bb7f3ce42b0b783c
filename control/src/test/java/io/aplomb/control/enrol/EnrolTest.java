package io.aplomb.control.enrol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.control.pki.CertificateRequest;
import io.aplomb.control.pki.ClusterAuthority;
import io.aplomb.control.pki.ClusterIdentity;
import io.aplomb.control.pki.Keys;
import io.aplomb.control.pki.NodeSubject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines that get to know each other, on the loopback interface. */
@Timeout(120)
class EnrolTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir Path folder;

    private final List<EnrolServer> servers = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @AfterEach
    void close() throws IOException {
        for (EnrolServer server : servers) {
            server.close();
        }
    }

    @Test
    void token_makesMachinesKnown_once() throws Exception {
        EnrolTokens tokens = tokens("two", Map.of());
        EnrolServer two = serve("two", tokens, EnrolTest::status);
        EnrolClient one = client("one");
        String token = tokens.make(HOUR);
        try (EnrolChannel channel = one.authenticate("two", two.address(), token)) {
            assertThat(channel.host()).isEqualTo("two");
            assertThat(channel.ask(new EnrolRequest.Status(), LIMIT))
                    .isEqualTo(new EnrolReply.Status("asked by one", "1", "", false, true));
        }
        try (EnrolChannel channel = one.connect("two", two.address())) {
            assertThat(channel.ask(new EnrolRequest.Enable(true), LIMIT))
                    .isEqualTo(new EnrolReply.Refused("not now"));
        }
        assertThat(folder.resolve("two/enrol.token")).doesNotExist();
        assertThatThrownBy(() -> client("three").authenticate("two", two.address(), token))
                .isInstanceOfSatisfying(
                        EnrolException.class,
                        refused ->
                                assertThat(refused.reason())
                                        .isEqualTo(EnrolException.Reason.WRONG_TOKEN));
    }

    @Test
    void strangers_areToldToAuthenticate() throws Exception {
        EnrolServer two = serve("two", tokens("two", Map.of()), EnrolTest::status);
        assertThatThrownBy(() -> client("one").connect("two", two.address()))
                .hasMessageContaining("pcs host auth two");
        new KnownHosts(folder.resolve("one")).add("two", fingerprint("two"));
        assertThatThrownBy(() -> client("one").connect("two", two.address()))
                .isInstanceOfSatisfying(
                        EnrolException.class,
                        refused ->
                                assertThat(refused.reason())
                                        .isEqualTo(EnrolException.Reason.UNKNOWN));
    }

    @Test
    void provisionedToken_servesManyMachines() throws Exception {
        EnrolTokens tokens = tokens("two", Map.of("APLOMB_TOKEN", "a word"));
        EnrolServer two = serve("two", tokens, EnrolTest::status);
        for (String name : List.of("one", "three", "four")) {
            client(name).authenticate("two", two.address(), "a word").close();
        }
        assertThat(new KnownHosts(folder.resolve("two")).all())
                .containsOnlyKeys("one", "three", "four");
    }

    @Test
    void wrongTokens_areLimited_alsoForWhoThenHasTheRightOne() throws Exception {
        EnrolTokens tokens = tokens("two", Map.of("APLOMB_TOKEN", "a word"));
        EnrolServer two = serve("two", tokens, EnrolTest::status);
        EnrolClient one = client("one");
        for (int i = 0; i < 5; i++) {
            int guess = i;
            assertThatThrownBy(() -> one.authenticate("two", two.address(), "guess " + guess))
                    .isInstanceOfSatisfying(
                            EnrolException.class,
                            refused ->
                                    assertThat(refused.reason())
                                            .isEqualTo(EnrolException.Reason.WRONG_TOKEN));
        }
        assertThatThrownBy(() -> one.authenticate("two", two.address(), "a word"))
                .hasMessageContaining("wait a minute");
        assertThat(new KnownHosts(folder.resolve("two")).all()).isEmpty();
        assertThat(new KnownHosts(folder.resolve("one")).all()).isEmpty();
    }

    @Test
    void otherMachineAtTheSameAddress_isRefused() throws Exception {
        EnrolTokens tokens = tokens("two", Map.of("APLOMB_TOKEN", "a word"));
        EnrolServer two = serve("two", tokens, EnrolTest::status);
        EnrolClient one = client("one");
        one.authenticate("two", two.address(), "a word").close();
        EnrolServer impostor =
                serve(
                        "other",
                        tokens("other", Map.of("APLOMB_TOKEN", "a word")),
                        EnrolTest::status);
        assertThatThrownBy(() -> one.connect("two", impostor.address()))
                .hasMessageContaining("another certificate");
    }

    @Test
    void machineInTheMiddle_gainsNothing() throws Exception {
        EnrolTokens tokens = tokens("two", Map.of());
        EnrolServer two = serve("two", tokens, EnrolTest::status);
        String token = tokens.make(HOUR);
        try (MachineInTheMiddle middle =
                new MachineInTheMiddle(folder.resolve("m"), two.address())) {
            assertThatThrownBy(() -> client("one").authenticate("two", middle.address(), token))
                    .isInstanceOf(IOException.class);
        }
        assertThat(new KnownHosts(folder.resolve("one")).all()).isEmpty();
        assertThat(new KnownHosts(folder.resolve("two")).all()).isEmpty();
        client("one").authenticate("two", two.address(), token).close(); // it was not used up
    }

    @Test
    void oldToken_isOfNoUse() throws Exception {
        EnrolTokens tokens = tokens("two", Map.of());
        EnrolServer two = serve("two", tokens, EnrolTest::status);
        String token = tokens.make(HOUR);
        now = now.plus(HOUR);
        assertThatThrownBy(() -> client("one").authenticate("two", two.address(), token))
                .hasMessageContaining("too old");
    }

    @Test
    void newMachine_joinsWithAToken_andItsKeyStaysWithIt() throws Exception {
        ClusterAuthority authority = ClusterAuthority.create("demo", Instant.now());
        BlockingQueue<EnrolReply> answers = new LinkedBlockingQueue<>();
        EnrolHandler member =
                new EnrolHandler() {
                    @Override
                    public EnrolReply answer(EnrolRequest request, String host) {
                        return request instanceof EnrolRequest.Join
                                ? new EnrolReply.Done()
                                : new EnrolReply.Refused("only joins");
                    }

                    @Override
                    public void admit(EnrolRequest.Join join, EnrolChannel machine)
                            throws IOException {
                        var key =
                                (EnrolReply.Key)
                                        machine.ask(new EnrolRequest.NewKey(join.node()), LIMIT);
                        answers.add(
                                machine.ask(prepare(authority, join.node(), key.request()), LIMIT));
                    }
                };
        EnrolTokens tokens = tokens("member", Map.of());
        EnrolServer server = serve("member", tokens, member);
        EnrolClient fresh = client("fresh");
        BlockingQueue<ClusterIdentity> identities = new LinkedBlockingQueue<>();
        try (EnrolChannel channel =
                fresh.authenticate("member", server.address(), tokens.make(HOUR))) {
            EnrolReply reply =
                    fresh.join(
                            channel,
                            new EnrolRequest.Join("fresh", List.of("192.0.2.1"), 5405, 5406),
                            new NewMachine(identities));
            assertThat(reply).isEqualTo(new EnrolReply.Done());
        }
        assertThat(answers.poll(60, TimeUnit.SECONDS)).isEqualTo(new EnrolReply.Done());
        assertThat(identities.remove().name()).isEqualTo("fresh");
    }

    private static EnrolRequest prepare(ClusterAuthority authority, String node, byte[] request)
            throws IOException {
        try {
            var subject = new NodeSubject("demo", node, UUID.randomUUID());
            return new EnrolRequest.Prepare(
                    authority
                            .issue(
                                    subject,
                                    CertificateRequest.verified(request),
                                    List.of(),
                                    Instant.now())
                            .getEncoded(),
                    authority.certificate().getEncoded(),
                    Optional.of(authority.encoded()),
                    "members".getBytes(UTF_8));
        } catch (GeneralSecurityException refused) {
            throw new IOException(refused);
        }
    }

    /** What a machine does that becomes a node. */
    private static final class NewMachine implements EnrolHandler {
        private final KeyPair pair = Keys.generate();
        private final BlockingQueue<ClusterIdentity> identities;

        NewMachine(BlockingQueue<ClusterIdentity> identities) {
            this.identities = identities;
        }

        @Override
        public EnrolReply answer(EnrolRequest request, String host) {
            try {
                return switch (request) {
                    case EnrolRequest.NewKey(String node) ->
                            new EnrolReply.Key(CertificateRequest.of(pair, node));
                    case EnrolRequest.Prepare prepare -> {
                        identities.add(
                                ClusterIdentity.of(
                                        pair.getPrivate(),
                                        prepare.certificate(),
                                        prepare.authority()));
                        yield new EnrolReply.Done();
                    }
                    default -> new EnrolReply.Refused("not asked for");
                };
            } catch (GeneralSecurityException wrong) {
                return new EnrolReply.Refused(String.valueOf(wrong.getMessage()));
            }
        }
    }

    @Test
    void garbageAndSilence_holdNobodyUp() throws Exception {
        EnrolTokens tokens = tokens("two", Map.of("APLOMB_TOKEN", "a word"));
        EnrolServer two = serve("two", tokens, EnrolTest::status);
        List<Socket> attackers = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket(two.address().getAddress(), two.address().getPort());
                attackers.add(socket);
                if (i % 2 == 0) {
                    socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
                }
            }
            client("one").authenticate("two", two.address(), "a word").close();
            for (Socket socket : attackers) {
                socket.setSoTimeout(60_000);
                assertThat(drained(socket)).isTrue();
            }
        } finally {
            for (Socket socket : attackers) {
                socket.close();
            }
        }
    }

    @Test
    void tokens_areShownInTheirOrder() throws Exception {
        EnrolTokens plain = tokens("one", Map.of());
        EnrolTokens variable = tokens("one", Map.of("APLOMB_TOKEN", "variable"));
        assertThat(plain.outgoing(Optional.empty(), "two")).isEmpty();
        Files.writeString(folder.resolve("provisioned"), "# for all\nprovisioned\n");
        assertThat(plain.outgoing(Optional.empty(), "two")).contains("provisioned");
        Files.createDirectories(folder.resolve("one"));
        Files.writeString(folder.resolve("one/tokens"), "* any\nthree of three\n");
        assertThat(plain.outgoing(Optional.empty(), "two")).contains("any");
        assertThat(plain.outgoing(Optional.empty(), "three")).contains("of three");
        assertThat(variable.outgoing(Optional.empty(), "three")).contains("variable");
        assertThat(variable.outgoing(Optional.of("given"), "three")).contains("given");
    }

    @Test
    void tokenFile_isItsOwnersAlone() throws Exception {
        tokens("one", Map.of()).make(HOUR);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("one/enrol.token"))))
                .isEqualTo("rw-------");
    }

    @Test
    void messages_areReadAsWritten_andNothingElse() throws Exception {
        List<EnrolRequest> requests =
                List.of(
                        new EnrolRequest.Status(),
                        new EnrolRequest.NewKey("näme"),
                        new EnrolRequest.Start(),
                        new EnrolRequest.Stop(),
                        new EnrolRequest.Enable(true),
                        new EnrolRequest.Destroy(),
                        new EnrolRequest.Forward(List.of("status", "", "a b")),
                        new EnrolRequest.Join("n", List.of("::1"), 1, 2));
        for (EnrolRequest request : requests) {
            byte[] octets = EnrolCodec.encode(request);
            assertThat(EnrolCodec.request(octets)).isEqualTo(request);
            for (int length = 0; length < octets.length; length++) {
                byte[] cut = java.util.Arrays.copyOf(octets, length);
                assertThatThrownBy(() -> EnrolCodec.request(cut)).isInstanceOf(IOException.class);
            }
            byte[] more = java.util.Arrays.copyOf(octets, octets.length + 1);
            assertThatThrownBy(() -> EnrolCodec.request(more)).isInstanceOf(IOException.class);
        }
        for (EnrolReply reply :
                List.of(
                        new EnrolReply.Done(),
                        new EnrolReply.Refused("why"),
                        new EnrolReply.Output(-1, "out", "err"))) {
            assertThat(EnrolCodec.reply(EnrolCodec.encode(reply))).isEqualTo(reply);
        }
    }

    private static boolean drained(Socket socket) {
        try (InputStream in = socket.getInputStream()) {
            while (in.read() >= 0) {
                // an alert of TLS may come before the end
            }
            return true;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static EnrolReply status(EnrolRequest request, String host) {
        return request instanceof EnrolRequest.Status
                ? new EnrolReply.Status("asked by " + host, "1", "", false, true)
                : new EnrolReply.Refused("not now");
    }

    private String fingerprint(String name) throws IOException {
        return io.aplomb.control.pki.HostIdentity.of(folder.resolve(name)).fingerprint();
    }

    private EnrolClient client(String name) throws IOException {
        return new EnrolClient(name, folder.resolve(name));
    }

    private EnrolTokens tokens(String name, Map<String, String> environment) {
        InstantSource clock = () -> now;
        return new EnrolTokens(
                folder.resolve(name), folder.resolve("provisioned"), environment, clock);
    }

    private EnrolServer serve(String name, EnrolTokens tokens, EnrolHandler handler)
            throws IOException {
        EnrolServer server =
                EnrolServer.start(
                        name,
                        folder.resolve(name),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        tokens,
                        handler);
        servers.add(server);
        return server;
    }

    /** Ends TLS on both sides and hands on what is said. */
    private static final class MachineInTheMiddle implements AutoCloseable {
        private final ServerSocket listening =
                new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> open = new ArrayList<>();

        MachineInTheMiddle(Path state, InetSocketAddress target) throws Exception {
            var context = EnrolTls.context(io.aplomb.control.pki.HostIdentity.of(state));
            Thread _ =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            Socket in = listening.accept();
                                            var client =
                                                    (javax.net.ssl.SSLSocket)
                                                            context.getSocketFactory()
                                                                    .createSocket(in, null, true);
                                            client.setNeedClientAuth(true);
                                            Socket server =
                                                    context.getSocketFactory()
                                                            .createSocket(
                                                                    target.getAddress(),
                                                                    target.getPort());
                                            open.addAll(List.of(client, server));
                                            Thread _ =
                                                    Thread.ofVirtual()
                                                            .start(() -> copy(client, server));
                                            copy(server, client);
                                        } catch (IOException ended) {
                                            throw new java.io.UncheckedIOException(ended);
                                        }
                                    });
        }

        InetSocketAddress address() {
            return (InetSocketAddress) listening.getLocalSocketAddress();
        }

        private static void copy(Socket from, Socket to) {
            try (from;
                    to) {
                OutputStream out = to.getOutputStream();
                from.getInputStream().transferTo(out);
            } catch (IOException ended) {
                return;
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
