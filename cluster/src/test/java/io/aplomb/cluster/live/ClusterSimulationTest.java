package io.aplomb.cluster.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.schedule.Scheduler;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real control code of whole clusters, in storms on a virtual clock. */
class ClusterSimulationTest {
    private static final int RESOURCES = 4;
    private static final int SEEDS_IN_BLOCK = Integer.getInteger("aplomb.seeds", 100);

    private static Membership membership(int nodes, boolean witness) {
        List<Member> members = new ArrayList<>();
        for (int i = 1; i <= nodes; i++) {
            boolean last = witness && i == nodes;
            members.add(
                    new Member(
                            "node" + i,
                            i,
                            "id" + i,
                            last
                                    ? Member.Kind.WITNESS
                                    : i <= 5 ? Member.Kind.VOTER : Member.Kind.LISTENER,
                            List.of("10.0.0." + i),
                            5405,
                            5406));
        }
        return new Membership("simulated", "id", 1, members);
    }

    private static SimulatedCluster started(long seed, int nodes, boolean witness) {
        return started(seed, nodes, witness, false);
    }

    private static SimulatedCluster started(long seed, int nodes, boolean witness, boolean device) {
        SimulatedCluster cluster = new SimulatedCluster(seed, membership(nodes, witness));
        cluster.nodes().forEach(SimulatedNode::start);
        cluster.run(1500);
        cluster.store()
                .submit(
                        cluster.nodes().getFirst(),
                        new Command.ReplaceConfiguration(
                                SimulatedCluster.configuration(
                                        cluster.store().state(), RESOURCES, device),
                                null,
                                "test",
                                "resources",
                                0));
        cluster.run(3000);
        return cluster;
    }

    /** Until it has rested for three seconds, for 40 seconds at most. */
    private static void comeToRest(SimulatedCluster cluster) {
        int rested = 0;
        for (int waited = 0; waited < 80 && rested < 6; waited++) {
            cluster.run(500);
            rested = isAtRest(cluster) ? rested + 1 : 0;
        }
    }

    private static boolean isAtRest(SimulatedCluster cluster) {
        return cluster.places().size() == RESOURCES
                && cluster.runsEverywhere()
                && cluster.store().state().pending().isEmpty()
                && cluster.store().leader() != null
                && isDecided(cluster);
    }

    private static boolean isDecided(SimulatedCluster cluster) {
        return Scheduler.decide(
                        cluster.store().state().cib(),
                        Instant.ofEpochMilli(1_700_000_000_000L).atOffset(ZoneOffset.UTC))
                .isEmpty();
    }

    private static void assertRest(SimulatedCluster cluster, long seed) {
        assertThat(cluster.runsEverywhere()).as("seed %d:%n%s", seed, cluster.tail()).isTrue();
        assertThat(cluster.places())
                .as("seed %d:%n%s", seed, cluster.tail())
                .hasSize(RESOURCES)
                .allSatisfy((_, where) -> assertThat(where).hasSize(1));
        ClusterState state = cluster.store().state();
        assertThat(state.pending()).as("seed %d", seed).isEmpty();
        assertThat(isDecided(cluster)).as("seed %d:%n%s", seed, cluster.tail()).isTrue();
    }

    @Test
    void cluster_quiet_startsEverythingOnce() {
        SimulatedCluster cluster = started(1, 3, false);

        assertRest(cluster, 1);
    }

    @Test
    void node_losesPower_itsResourcesRunElsewhereInHalfASecond() {
        for (long seed = 1; seed <= 100; seed++) {
            SimulatedCluster cluster = started(seed, 3, false);
            SimulatedNode victim =
                    cluster.node(cluster.places().getOrDefault("vip1", List.of("none")).getFirst());
            victim.powerOff();
            cluster.run(500);
            assertThat(cluster.places().get("vip1"))
                    .as("seed %d:%n%s", seed, cluster.tail())
                    .hasSize(1);
        }
    }

    @Test
    void node_isCutOff_isFencedAtOnce_andItsResourcesRunElsewhere() {
        for (long seed = 1; seed <= 100; seed++) {
            SimulatedCluster cluster = started(seed, 3, false, true);
            String victim = cluster.places().getOrDefault("vip1", List.of("none")).getFirst();
            cluster.isolate(victim);
            cluster.run(200);
            assertThat(cluster.places().get("vip1"))
                    .as("seed %d: before it is fenced", seed)
                    .containsExactly(victim);
            // the device takes a second at most
            cluster.run(1800);
            assertThat(cluster.places().get("vip1"))
                    .as("seed %d:%n%s", seed, cluster.tail())
                    .hasSize(1)
                    .doesNotContain(victim);
        }
    }

    @Test
    void node_isAskedToLeave_leavesInOrder_whileTheConfigurationIsChangedWithoutEnd() {
        for (long seed = 1; seed <= 100; seed++) {
            SimulatedCluster cluster = started(seed, 3, false);
            String leader = cluster.store().leader();
            for (SimulatedNode node : cluster.nodes()) {
                cluster.note("asked to leave: " + node.name() + ", leader " + leader);
                node.leave();
                for (int waited = 0; waited < 300 && node.isRunning(); waited++) {
                    cluster.changeSomething();
                    cluster.run(20);
                }
                assertThat(node.isRunning()).as("seed %d:%n%s", seed, cluster.tail()).isFalse();
                node.start();
                comeToRest(cluster);
                assertRest(cluster, seed);
            }
        }
    }

    static LongStream blocks() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void cluster_inStorms_runsNothingTwice_andComesToRest(long block) {
        for (long i = 0; i < SEEDS_IN_BLOCK; i++) {
            long seed = 1000 + block * SEEDS_IN_BLOCK + i;
            Random random = new Random(seed);
            int size = 3 + random.nextInt(4);
            boolean witness = random.nextInt(3) == 0;
            SimulatedCluster cluster = started(seed, size, witness, random.nextInt(3) == 0);
            cluster.loseMessages(true);
            storm(cluster, random);
            cluster.loseMessages(false);
            cluster.note("the storm is over");
            cluster.heal();
            for (SimulatedNode node : cluster.nodes()) {
                node.powerOn();
                node.thaw();
                node.start();
            }
            comeToRest(cluster);
            assertRest(cluster, seed);
        }
    }

    private static String resource(Random random) {
        int which = random.nextInt(RESOURCES + 1);
        return which == 0 ? SimulatedCluster.EVERYWHERE : "vip" + which;
    }

    private static void storm(SimulatedCluster cluster, Random random) {
        for (int i = 0; i < 12; i++) {
            SimulatedNode node = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
            SimulatedNode other = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
            int what = random.nextInt(10);
            cluster.note("storm " + what + ' ' + node.name());
            switch (what) {
                case 0 -> node.kill();
                case 1 -> node.powerOff();
                case 2 -> node.freeze();
                case 3 -> node.thaw();
                case 4 -> cluster.isolate(node.name());
                case 5 -> cluster.cut(node.name(), other.name());
                case 6 -> cluster.heal();
                case 7 -> node.breakResource(resource(random));
                case 8 -> {
                    node.powerOn();
                    node.start();
                }
                default -> {
                    String leader = cluster.store().leader();
                    if (leader != null) {
                        cluster.node(leader).kill();
                    }
                }
            }
            cluster.run(random.nextInt(900));
        }
    }

    static LongStream changes() {
        return LongStream.range(0, 4);
    }

    /**
     * Leases get longer and shorter in the storm, also while their voters die and come again, and
     * while some know of the new time and others do not.
     */
    @ParameterizedTest
    @MethodSource("changes")
    void cluster_whoseLeasesChangeInStorms_runsNothingTwice_andComesToRest(long block) {
        for (long i = 0; i < SEEDS_IN_BLOCK; i++) {
            long seed = 500_000 + block * SEEDS_IN_BLOCK + i;
            Random random = new Random(seed);
            SimulatedCluster cluster = started(seed, 3 + random.nextInt(3), random.nextInt(3) == 0);
            cluster.loseMessages(true);
            for (int change = 0; change < 4; change++) {
                setLease(cluster, 250 + random.nextInt(1500));
                cluster.run(random.nextInt(60));
                SimulatedNode node = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
                switch (random.nextInt(4)) {
                    case 0 -> node.kill();
                    case 1 -> node.powerOff();
                    case 2 -> cluster.isolate(node.name());
                    default -> node.freeze();
                }
                cluster.run(random.nextInt(1200));
                cluster.heal();
                node.powerOn();
                node.thaw();
                node.start();
                cluster.run(random.nextInt(1200));
            }
            cluster.loseMessages(false);
            setLease(cluster, 300);
            comeToRest(cluster);
            assertRest(cluster, seed);
        }
    }

    private static void setLease(SimulatedCluster cluster, int leaseMs) {
        cluster.note("the lease is to last " + leaseMs + " ms");
        ClusterState state = cluster.store().state();
        cluster.store()
                .submit(
                        cluster.nodes().get(0),
                        new Command.ReplaceConfiguration(
                                Cibs.withProperty(state.cib(), "lease-time", leaseMs + "ms")
                                        .childOrEmpty("configuration"),
                                null,
                                "test",
                                "lease",
                                0));
    }
}
