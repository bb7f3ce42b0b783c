package io.aplomb.acceptance;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.testkit.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes, real signals, real traffic: what the client notices must be nothing. */
@Timeout(120)
class ProxyUnderLoadTest {
    private static final int CLIENTS = 4;

    @TempDir private Path folder;

    private final int port = ScriptedServer.closedPort();

    @Test
    void servers_killedUnderLoad_costNoRequest() throws Exception {
        List<Integer> ports = new ArrayList<>();
        List<Process> servers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ports.add(ScriptedServer.closedPort());
            servers.add(server(ports.get(i)));
        }
        try (RunningProxy proxy = RunningProxy.serving(folder, twoServers(ports), port);
                Load load = new Load(port)) {
            // One of two: the other one is there for every request, whatever checks know yet.
            load.awaitMore(100);
            int _ = servers.getFirst().destroyForcibly().waitFor();
            load.awaitMore(200);
            servers.set(0, server(ports.getFirst()));
            load.awaitMore(100);
            assertThat(load.stop()).as(proxy.log()).isEmpty();
        } finally {
            servers.forEach(Process::destroyForcibly);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"USR2", "HUP"})
    void reload_underLoad_costsNoRequest(String signal) throws Exception {
        try (ScriptedServer origin =
                        ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                RunningProxy proxy =
                        RunningProxy.serving(folder, oneServer(origin.port(), ""), port);
                Load load = new Load(port)) {
            load.awaitMore(100);
            proxy.rewrite(oneServer(origin.port(), "http-response set-header X-New 1"));
            proxy.signal(signal);
            load.awaitAnswer("x-new: 1");
            proxy.rewrite("nonsense\n");
            proxy.signal(signal);
            awaitLog(proxy, "nonsense");
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
                Load load = new Load(port)) {
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
            option httpchk GET /
            server one 127.0.0.1:%d check inter 200ms fall 2 rise 1
            server two 127.0.0.1:%d check inter 200ms fall 2 rise 1
        """
                .formatted(port, servers.get(0), servers.get(1));
    }

    /** An application server as a process that can be killed; waits until it accepts. */
    private static Process server(int port) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Launcher.built().toString(),
                                "demo-server",
                                "server",
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

    private static void awaitLog(RunningProxy proxy, String text) throws Exception {
        while (!proxy.log().contains(text)) {
            Thread.yield();
        }
    }

    /** Clients that send GET after GET on connections they keep, until stopped. */
    private static final class Load implements AutoCloseable {
        private final int port;
        private final AtomicBoolean stopping = new AtomicBoolean();
        private final AtomicInteger answers = new AtomicInteger();
        private final List<String> failures = new CopyOnWriteArrayList<>();
        private final List<Thread> threads = new ArrayList<>();
        private volatile String last = "";

        Load(int port) {
            this.port = port;
            for (int i = 0; i < CLIENTS; i++) {
                threads.add(Thread.ofPlatform().daemon().start(this::run));
            }
        }

        private void run() {
            while (!stopping.get()) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setSoTimeout(20_000);
                    requests(socket);
                } catch (IOException failure) {
                    fail(failure.toString());
                    return;
                }
            }
        }

        private void requests(Socket socket) throws IOException {
            for (int i = 0; i < 20 && !stopping.get(); i++) {
                socket.getOutputStream()
                        .write(
                                "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                String head = head(socket);
                if (!head.startsWith("HTTP/1.1 200 ")) {
                    fail(head.isEmpty() ? "closed without an answer" : head);
                    return;
                }
                last = head;
                int _ = answers.incrementAndGet();
                if (head.toLowerCase(Locale.ROOT).contains("connection: close")) {
                    return;
                }
            }
        }

        /** Reads one answer with a Content-Length; gives its head. */
        private static String head(Socket socket) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int octet = socket.getInputStream().read();
                if (octet < 0) {
                    return head.toString();
                }
                head.append((char) octet);
            }
            String lower = head.toString().toLowerCase(Locale.ROOT);
            int at = lower.indexOf("content-length:");
            if (at >= 0) {
                String value = lower.substring(at + 15, lower.indexOf("\r\n", at));
                socket.getInputStream().skipNBytes(Long.parseLong(value.strip()));
            }
            return head.toString();
        }

        private void fail(String what) {
            if (!stopping.get()) {
                failures.add(what);
            }
        }

        String last() {
            return last;
        }

        /** Waits until so many more requests were answered, or one failed. */
        void awaitMore(int count) {
            int until = answers.get() + count;
            while (answers.get() < until && failures.isEmpty()) {
                Thread.yield();
            }
        }

        void awaitAnswer(String part) {
            while (!last.toLowerCase(Locale.ROOT).contains(part) && failures.isEmpty()) {
                Thread.yield();
            }
        }

        List<String> stop() throws InterruptedException {
            stopping.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            return List.copyOf(failures);
        }

        @Override
        public void close() {
            stopping.set(true);
        }
    }
}
