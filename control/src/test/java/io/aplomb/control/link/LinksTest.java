package io.aplomb.control.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.control.pki.ClusterAuthority;
import io.aplomb.control.pki.ClusterIdentity;
import io.aplomb.control.pki.NodeSubject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real links on the loopback interface. Silence is long, for the machine may be busy. */
@Timeout(180)
class LinksTest {
    private static final LinkSettings PATIENT =
            LinkSettings.defaults().withBeat(Duration.ofMillis(50), Duration.ofSeconds(20));

    private final ClusterAuthority authority = authority();
    private final List<Node> nodes = new ArrayList<>();

    private record Node(Peer self, Heard heard, Links links) {
        /** As others see it. */
        Peer seen() throws Exception {
            return new Peer(self.name(), self.id(), links.report().get(60, SECONDS).listening());
        }
    }

    @AfterEach
    void closeAll() {
        nodes.forEach(node -> node.links().close());
    }

    @Test
    void nodes_findEachOtherAndTalk() throws Exception {
        Node a = start("a", 1, PATIENT);
        Node b = start("b", 1, PATIENT);
        Node c = start("c", 1, PATIENT);
        acquaint(a, b, c);
        a.heard().await("up b");
        b.heard().awaitAll("up a", "up c");
        c.heard().await("up b");
        assertThat(b.links().send("a", "from b".getBytes(UTF_8))).isTrue();
        assertThat(b.links().send("c", "from b too".getBytes(UTF_8))).isTrue();
        assertThat(new String(a.heard().awaitMessage(), UTF_8)).isEqualTo("from b");
        assertThat(new String(c.heard().awaitMessage(), UTF_8)).isEqualTo("from b too");
    }

    @Test
    void messages_comeWholeAndInOrder_bothWaysAtOnce() throws Exception {
        Node a = start("a", 2, PATIENT);
        Node b = start("b", 2, PATIENT);
        acquaint(a, b);
        a.heard().await("up b");
        b.heard().await("up a");
        int count = 60;
        for (int i = 0; i < count; i++) {
            int size = i * 997 % 5 == 0 ? 300_000 : i * 13;
            sendWhenThereIsRoom(a, "b", numbered(i, size));
            sendWhenThereIsRoom(b, "a", numbered(i, size));
        }
        for (int i = 0; i < count; i++) {
            int size = i * 997 % 5 == 0 ? 300_000 : i * 13;
            assertThat(b.heard().awaitMessage()).isEqualTo(numbered(i, size));
            assertThat(a.heard().awaitMessage()).isEqualTo(numbered(i, size));
        }
    }

    @Test
    void messageToNobody_isDroppedAndCounted() throws Exception {
        Node a = start("a", 1, PATIENT);
        var absent =
                new Peer("b", UUID.randomUUID(), List.of(new InetSocketAddress("127.0.0.1", 9)));
        a.links().setPeers(List.of(a.self(), absent));
        assertThat(a.links().send("b", new byte[1])).isFalse();
        assertThat(a.links().send("stranger", new byte[1])).isFalse();
        assertThat(a.links().report().get(60, SECONDS).peers().getFirst().messagesDropped())
                .isEqualTo(1);
    }

    @Test
    void goodbye_isNoDeath() throws Exception {
        Node a = start("a", 2, PATIENT);
        Node b = start("b", 2, PATIENT);
        acquaint(a, b);
        a.heard().await("up b");
        b.links().close(true);
        assertThat(a.heard().await("down b").line()).isEqualTo("down b GOODBYE");
    }

    @Test
    void processThatEnds_isDeadAtOnce_seenFromBothSidesOfTheCall() throws Exception {
        Node a = start("a", 2, PATIENT);
        Node b = start("b", 2, PATIENT);
        Node c = start("c", 2, PATIENT);
        acquaint(a, b, c);
        b.heard().awaitAll("up a", "up c");
        a.heard().await("up b");
        c.heard().await("up b");
        b.links().close(false);
        assertThat(a.heard().await("down b").line()).isEqualTo("down b PROCESS_DEATH");
        assertThat(c.heard().await("down b").line()).isEqualTo("down b PROCESS_DEATH");
    }

    @Test
    void restartedProcess_isDownAndUpAgain() throws Exception {
        Node a = start("a", 1, PATIENT);
        Node b = start("b", 1, PATIENT);
        acquaint(a, b);
        a.heard().await("up b");
        b.links().close(false);
        a.heard().await("down b");
        Node again = start(identity(b.self().name(), b.self().id()), 1, PATIENT);
        acquaint(a, again);
        a.heard().await("up b");
        again.heard().await("up a");
        assertThat(again.links().send("a", "again".getBytes(UTF_8))).isTrue();
        assertThat(new String(a.heard().awaitMessage(), UTF_8)).isEqualTo("again");
    }

    @Test
    void removedNode_isRefused_andItsNameWithAnotherIdentityIsNot() throws Exception {
        Node a = start("a", 1, PATIENT);
        Node b = start("b", 1, PATIENT);
        acquaint(a, b);
        a.heard().await("up b");
        b.heard().await("up a");
        a.links().setPeers(List.of(a.self()));
        assertThat(a.heard().await("down b").line()).isEqualTo("down b REMOVED");
        assertThat(b.heard().await("down a").line()).isEqualTo("down a SILENCE");
        Node other = start("b", 1, PATIENT);
        acquaint(a, other);
        a.heard().await("up b");
        other.heard().await("up a");
        assertThat(b.heard().lines().stream().filter("up a"::equals)).hasSize(1);
    }

    @Test
    void nodeOfAnotherAuthority_isRefusedAndCounted() throws Exception {
        Node a = start("a", 1, PATIENT);
        UUID id = UUID.randomUUID();
        ClusterIdentity forged =
                authority().identity(new NodeSubject("demo", "b", id), List.of(), Instant.now());
        Node b = start(forged, 1, PATIENT);
        acquaint(a, b);
        LinksReport report;
        do {
            report = a.links().report().get(60, SECONDS);
        } while (report.refused() < 3);
        assertThat(a.heard().lines()).isEmpty();
        assertThat(b.heard().lines()).isEmpty();
        assertThat(report.lastRefusal()).isNotEmpty();
    }

    @Test
    void garbageAndSilentConnections_areBoundedAndHarmNobody() throws Exception {
        Node a = start("a", 1, PATIENT);
        Node b = start("b", 1, PATIENT);
        InetSocketAddress target = a.seen().addresses().getFirst();
        List<Socket> attackers = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket socket = new Socket(target.getAddress(), target.getPort());
                attackers.add(socket);
                if (i % 3 == 0) {
                    socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
                } else if (i % 3 == 1) {
                    socket.getOutputStream().write(new byte[] {22, 3, 1, 2});
                }
            }
            acquaint(a, b);
            a.heard().await("up b");
            for (Socket socket : attackers) {
                socket.setSoTimeout(60_000);
                assertThat(isClosed(socket)).isTrue();
            }
        } finally {
            for (Socket socket : attackers) {
                socket.close();
            }
        }
        assertThat(a.links().report().get(60, SECONDS).refused()).isGreaterThanOrEqualTo(250);
        assertThat(a.heard().lines()).doesNotContain("down b");
    }

    @Test
    void payload_ridesOnBeats() throws Exception {
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        BeatPayload sender =
                new BeatPayload() {
                    private int count;

                    @Override
                    public byte[] outgoing(String peer) {
                        count++;
                        return (peer + count).getBytes(UTF_8);
                    }

                    @Override
                    public void incoming(String peer, byte[] bytes) {}
                };
        BeatPayload receiver =
                new BeatPayload() {
                    @Override
                    public byte[] outgoing(String peer) {
                        return new byte[0];
                    }

                    @Override
                    public void incoming(String peer, byte[] bytes) {
                        arrived.add(new String(bytes, UTF_8));
                    }
                };
        Node a = start(identity("a", UUID.randomUUID()), 2, PATIENT, sender);
        Node b = start(identity("b", UUID.randomUUID()), 2, PATIENT, receiver);
        acquaint(a, b);
        int before = 0;
        for (int i = 0; i < 10; i++) {
            String next = arrived.poll(60, SECONDS);
            assertThat(next).startsWith("b");
            int number = Integer.parseInt(next.substring(1));
            assertThat(number).isGreaterThan(before);
            before = number;
        }
    }

    @Test
    void oneOfTwoNetworksTakenAway_isALinkOnly() throws Exception {
        Node a = start("a", 2, PATIENT);
        Node b = start("b", 2, PATIENT);
        acquaint(a, b);
        a.heard().awaitAll("up b", "link b 0 up", "link b 1 up");
        b.heard().awaitAll("up a", "link a 0 up", "link a 1 up");
        Peer seen = b.seen();
        var fewer = new Peer(seen.name(), seen.id(), List.of(seen.addresses().getFirst()));
        a.links().setPeers(List.of(a.self(), fewer));
        assertThat(a.heard().await("link b 1 down").line()).isEqualTo("link b 1 down REMOVED");
        assertThat(b.heard().await("link a 1 down").line()).isEqualTo("link a 1 down UNHEARD");
        assertThat(a.links().send("b", "still".getBytes(UTF_8))).isTrue();
        assertThat(new String(b.heard().awaitMessage(), UTF_8)).isEqualTo("still");
    }

    @Test
    void failureOfTheListener_endsTheLinks() throws Exception {
        Node a = start("a", 1, PATIENT);
        Node b = start("b", 1, PATIENT);
        acquaint(a, b);
        a.heard().await("up b");
        LinkListener broken =
                new LinkListener() {
                    @Override
                    public void peerUp(String peer) {
                        throw new IllegalStateException("a bug");
                    }

                    @Override
                    public void peerDown(String peer, DownCause cause, long silentNs) {}

                    @Override
                    public void message(String peer, byte[] bytes) {}
                };
        ClusterIdentity c = identity("c", UUID.randomUUID());
        try (Links links = Links.start(c, PATIENT, broken, BeatPayload.NONE)) {
            var self = new Peer("c", c.subject().id(), loopback(1));
            links.setPeers(List.of(self));
            var seen = new Peer("c", self.id(), links.report().get(60, SECONDS).listening());
            links.setPeers(List.of(self, a.seen()));
            a.links().setPeers(List.of(a.self(), b.seen(), seen));
            assertThat(links.ended().handle((_, fault) -> fault).get(60, SECONDS))
                    .hasRootCauseMessage("a bug");
        }
    }

    private static boolean isClosed(Socket socket) {
        try {
            while (socket.getInputStream().read() >= 0) {
                // an alert of TLS may come before the end
            }
            return true;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static void sendWhenThereIsRoom(Node from, String to, byte[] message) throws Exception {
        while (!from.links().send(to, message)) {
            // the report comes from the thread that makes room
            var _ = from.links().report().get(60, SECONDS);
        }
    }

    private static byte[] numbered(int number, int size) {
        byte[] message = new byte[size];
        Arrays.fill(message, (byte) number);
        return message;
    }

    /** All know all. */
    private static void acquaint(Node... all) throws Exception {
        for (Node node : all) {
            List<Peer> peers = new ArrayList<>();
            for (Node other : all) {
                peers.add(other == node ? node.self() : other.seen());
            }
            node.links().setPeers(peers);
        }
    }

    private Node start(String name, int networks, LinkSettings settings) throws Exception {
        return start(identity(name, UUID.randomUUID()), networks, settings);
    }

    private Node start(ClusterIdentity identity, int networks, LinkSettings settings)
            throws Exception {
        return start(identity, networks, settings, BeatPayload.NONE);
    }

    private Node start(
            ClusterIdentity identity, int networks, LinkSettings settings, BeatPayload payload)
            throws Exception {
        Heard heard = new Heard();
        var self = new Peer(identity.name(), identity.subject().id(), loopback(networks));
        Node node = new Node(self, heard, Links.start(identity, settings, heard, payload));
        nodes.add(node);
        node.links().setPeers(List.of(self));
        return node;
    }

    /** Any free ports, on an address for each network. */
    private static List<InetSocketAddress> loopback(int networks) throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int network = 1; network <= networks; network++) {
            addresses.add(
                    new InetSocketAddress(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) network}), 0));
        }
        return addresses;
    }

    private ClusterIdentity identity(String name, UUID id) throws Exception {
        return authority.identity(new NodeSubject("demo", name, id), List.of(), Instant.now());
    }

    private static ClusterAuthority authority() {
        try {
            return ClusterAuthority.create("demo", Instant.now());
        } catch (java.security.cert.CertificateException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
