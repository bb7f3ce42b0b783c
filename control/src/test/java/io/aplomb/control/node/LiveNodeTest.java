package io.aplomb.control.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.Membership;
import io.aplomb.cluster.live.Reply;
import io.aplomb.cluster.live.Watchdogs;
import io.aplomb.control.pki.ClusterAuthority;
import io.aplomb.control.pki.ClusterIdentity;
import io.aplomb.control.pki.NodeSubject;
import io.aplomb.model.cib.Element;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real nodes, on loopback addresses. */
class LiveNodeTest {
    @TempDir Path directory;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private List<ClusterNode> started(int count) throws Exception {
        return started(count, Instant.now());
    }

    /**
     * @param certified when their certificates were made
     */
    private List<ClusterNode> started(int count, Instant certified) throws Exception {
        List<Member> members = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            members.add(
                    new Member(
                            "node" + i,
                            i,
                            UUID.randomUUID().toString(),
                            Member.Kind.VOTER,
                            List.of("127.0.0.1"),
                            freePort(),
                            freePort()));
        }
        Membership membership = new Membership("test", UUID.randomUUID().toString(), 1, members);
        ClusterAuthority authority = ClusterAuthority.create("test", Instant.now());
        List<ClusterNode> nodes = new ArrayList<>();
        for (Member member : members) {
            Path state = directory.resolve(member.name());
            new NodeFiles(state).write(membership);
            NodeSubject subject =
                    new NodeSubject("test", member.name(), UUID.fromString(member.identity()));
            authority.identity(subject, List.of(), certified).save(state);
            authority.save(state);
            nodes.add(new SupervisedNode(state, NodeSettings.usual(Path.of("aplomb"))));
        }
        return nodes;
    }

    private static Element element(String name, Map<String, String> attributes, Element... inside) {
        return Element.of(name, attributes).withChildren(List.of(inside));
    }

    @Test
    void cluster_ofThree_startsAResourceOnce_andStopsInOrder() throws Exception {
        List<ClusterNode> nodes = started(3);
        ClusterNode first = nodes.getFirst();
        ClusterState state = settled(first);
        Element dummy =
                element(
                        "primitive",
                        Map.of(
                                "id",
                                "d1",
                                "class",
                                "ocf",
                                "provider",
                                "pacemaker",
                                "type",
                                "Dummy"),
                        element(
                                "operations",
                                Map.of(),
                                element(
                                        "op",
                                        Map.of(
                                                "id",
                                                "d1-monitor",
                                                "name",
                                                "monitor",
                                                "interval",
                                                "1s"))));
        Element configuration =
                state.configuration()
                        .withChanged(
                                child -> child.is("resources"),
                                Element.of("resources", Map.of()),
                                section -> section.withChild(dummy));
        Reply reply =
                first.submit(
                                new Command.ReplaceConfiguration(
                                        configuration, state.version(), "test", "a resource", 0))
                        .get(60, TimeUnit.SECONDS);
        assertThat(reply).isInstanceOf(Reply.Accepted.class);
        assertThat(first.idle(Duration.ofSeconds(60)).get(70, TimeUnit.SECONDS)).isTrue();
        for (ClusterNode node : nodes) {
            assertThat(node.stop(Duration.ofSeconds(60)))
                    .as("%s%n%s", node.self(), story(nodes))
                    .isTrue();
        }
    }

    @Test
    void properties_ofLeasesAndWatchdogs_areTakenOverByTheRunningNode() throws Exception {
        ClusterNode node = started(1).getFirst();
        ClusterState before = settled(node);
        Path dog = Files.createFile(directory.resolve("dog"));
        Reply _ = set(node, before, Map.of("watchdog-device", dog.toString(), "lease-time", "2s"));

        await(node, state -> "true".equals(state.property("have-watchdog")));
        assertThat(Watchdogs.isFed(node.state(), "node1")).isTrue();
        assertThat(directory.resolve("node1/lease")).hasContent("2000");
        Reply refused =
                set(node, before, Map.of("beat-interval", "100ms", "beat-silence", "500ms"));

        assertThat(((Reply.Refused) refused).why()).contains("lease-time (300ms)");
        Reply _ = set(node, before, Map.of());
        await(node, state -> "false".equals(state.property("have-watchdog")));
        assertThat(Files.readString(dog)).matches("\\.+V");
        assertThat(node.stop(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void majority_thatIsGoneForGood_isDoneWithout_andWhoReturnsGetsItsVoteBack() throws Exception {
        List<ClusterNode> nodes = started(3);
        ClusterState before = settled(nodes.getFirst());
        Reply _ = set(nodes.getFirst(), before, Map.of("stonith-enabled", "false"));
        for (ClusterNode node : nodes.reversed()) {
            // in order or not, without a majority: a cluster that fell apart
            boolean _ = node.stop(Duration.ofSeconds(2));
        }
        LiveNodes machines = new LiveNodes(NodeSettings.usual(Path.of("aplomb")));
        Path state = directory.resolve("node1");
        List<Member> members = before.membership().members();
        assertThatThrownBy(() -> machines.recover(state, before.membership()))
                .hasMessageContaining("3 of 3 voters are a majority");

        List<Member> left = List.of(members.getFirst());
        machines.recover(state, with(before.membership(), left));
        ClusterNode alone = machines.start(state);
        await(alone, now -> now.membership().generation() == 2);
        await(alone, now -> now.isUp("node1"));
        assertThat(alone.state().property("stonith-enabled")).isEqualTo("false");
        assertThat(alone.state().membership().members())
                .extracting(Member::name)
                .containsExactly("node1");
        assertThat(alone.stop(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void survivor_ofARecovery_beginsAnewByItself() throws Exception {
        List<ClusterNode> nodes = started(4);
        ClusterState before = settled(nodes.getFirst());
        for (ClusterNode node : nodes.reversed()) {
            boolean _ = node.stop(Duration.ofSeconds(2));
        }
        LiveNodes machines = new LiveNodes(NodeSettings.usual(Path.of("aplomb")));
        List<Member> left = before.membership().members().subList(0, 2);
        machines.recover(directory.resolve("node1"), with(before.membership(), left));
        ClusterNode first = machines.start(directory.resolve("node1"));
        await(first, now -> now.membership().generation() == 2 && now.isUp("node1"));
        ClusterNode second = machines.start(directory.resolve("node2"));

        await(first, now -> now.membership().voters() == 2 && now.isUp("node2"));
        await(second, now -> now.membership().voters() == 2 && now.isUp("node2"));
        assertThat(second.stop(Duration.ofSeconds(60))).isTrue();
        boolean _ = first.stop(Duration.ofSeconds(2));
    }

    @Test
    void certificates_thatAreOver_areRenewedAtTheStart() throws Exception {
        List<ClusterNode> nodes = started(2, Instant.now().minus(Duration.ofDays(3 * 365)));

        assertThat(settled(nodes.getFirst()).membership().members()).hasSize(2);
        for (String name : List.of("node1", "node2")) {
            assertThat(
                            ClusterIdentity.load(directory.resolve(name))
                                    .orElseThrow()
                                    .certificate()
                                    .getNotAfter()
                                    .toInstant())
                    .isAfter(Instant.now());
        }
        for (ClusterNode node : nodes.reversed()) {
            boolean _ = node.stop(Duration.ofSeconds(2));
        }
    }

    private static Membership with(Membership of, List<Member> members) {
        return new Membership(of.cluster(), of.id(), of.generation(), members);
    }

    /** These besides those that were there before. */
    private static Reply set(ClusterNode node, ClusterState before, Map<String, String> properties)
            throws Exception {
        Element configuration = before.configuration();
        for (Map.Entry<String, String> each : properties.entrySet()) {
            Element pair =
                    element(
                            "nvpair",
                            Map.of(
                                    "id",
                                    each.getKey(),
                                    "name",
                                    each.getKey(),
                                    "value",
                                    each.getValue()));
            configuration =
                    configuration.withChanged(
                            child -> child.is("crm_config"),
                            Element.of("crm_config", Map.of()),
                            config ->
                                    config.withChanged(
                                            child -> child.is("cluster_property_set"),
                                            Element.of("cluster_property_set", Map.of("id", "x")),
                                            set -> set.withChild(pair)));
        }
        return node.submit(
                        new Command.ReplaceConfiguration(
                                configuration, null, "test", "properties", 0))
                .get(60, TimeUnit.SECONDS);
    }

    /** Each look waits for the store. */
    private static void await(ClusterNode node, Predicate<ClusterState> wanted) throws Exception {
        long limitNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!wanted.test(settled(node))) {
            assertThat(System.nanoTime()).as("%s", node.view()).isLessThan(limitNs);
        }
    }

    private static String story(List<ClusterNode> nodes) {
        StringBuilder story = new StringBuilder();
        for (ClusterNode node : nodes) {
            story.append("== ").append(node.self()).append('\n');
            for (NodeEvent event : node.view().events()) {
                story.append(event).append('\n');
            }
        }
        return story.toString();
    }

    private static ClusterState settled(ClusterNode node) throws Exception {
        for (int i = 0; ; i++) {
            try {
                return node.settled().get(60, TimeUnit.SECONDS);
            } catch (java.util.concurrent.ExecutionException notYet) {
                if (i == 20) {
                    throw notYet;
                }
            }
        }
    }
}
