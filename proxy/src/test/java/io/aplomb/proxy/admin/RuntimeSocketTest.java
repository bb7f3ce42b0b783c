package io.aplomb.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.model.proxy.StatsSocket;
import io.aplomb.proxy.RunningProxy;
import io.aplomb.proxy.net.BindFailure;
import io.aplomb.proxy.net.Listener;
import io.aplomb.proxy.net.Loops;
import io.aplomb.proxy.net.Transport;
import io.aplomb.proxy.runtime.Gauge;
import io.aplomb.proxy.stats.SampleProxies;
import io.aplomb.testkit.ScriptedClient;
import io.aplomb.testkit.Wire;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RuntimeSocketTest {

    private static final String ANY_PORT = "ipv4@127.0.0.1:1";

    private final RuntimeCommands commands = RuntimeCommandsTest.commands(new SampleProxies());
    private final Loops loops = Loops.start(Transport.best(), 1);
    private final Gauge conversations = new Gauge();

    @TempDir private Path directory;

    @AfterEach
    void stop() {
        loops.stop();
    }

    @Test
    void unixSocket_oneLine_isAnsweredAndClosed() throws Exception {
        Path path = directory.resolve("admin.sock");
        Listener listener = open(path + " mode 600 level admin", 10_000);
        assertThat(listener.localAddress()).isEqualTo(new DomainSocketAddress(path.toString()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(ask(path, "show version\n")).isEqualTo("2.6.12\n\n");
        assertThat(listener.isBound()).isTrue();
        listener.close();
        assertThat(listener.isBound()).isFalse();
        assertThat(files()).isEmpty();
    }

    @Test
    void unixSocket_lineWithoutItsEnd_isAnsweredWhenTheInputEnds() throws Exception {
        Path path = directory.resolve("admin.sock");
        open(path.toString(), 10_000);
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            client.write(bytes("show version"));
            client.shutdownOutput();
            assertThat(readToEnd(client)).isEqualTo("2.6.12\n\n");
        }
    }

    @Test
    void unixSocket_givenUp_leavesThePathToTheFormerOne() throws Exception {
        Path path = directory.resolve("admin.sock");
        open(path.toString(), 10_000);
        Listener second = opened(path + " mode 666", 10_000);
        second.publish();
        second.giveUp();
        assertThat(ask(path, "show version\n")).isEqualTo("2.6.12\n\n");
        assertThat(files()).containsExactly("admin.sock");
    }

    @Test
    void unixSocket_onAFileThatIsNone_isRefused() throws Exception {
        Path path = Files.writeString(directory.resolve("notes.txt"), "keep me");
        assertThatThrownBy(() -> opened(path.toString(), 10_000))
                .isInstanceOf(BindFailure.class)
                .hasMessageEndingWith("the file exists and is not a socket");
        assertThat(path).hasContent("keep me");
    }

    @Test
    void unixSocket_ofAnUnknownGroup_isRefusedWithoutATrace() throws IOException {
        Path path = directory.resolve("admin.sock");
        assertThatThrownBy(() -> opened(path + " group nobody-knows-us", 10_000))
                .isInstanceOf(BindFailure.class)
                .hasMessageEndingWith("no such group nobody-knows-us");
        assertThat(files()).isEmpty();
    }

    @Test
    void prompt_toggled_keepsTheConversation() throws Exception {
        Listener socket = open(ANY_PORT + " level admin", 10_000);
        try (Wire wire = ScriptedClient.connect(socket.localAddress())) {
            wire.send("prompt\n").expect("\n> ");
            wire.send("show version\nshow version\n").expect("2.6.12\n\n> 2.6.12\n\n> ");
            wire.send("quit\n").expectEnd();
        }
    }

    @Test
    void callers_areSessions_andCanBeEnded() throws Exception {
        Listener socket = open(ANY_PORT + " level admin", 60_000);
        try (Wire watched = ScriptedClient.connect(socket.localAddress());
                Wire wire = ScriptedClient.connect(socket.localAddress())) {
            watched.send("prompt\n").expect("\n> ");
            wire.send("prompt\n").expect("\n> ");
            String source = "src=127.0.0.1:" + watched.socket().getLocalPort() + " ";
            wire.send("show sess\n");
            String line =
                    wire.readUntil("\n\n> ")
                            .lines()
                            .filter(each -> each.contains(source))
                            .findFirst()
                            .orElseThrow();
            assertThat(line).contains(": proto=tcpv4 ").contains(" fe=GLOBAL be=<NONE> ");
            wire.send("shutdown session " + line.substring(0, line.indexOf(':')) + "\n");
            wire.expect("\n> ");
            watched.expectEnd();
        }
    }

    @Test
    void line_tooLong_endsTheConversation() throws Exception {
        Listener socket = open(ANY_PORT, 10_000);
        try (Wire wire = ScriptedClient.connect(socket.localAddress())) {
            wire.send("x".repeat(20_000)).expectEnd();
        }
    }

    @Test
    void silence_longerThanTheTimeout_endsTheConversation() throws Exception {
        Listener socket = open(ANY_PORT, 50);
        try (Wire wire = ScriptedClient.connect(socket.localAddress())) {
            wire.expectEnd();
        }
    }

    @Test
    void conversations_moreThanAllowed_waitForAPlace() throws Exception {
        Listener socket = open(ANY_PORT, 10_000);
        try (Wire first = ScriptedClient.connect(socket.localAddress());
                Wire second = ScriptedClient.connect(socket.localAddress())) {
            first.send("prompt\n").expect("\n> ");
            second.send("prompt\n").expect("\n> ");
            try (Wire third = ScriptedClient.connect(socket.localAddress())) {
                third.send("show version\n");
                first.send("quit\n").expectEnd();
                third.expect("2.6.12\n\n").expectEnd();
            }
        }
        assertThat(conversations.maximum()).isEqualTo(2);
    }

    private Listener open(String line, long timeoutMs) throws Exception {
        Listener listener = opened(line, timeoutMs);
        listener.publish();
        listener.begin();
        return listener;
    }

    private Listener opened(String line, long timeoutMs) throws BindFailure {
        StatsSocket socket =
                RunningProxy.load("global\n    stats socket " + line + "\n")
                        .global()
                        .statsSockets()
                        .getFirst();
        RuntimeSocket.Limits limits = new RuntimeSocket.Limits(conversations, 2, timeoutMs);
        return loops.listeners()
                .open(socket.bind(), new RuntimeSocket(socket, limits, () -> commands));
    }

    private static String ask(Path path, String line) throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            client.write(bytes(line));
            return readToEnd(client);
        }
    }

    private Stream<String> files() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList().stream();
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String readToEnd(SocketChannel client) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1_024);
        int count = client.read(bytes);
        while (count >= 0) {
            count = client.read(bytes);
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
}
