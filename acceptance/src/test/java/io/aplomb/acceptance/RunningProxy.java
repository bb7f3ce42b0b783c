package io.aplomb.acceptance;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code aplomb proxy} as a process of its own, serving a configuration written to a folder. */
final class RunningProxy implements Closeable {
    private static final int LIMIT_S = 60;
    private static final int PROBE_MS = 50;

    private final Process process;
    private final Path configuration;
    private final Path log;

    private RunningProxy(Process process, Path configuration, Path log) {
        this.process = process;
        this.configuration = configuration;
        this.log = log;
    }

    /** Starts it and waits until the port accepts. */
    static RunningProxy serving(Path folder, String text, int port)
            throws IOException, InterruptedException {
        Path configuration = Files.writeString(folder.resolve("haproxy.cfg"), text);
        Path log = folder.resolve("proxy.log");
        Process process =
                new ProcessBuilder(
                                Launcher.built().toString(),
                                "proxy",
                                "-db",
                                "-f",
                                configuration.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        RunningProxy proxy = new RunningProxy(process, configuration, log);
        try {
            proxy.awaitPort(port);
        } catch (AssertionError | IOException | InterruptedException failure) {
            proxy.close();
            throw failure;
        }
        return proxy;
    }

    Process process() {
        return process;
    }

    void rewrite(String text) throws IOException {
        var _ = Files.writeString(configuration, text);
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** Waits until the log holds a text. */
    void awaitLog(String text) throws IOException, InterruptedException {
        await("its log never said " + text, () -> log().contains(text));
    }

    /** Waits until the port refuses connections. */
    void awaitRefusal(int port) throws IOException, InterruptedException {
        await("it went on accepting", () -> !accepts(port));
    }

    /** Sends a signal by its short name. */
    void signal(String name) throws IOException, InterruptedException {
        int exit =
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor();
        assertThat(exit).isZero();
    }

    private void awaitPort(int port) throws IOException, InterruptedException {
        await(
                "it did not start",
                () -> {
                    assertThat(process.isAlive()).as(log()).isTrue();
                    return accepts(port);
                });
    }

    private void await(String complaint, Probe probe) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + SECONDS.toNanos(LIMIT_S);
        while (!probe.holds()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("the proxy: " + complaint + "\n" + log());
            }
            // A pause; ends early only with the process.
            boolean _ = process.waitFor(PROBE_MS, MILLISECONDS);
        }
    }

    private interface Probe {
        boolean holds() throws IOException;
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
