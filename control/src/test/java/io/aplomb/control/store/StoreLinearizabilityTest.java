package io.aplomb.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.testkit.History;
import io.aplomb.testkit.History.Operation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients at all nodes read, write and compare and set while leaders are killed and cut off; then
 * their history is examined. How long things take changes what is tried, not what is right.
 */
class StoreLinearizabilityTest {
    private static final int REGISTERS = 3;
    private static final int VALUES = 4;
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private final History history = new History();
    private final CountDownLatch over = new CountDownLatch(1);

    @Test
    void historyUnderKillsAndPartitions_isLinearizable(@TempDir Path root) throws Exception {
        try (StoreCluster cluster = StoreCluster.of(root, 5)) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                StoreNode node = cluster.nodes().get(i % 5);
                int seed = i;
                CompletableFuture<Void> end = new CompletableFuture<>();
                Thread.ofVirtual().start(() -> client("c" + seed, node, new Random(seed), end));
                clients.add(end);
            }
            for (int round = 0; round < 3; round++) {
                leaderKilled(cluster);
                leaderCutOffWithAnother(cluster);
            }
            over.countDown();
            for (CompletableFuture<Void> client : clients) {
                StoreCluster.get(client);
            }
            cluster.settle();
            assertThat(history.size()).isGreaterThan(50);
            assertThat(history.fault("")).isEmpty();
            System.out.printf(
                    "%d operations, of %d the outcome unknown%n",
                    history.size(), history.unknowns());
        }
    }

    private void leaderKilled(StoreCluster cluster) throws Exception {
        StoreNode leader = cluster.leader();
        cluster.kill(leader);
        cluster.sayDead(leader);
        leader.close();
        cluster.leader(cluster.others(leader));
        pause(300);
        cluster.revive(leader);
        leader.open();
    }

    /** The detectors say nothing: the cut-off leader goes on believing for a while. */
    private void leaderCutOffWithAnother(StoreCluster cluster) throws Exception {
        StoreNode leader = cluster.leader();
        List<StoreNode> others = cluster.others(leader);
        cluster.partition(List.of(leader, others.getFirst()));
        cluster.leader(others.subList(1, others.size()));
        pause(300);
        cluster.heal();
    }

    /** Lets the clients work. */
    private void pause(long millis) throws InterruptedException {
        assertThat(over.await(millis, TimeUnit.MILLISECONDS)).isFalse();
    }

    private void client(String name, StoreNode node, Random random, CompletableFuture<Void> end) {
        try {
            while (!over.await(2, TimeUnit.MILLISECONDS)) {
                if (node.runs()) {
                    step(name, node, random);
                }
            }
            end.complete(null);
        } catch (Exception | AssertionError fault) {
            end.completeExceptionally(fault);
        }
    }

    private void step(String name, StoreNode node, Random random) throws Exception {
        String register = "r" + random.nextInt(REGISTERS);
        String value = "" + random.nextInt(VALUES);
        String other = "" + random.nextInt(VALUES);
        switch (random.nextInt(4)) {
            case 0 -> readHere(name, node, register);
            case 1 -> {
                Operation write = new Operation.Write(value);
                submit(name, node, register, "=" + value, answer -> write, write);
            }
            case 2 ->
                    submit(
                            name,
                            node,
                            register,
                            "?",
                            Operation.Read::new,
                            new Operation.PerhapsCompareAndSet("no", "change"));
            default ->
                    submit(
                            name,
                            node,
                            register,
                            ":" + value + ">" + other,
                            answer ->
                                    new Operation.CompareAndSet(
                                            value, other, Boolean.parseBoolean(answer)),
                            new Operation.PerhapsCompareAndSet(value, other));
        }
    }

    private interface Answered {
        Operation with(String answer);
    }

    private void submit(
            String name,
            StoreNode node,
            String register,
            String command,
            Answered answered,
            Operation unanswered)
            throws Exception {
        long called = history.moment();
        try {
            byte[] reply =
                    StoreCluster.get(
                            node.store()
                                    .submit(
                                            (register + command).getBytes(StandardCharsets.UTF_8),
                                            PATIENCE));
            history.answered(
                    name,
                    register,
                    called,
                    answered.with(new String(reply, StandardCharsets.UTF_8)));
        } catch (StoreException.Unknown perhaps) {
            history.unknown(name, register, called, unanswered);
        } catch (StoreException.NotCommitted | StoreException.NoLeader certainlyNot) {
            // the checker finds out if it was done all the same
        } catch (IllegalStateException closedMeanwhile) {
            // before anything was sent
        }
    }

    /** Reads this node's own machine behind a barrier. */
    private void readHere(String name, StoreNode node, String register) throws Exception {
        long called = history.moment();
        try {
            // In this order: the machine of a store that is closed meanwhile is not read.
            Store store = node.store();
            RegisterMachine machine = node.machine();
            StoreCluster.get(store.barrier());
            history.answered(name, register, called, new Operation.Read(machine.get(register)));
        } catch (StoreException notNow) {
            // nothing was read
        } catch (IllegalStateException closedMeanwhile) {
            // nothing was read
        }
    }
}
