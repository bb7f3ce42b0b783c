package io.aplomb.acceptance;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.testkit.ScriptedServer;
import io.aplomb.testkit.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes, real signals, real traffic: what the client notices must be nothing. */
@Timeout(120)
class ProxyUnderLoadTest {
    private static final List<String> NAMES = List.of("one", "two");

    @TempDir private Path folder;

    private final int port = ScriptedServer.closedPort();

    @Test
    void serversKilledInTurn_underLoad_costNoRequest() throws Exception {
        List<Integer> ports = List.of(ScriptedServer.closedPort(), ScriptedServer.closedPort());
        List<Process> servers = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            servers.add(server(NAMES.get(i), ports.get(i)));
        }
        try (RunningProxy proxy = RunningProxy.serving(folder, twoServers(ports), port);
                SteadyLoad load = SteadyLoad.on(port)) {
            for (int i = 0; i < NAMES.size(); i++) {
                // The other one is there for every request, whatever the checks know yet.
                load.awaitMore(100);
                int _ = servers.get(i).destroyForcibly().waitFor();
                load.awaitMore(200);
                servers.set(i, server(NAMES.get(i), ports.get(i)));
                load.awaitAnswer("Hello from " + NAMES.get(i));
            }
            assertThat(load.stop()).as(proxy.log()).isEmpty();
        } finally {
            servers.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void drain_underLoad_answersEveryRequestBegun() throws Exception {
        CountDownLatch begun = new CountDownLatch(SteadyLoad.CLIENTS);
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (ScriptedServer origin =
                        ScriptedServer.running(wire -> answerWhenTold(wire, begun, mayEnd));
                RunningProxy proxy =
                        RunningProxy.serving(folder, oneServer(origin.port(), ""), port);
                SteadyLoad load = SteadyLoad.on(port)) {
            assertThat(begun.await(60, SECONDS)).isTrue();
            proxy.signal("USR1");
            proxy.awaitRefusal(port);
            mayEnd.countDown();
            assertThat(proxy.process().waitFor(60, SECONDS)).isTrue();
            assertThat(proxy.process().exitValue()).isZero();
            assertThat(load.broken()).as(proxy.log()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"USR2", "HUP"})
    void reload_underLoad_costsNoRequest(String signal) throws Exception {
        try (ScriptedServer origin =
                        ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                RunningProxy proxy =
                        RunningProxy.serving(folder, oneServer(origin.port(), ""), port);
                SteadyLoad load = SteadyLoad.on(port)) {
            load.awaitMore(100);
            proxy.rewrite(oneServer(origin.port(), "http-response set-header X-New 1"));
            proxy.signal(signal);
            load.awaitAnswer("x-new: 1");
            proxy.rewrite("nonsense\n");
            proxy.signal(signal);
            proxy.awaitLog("nonsense");
            load.awaitMore(100);
            assertThat(load.last()).containsIgnoringCase("x-new: 1");
            assertThat(load.stop()).as(proxy.log()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void signal_thatEnds_isObeyedWithinTwoSecondsUnderLoad(String signal) throws Exception {
        try (ScriptedServer origin =
                        ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                RunningProxy proxy =
                        RunningProxy.serving(folder, oneServer(origin.port(), ""), port);
                SteadyLoad load = SteadyLoad.on(port)) {
            load.awaitMore(50);
            long startNs = System.nanoTime();
            proxy.signal(signal);
            assertThat(proxy.process().waitFor(10, SECONDS)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - startNs))
                    .isLessThan(Duration.ofSeconds(2));
            assertThat(proxy.process().exitValue()).isZero();
        }
    }

    private String oneServer(int origin, String rule) {
        return """
        defaults
            mode http
            timeout connect 2s
            timeout client 5s
            timeout server 5s
        listen proxy
            bind 127.0.0.1:%d
            %s
            server one 127.0.0.1:%d
        """
                .formatted(port, rule, origin);
    }

    private String twoServers(List<Integer> servers) {
        return """
        defaults
            mode http
            timeout connect 2s
            timeout client 10s
            timeout server 10s
            retries 3
            option redispatch 1
            retry-on all-retryable-errors
        listen proxy
            bind 127.0.0.1:%d
            balance roundrobin
            # A refused connection tells at once; a machine too busy to answer a check is not down.
            timeout check 30s
            option httpchk GET /
            server one 127.0.0.1:%d check inter 200ms fall 2 rise 1
            server two 127.0.0.1:%d check inter 200ms fall 2 rise 1
        """
                .formatted(port, servers.get(0), servers.get(1));
    }

    private static void answerWhenTold(Wire wire, CountDownLatch begun, CountDownLatch mayEnd) {
        wire.readMessage();
        begun.countDown();
        try {
            mayEnd.await();
        } catch (InterruptedException ended) {
            return;
        }
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        wire.expectEnd();
    }

    /** An application server as a process that can be killed; waits until it accepts. */
    private static Process server(String name, int port) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Launcher.built().toString(),
                                "demo-server",
                                name,
                                "127.0.0.1",
                                Integer.toString(port))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        while (!process.waitFor(20, MILLISECONDS)) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return process;
            } catch (IOException notYet) {
                continue;
            }
        }
        throw new AssertionError("the application server ended with " + process.exitValue());
    }
}
