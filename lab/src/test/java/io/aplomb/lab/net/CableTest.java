package io.aplomb.lab.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.testkit.RequiredRights;
import io.aplomb.testkit.RequiredTool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Machines that hear each other, and nobody else. */
@Timeout(120)
final class CableTest {

    private static final int PORT = 7;
    private static final int LIMIT_MS = 60_000;

    @BeforeEach
    void needs() {
        RequiredRights.root();
        var _ = RequiredTool.path("ip");
    }

    @Test
    void machines_onOneCable_reachEachOther() throws Exception {
        try (Cable cable = Cable.lay();
                Machine server = Machine.start("server");
                Machine client = Machine.start("client")) {
            cable.connect(server, "10.9.0.1/24");
            cable.connect(client, "10.9.0.2/24");
            InetAddress address = InetAddress.getByName("10.9.0.1");
            try (ServerSocket listening = server.call(() -> new ServerSocket(PORT, 1, address));
                    Socket near = client.call(() -> connected(address));
                    Socket far = listening.accept()) {
                far.getOutputStream().write("hello".getBytes(UTF_8));
                assertThat(new String(near.getInputStream().readNBytes(5), UTF_8))
                        .isEqualTo("hello");
            }
        }
    }

    @Test
    void machine_withoutCable_hasNoWayOut() throws Exception {
        try (Machine alone = Machine.start("alone")) {
            InetAddress elsewhere = InetAddress.getByName("10.9.0.1");
            assertThatThrownBy(() -> alone.call(() -> connected(elsewhere)))
                    .hasMessageContaining("unreachable");
        }
    }

    @Test
    void ip_withWrongWords_saysWhatItSaid() throws Exception {
        try (Machine machine = Machine.start("m1")) {
            assertThatThrownBy(() -> machine.ip("link set nowhere up"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("m1: ip link set nowhere up: ")
                    .hasMessageContaining("nowhere");
        }
    }

    private static Socket connected(InetAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(address, PORT), LIMIT_MS);
        return socket;
    }
}
