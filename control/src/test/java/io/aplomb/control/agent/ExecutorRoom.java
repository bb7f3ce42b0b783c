package io.aplomb.control.agent;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Clock;
import io.aplomb.cluster.live.AgentName;
import io.aplomb.cluster.live.OperationOrder;
import io.aplomb.cluster.live.OperationResult;
import io.aplomb.control.guard.Hold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** An executor with places of its own, and what it told. */
final class ExecutorRoom implements AutoCloseable {
    static final int PATIENCE_S = 60;

    private final BlockingQueue<OperationResult> results = new LinkedBlockingQueue<>();
    private final Map<String, Hold> held = new ConcurrentHashMap<>();
    private final BlockingQueue<String> released = new LinkedBlockingQueue<>();
    private final BlockingQueue<Map.Entry<String, Set<Integer>>> followed =
            new LinkedBlockingQueue<>();
    private final Agents agents;
    private final AgentPlaces places;
    private final Executor executor;
    private int steps;

    /**
     * @param home where this room keeps all it has
     * @param ocfRoot with {@code resource.d}
     */
    ExecutorRoom(Path home, Path ocfRoot) throws IOException {
        this(home, ocfRoot, new NoDevices());
    }

    ExecutorRoom(Path home, Path ocfRoot, FenceRegistry devices) throws IOException {
        AgentPlaces usual = AgentPlaces.of("node", home.resolve("state"));
        places =
                new AgentPlaces(
                        "node",
                        usual.state(),
                        usual.run(),
                        ocfRoot,
                        home.resolve("init.d"),
                        home.resolve("sbin"),
                        home.resolve("units"),
                        home.resolve("bin") + ":" + usual.searchPath());
        agents = Agents.open(places, devices);
        executor =
                Executor.start(
                        new Clock() {
                            @Override
                            public long monotonicNs() {
                                return System.nanoTime();
                            }

                            @Override
                            public long wallMs() {
                                return System.currentTimeMillis();
                            }
                        },
                        agents,
                        new ExecutorListener() {
                            @Override
                            public void result(OperationResult result) {
                                results.add(result);
                            }

                            @Override
                            public void held(Hold hold) {
                                held.put(hold.id(), hold);
                            }

                            @Override
                            public void follows(String resource, Set<Integer> processes) {
                                followed.add(Map.entry(resource, processes));
                            }

                            @Override
                            public void released(String resource) {
                                held.remove(resource);
                                released.add(resource);
                            }
                        },
                        8,
                        1);
    }

    /** Writes a program. */
    static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Executor executor() {
        return executor;
    }

    AgentPlaces places() {
        return places;
    }

    Agents agents() {
        return agents;
    }

    Map<String, Hold> held() {
        return held;
    }

    /** What is told of a resource that is held. */
    Hold hold(String resource) {
        Hold hold = held.get(resource);
        if (hold == null) {
            throw new AssertionError(resource + " is not held; there are " + held.keySet());
        }
        return hold;
    }

    /** The next processes that are watched. */
    Map.Entry<String, Set<Integer>> followed() throws InterruptedException {
        Map.Entry<String, Set<Integer>> next = followed.poll(PATIENCE_S, SECONDS);
        assertThat(next).as("processes that are watched").isNotNull();
        return next;
    }

    BlockingQueue<String> released() {
        return released;
    }

    void order(
            String resource,
            AgentName agent,
            String operation,
            long intervalMs,
            long timeoutMs,
            Map<String, String> parameters) {
        executor.execute(
                new OperationOrder(
                        1,
                        1,
                        ++steps,
                        resource,
                        agent,
                        operation,
                        intervalMs,
                        timeoutMs,
                        0,
                        parameters,
                        0,
                        ""));
    }

    /** Orders it and waits for the next result, which has to be of that. */
    OperationResult run(
            String resource, AgentName agent, String operation, Map<String, String> parameters)
            throws InterruptedException {
        order(resource, agent, operation, 0, 30_000, parameters);
        OperationResult result = next();
        assertThat(result.order().key()).isEqualTo(resource + "_" + operation + "_0");
        return result;
    }

    /** The next result. */
    OperationResult next() throws InterruptedException {
        OperationResult result = results.poll(PATIENCE_S, SECONDS);
        assertThat(result).as("a result").isNotNull();
        return result;
    }

    @Override
    public void close() {
        executor.close();
        agents.close();
    }

    private static final class NoDevices implements FenceRegistry {
        @Override
        public AgentAnswer register(
                String name, String agent, Map<String, String> parameters, long timeoutMs) {
            return AgentAnswer.notInstalled("no devices here");
        }

        @Override
        public void unregister(String name) {}

        @Override
        public boolean isRegistered(String name) {
            return false;
        }

        @Override
        public AgentAnswer monitor(String name, long timeoutMs) {
            return AgentAnswer.notInstalled("no devices here");
        }
    }
}
