package io.aplomb.control.store;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores in this process, each reaching each other over a {@link Relay} of their own. Waiting ends
 * as soon as what is waited for is so, and after a minute with a failure.
 */
final class StoreCluster implements AutoCloseable {
    /** Reached only when a test fails. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Quick elections; commands are given up only when a test fails. */
    static final StoreTimings QUICK = timings(150);

    /**
     * No elections but those that a test asks for, or that follow when somebody is gone for
     * seconds.
     */
    static final StoreTimings STEADY = timings(2000);

    /** How often to look for what nobody tells. */
    private static final long LOOK_MS = 5;

    private final Path root;
    private final @Nullable StoreTls tls;
    private final StoreTimings timings;
    private final Map<String, StoreNode> nodes = new LinkedHashMap<>();
    private final Map<String, Relay> relays = new HashMap<>();
    private final Object bell = new Object();

    StoreCluster(Path root, @Nullable StoreTls tls, StoreTimings timings) {
        this.root = root;
        this.tls = tls;
        this.timings = timings;
    }

    private static StoreTimings timings(long electionMs) {
        return new StoreTimings(
                Duration.ofMillis(electionMs),
                Duration.ofMillis(2 * electionMs),
                Duration.ofSeconds(50),
                Duration.ofMillis(electionMs));
    }

    /** Founds a cluster of so many voters, and waits for its leader. */
    static StoreCluster of(Path root, int voters) throws Exception {
        return of(root, voters, QUICK);
    }

    static StoreCluster of(Path root, int voters, StoreTimings timings) throws Exception {
        StoreCluster cluster = new StoreCluster(root, null, timings);
        List<StoreNode> first = new ArrayList<>();
        for (int i = 1; i <= voters; i++) {
            first.add(cluster.add("n" + i, "a", Member.ORDINARY));
        }
        cluster.found(first);
        return cluster;
    }

    @Nullable StoreTls tls() {
        return tls;
    }

    StoreTimings timings() {
        return timings;
    }

    /** A further node, not running. */
    StoreNode add(String name, String id, int priority) throws IOException {
        // Nobody uses the members' own address: every way leads over a relay.
        Member member = new Member(new MemberId(name, id), "127.0.0.1", 1, priority);
        StoreNode node = new StoreNode(member, root.resolve(name + "-" + id), this);
        for (StoreNode other : nodes.values()) {
            relays.put(way(node, other), new Relay(other::port));
            relays.put(way(other, node), new Relay(node::port));
        }
        nodes.put(key(node), node);
        return node;
    }

    void found(List<StoreNode> first) throws Exception {
        Members members = new Members(first.stream().map(StoreNode::member).toList(), List.of());
        for (StoreNode node : first) {
            node.found(members);
        }
        leader();
    }

    /** Where a node reaches the others; nodes added later must have been added before it starts. */
    Map<MemberId, InetSocketAddress> routes(StoreNode from) {
        Map<MemberId, InetSocketAddress> routes = new HashMap<>();
        for (StoreNode to : nodes.values()) {
            if (to != from) {
                routes.put(to.id(), relay(from, to).address());
            }
        }
        return routes;
    }

    private static String key(StoreNode node) {
        return node.id().toString();
    }

    private static String way(StoreNode from, StoreNode to) {
        return key(from) + ">" + key(to);
    }

    Relay relay(StoreNode from, StoreNode to) {
        Relay relay = relays.get(way(from, to));
        if (relay == null) {
            throw new IllegalArgumentException("no way " + way(from, to));
        }
        return relay;
    }

    List<StoreNode> nodes() {
        return List.copyOf(nodes.values());
    }

    List<StoreNode> others(StoreNode than) {
        return nodes.values().stream().filter(node -> node != than).toList();
    }

    /** Waits for a node that leads and can be reached by what the test says lives. */
    StoreNode leader() throws Exception {
        return leader(nodes());
    }

    /** The one of these that leads in the highest term. */
    StoreNode leader(List<StoreNode> among) throws Exception {
        await("a leader", () -> among.stream().anyMatch(StoreNode::leads));
        return among.stream()
                .filter(StoreNode::leads)
                .max(
                        (one, other) ->
                                Long.compare(
                                        one.store().status().term(), other.store().status().term()))
                .orElseGet(() -> among.getFirst());
    }

    /** Nothing goes between these and the others any more. */
    void partition(List<StoreNode> side) {
        for (StoreNode one : nodes.values()) {
            for (StoreNode other : nodes.values()) {
                if (one != other && side.contains(one) != side.contains(other)) {
                    relay(one, other).silence();
                }
            }
        }
    }

    void heal() {
        relays.values().forEach(Relay::open);
    }

    /** As the others see a process die: its connections are reset. It is closed afterwards. */
    void kill(StoreNode node) {
        for (StoreNode other : others(node)) {
            relay(node, other).kill();
            relay(other, node).kill();
        }
    }

    /** The failure detectors of the others say so. */
    void sayDead(StoreNode node) {
        for (StoreNode other : others(node)) {
            if (other.runs()) {
                other.store().onPeerDead(node.name());
            }
        }
    }

    /** What nobody knows of any more can be reached again. */
    void revive(StoreNode node) {
        for (StoreNode other : others(node)) {
            relay(node, other).open();
            relay(other, node).open();
        }
    }

    /** Waits until all running nodes have applied all, and checks that they agree. */
    void settle() throws Exception {
        List<StoreNode> running = nodes.values().stream().filter(StoreNode::runs).toList();
        get(running.getFirst().store().barrier());
        await(
                "all to apply all",
                () ->
                        running.stream().map(node -> node.machine().all()).distinct().count() == 1
                                && running.stream()
                                                .map(node -> node.store().status().appliedIndex())
                                                .distinct()
                                                .count()
                                        == 1);
    }

    void happened() {
        synchronized (bell) {
            bell.notifyAll();
        }
    }

    void await(String what, BooleanSupplier done) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (bell) {
            while (!done.getAsBoolean()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("waited in vain for " + what + "; " + state());
                }
                bell.wait(LOOK_MS);
            }
        }
    }

    String state() {
        StringBuilder out = new StringBuilder();
        for (StoreNode node : nodes.values()) {
            out.append('\n').append(node.id()).append(": ");
            out.append(node.runs() ? node.store().status().toString() : "not running");
            out.append(", told ").append(node.told());
        }
        return out.toString();
    }

    static <T> T get(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        } catch (TimeoutException never) {
            throw new AssertionError("a future was never completed", never);
        }
    }

    static Optional<StoreException> failure(CompletableFuture<?> future) throws Exception {
        try {
            get(future);
            return Optional.empty();
        } catch (StoreException expected) {
            return Optional.of(expected);
        }
    }

    @Override
    public void close() throws IOException {
        List<Thread> closing =
                nodes.values().stream().map(node -> Thread.ofVirtual().start(node::close)).toList();
        for (Relay relay : relays.values()) {
            relay.close();
        }
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
