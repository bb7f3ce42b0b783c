package io.aplomb.control.vip;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.base.net.IpAddress;
import io.aplomb.control.vip.AcceptRules.Refused;
import io.aplomb.linux.nftables.Batch;
import io.aplomb.linux.nftables.Family;
import io.aplomb.linux.nftables.NfTables;
import io.aplomb.testkit.RequiredRights;
import io.aplomb.testkit.RequiredTool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code no_accept} in the real kernel: who may still reach a virtual address. */
@Timeout(150)
class AcceptFilterTest {

    private static final String TABLE = "aplomb";
    private static final int SHORT_MS = 700;
    private static final int LONG_MS = 60_000;

    @BeforeEach
    void rights() {
        RequiredRights.root();
        var _ = RequiredTool.path("ip");
        var _ = RequiredTool.path("nft");
    }

    @Test
    void refusedAddress_takesNoPackets_untilItIsReleased() throws Exception {
        try (NetworkThread client = new NetworkThread();
                NetworkThread master = new NetworkThread()) {
            NetworkThread.connect(client, master);
            client.ip("addr add 192.0.2.1/24 dev left");
            client.ip("addr add 2001:db8::1/64 dev left nodad");
            master.ip("addr add 192.0.2.2/24 dev right");
            master.ip("addr add 192.0.2.50/24 dev right");
            master.ip("addr add 2001:db8::2/64 dev right nodad");
            master.ip("addr add 2001:db8::50/64 dev right nodad");
            AcceptFilter filter = new AcceptFilter(TABLE);
            try (ServerSocket server = master.run(AcceptFilterTest::listen)) {
                int port = server.getLocalPort();
                master.run(
                        () -> {
                            filter.prepare();
                            filter.set("A", refused("192.0.2.50", "2001:db8::50"));
                            return true;
                        });
                client.run(
                        () -> {
                            connect("192.0.2.2", port, LONG_MS);
                            connect("2001:db8::2", port, LONG_MS);
                            assertNoAnswer("192.0.2.50", port);
                            assertNoAnswer("2001:db8::50", port);
                            return true;
                        });
                assertThat(client.ip("-6 neigh show 2001:db8::50"))
                        .as("neighbour discovery is let through")
                        .contains("lladdr");
                master.run(
                        () -> {
                            filter.set("A", List.of());
                            return true;
                        });
                client.run(
                        () -> {
                            connect("192.0.2.50", port, LONG_MS);
                            connect("2001:db8::50", port, LONG_MS);
                            return true;
                        });
            }
            master.run(
                    () -> {
                        filter.close();
                        return true;
                    });
        }
    }

    @Test
    void rules_areThoseOfKeepalivedInOneTable() throws Exception {
        try (NetworkThread machine = new NetworkThread()) {
            machine.ip("link add left type veth peer name right");
            String listed =
                    machine.run(
                            () -> {
                                try (AcceptFilter filter = new AcceptFilter(TABLE)) {
                                    filter.prepare();
                                    filter.set("A", refused("192.0.2.50", "2001:db8::50"));
                                    filter.set("B", refused("192.0.2.50", "fe80::50"));
                                    filter.set("C", refused("192.0.2.51"));
                                    filter.set("C", List.of());
                                    return nft("list", "table", "inet", TABLE);
                                }
                            });
            assertThat(listed)
                    .contains("elements = { 192.0.2.50 }")
                    .contains("elements = { 2001:db8::50 }")
                    .containsPattern("elements = \\{ fe80::50 \\. (1|\"lo\") }")
                    .contains("type filter hook input priority filter - 1; policy accept;")
                    .contains("type filter hook output priority filter - 1; policy accept;")
                    .containsPattern("icmpv6 type .+ accept")
                    .contains("ip daddr @addresses_v4 drop")
                    .contains("ip saddr @addresses_v4 drop")
                    .contains("ip6 daddr @addresses_v6 drop")
                    .contains("ip6 daddr . iif @addresses_link_local drop")
                    .contains("ip6 saddr . oif @addresses_link_local drop");
            assertThat(machine.run(() -> nft("list", "tables"))).isEmpty();
        }
    }

    @Test
    void table_ofAProcessThatDies_goesWithIt_andOneLeftIsRemoved() throws Exception {
        try (NetworkThread machine = new NetworkThread()) {
            machine.run(
                    () -> {
                        try (NfTables died = NfTables.open()) {
                            died.apply(new Batch().addOwnedTable(Family.INET, TABLE));
                            assertThat(nft("list", "tables")).contains(TABLE);
                            AcceptFilter other = new AcceptFilter(TABLE);
                            assertThatThrownBy(other::prepare).hasMessageContaining("EPERM");
                            other.close();
                        }
                        assertThat(nft("list", "tables")).isEmpty();
                        var _ = nft("add", "table", "inet", TABLE);
                        try (AcceptFilter filter = new AcceptFilter(TABLE)) {
                            filter.prepare();
                            assertThat(nft("list", "tables")).isEmpty();
                        }
                        return true;
                    });
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getByName("::"));
    }

    private static void connect(String address, int port, int limitMs) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), limitMs);
        }
    }

    private static void assertNoAnswer(String address, int port) {
        assertThatThrownBy(() -> connect(address, port, SHORT_MS))
                .isInstanceOf(SocketTimeoutException.class);
    }

    private static List<Refused> refused(String... addresses) {
        return Arrays.stream(addresses)
                .map(text -> new Refused(Objects.requireNonNull(IpAddress.parse(text)), 1))
                .toList();
    }

    private static String nft(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("nft"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, out).isZero();
        return out;
    }
}
