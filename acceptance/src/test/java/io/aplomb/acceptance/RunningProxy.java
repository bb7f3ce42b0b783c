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
    private static final int START_LIMIT_S = 60;
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
        proxy.awaitPort(port);
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

    /** Sends a signal by its short name. */
    void signal(String name) throws IOException, InterruptedException {
        int exit =
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor();
        assertThat(exit).isZero();
    }

    private void awaitPort(int port) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + SECONDS.toNanos(START_LIMIT_S);
        while (!accepts(port)) {
            if (process.waitFor(PROBE_MS, MILLISECONDS) || System.nanoTime() > deadlineNs) {
                close();
                throw new AssertionError("the proxy did not start:\n" + log());
            }
        }
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
