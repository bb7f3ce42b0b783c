package io.aplomb.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.StatsSocket;
import io.aplomb.proxy.stats.SampleProxies;
import io.aplomb.testkit.ScriptedClient;
import io.aplomb.testkit.Wire;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeSocketTest {

    private final RuntimeCommands commands = RuntimeCommandsTest.commands(new SampleProxies());

    @Test
    void unixSocket_oneLine_isAnsweredAndClosed(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("admin.sock");
        try (RuntimeSocket _ = open(new EndpointSpec.Unix(path.toString()), 10_000);
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
            client.write(ByteBuffer.wrap("show version\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(readToEnd(client)).isEqualTo("2.6.12\n\n");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void prompt_toggled_keepsTheConversation() throws IOException {
        try (RuntimeSocket socket = open(anyPort(), 10_000);
                Wire wire = ScriptedClient.connect(socket.address())) {
            wire.send("prompt\n").expect("\n> ");
            wire.send("show version\n").expect("2.6.12\n\n> ");
            wire.send("quit\n").expectEnd();
        }
    }

    @Test
    void silence_longerThanTheTimeout_endsTheConnection() throws IOException {
        try (RuntimeSocket socket = open(anyPort(), 50);
                Wire wire = ScriptedClient.connect(socket.address())) {
            wire.expectEnd();
        }
    }

    private RuntimeSocket open(EndpointSpec endpoint, long timeoutMs) throws IOException {
        StatsSocket socket =
                new StatsSocket(endpoint, StatsSocket.Level.ADMIN, 0600, -1, -1, null, null, false);
        return RuntimeSocket.open(socket, timeoutMs, commands);
    }

    private static EndpointSpec anyPort() {
        return new EndpointSpec.Inet(io.aplomb.base.net.IpAddress.LOOPBACK_V4, 0);
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
