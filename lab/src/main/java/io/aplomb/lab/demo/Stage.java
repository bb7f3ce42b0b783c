package io.aplomb.lab.demo;

import io.aplomb.lab.demo.Platform.Balancer;
import io.aplomb.lab.demo.Platform.WebServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The platform's processes: started, killed and started again one by one, all ended on close. */
final class Stage implements AutoCloseable {

    private static final long START_LIMIT_MS = 60_000;
    private static final int CONNECT_LIMIT_MS = 200;
    private static final long PROBE_PAUSE_MS = 20;
    private static final int LINES_KEPT = 30;

    private final Program program;
    private final Platform platform;
    private final Story story;
    private final Sightings sightings;
    private final Path folder;
    private final Map<String, Child> children = new LinkedHashMap<>();
    private final Map<String, Deque<String>> lastLines = new LinkedHashMap<>();

    Stage(Program program, Platform platform, Story story, Sightings sightings) throws IOException {
        this.program = program;
        this.platform = platform;
        this.story = story;
        this.sightings = sightings;
        this.folder = Files.createTempDirectory("aplomb-demo");
    }

    Platform platform() {
        return platform;
    }

    Path configurationFile(Balancer balancer) {
        return folder.resolve(balancer.name() + ".cfg");
    }

    /** Starts everything and returns when every port answers. */
    void startAll() throws IOException {
        refuseTakenPorts();
        for (WebServer server : platform.webServers()) {
            start(server);
        }
        for (Balancer balancer : platform.balancers()) {
            Files.writeString(configurationFile(balancer), platform.configurationOf(balancer));
            launch(
                    balancer.name(),
                    List.of("proxy", "-db", "-f", configurationFile(balancer).toString()),
                    line -> report(balancer, line));
        }
        for (WebServer server : platform.webServers()) {
            awaitPort(server.name(), server.address(), server.port());
        }
        for (Balancer balancer : platform.balancers()) {
            awaitPort(balancer.name(), balancer.address(), balancer.port());
        }
    }

    void start(WebServer server) throws IOException {
        launch(
                server.name(),
                List.of(DemoCommands.SERVER, server.name(), server.address(), "" + server.port()),
                line -> {});
    }

    /** Kills without warning; returns when the process is gone. */
    void kill(WebServer server) {
        child(server.name()).kill();
    }

    @Override
    public void close() throws IOException {
        // Balancers were started last and end first: no alarm about servers that only end.
        for (Child child : new ArrayList<>(children.values()).reversed()) {
            child.close();
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private void launch(
            String name, List<String> arguments, java.util.function.Consumer<String> reader)
            throws IOException {
        Deque<String> kept = new ArrayDeque<>();
        synchronized (lastLines) {
            lastLines.put(name, kept);
        }
        children.put(
                name,
                Child.start(
                        program.with(arguments),
                        line -> {
                            keep(kept, line);
                            reader.accept(line);
                        }));
    }

    private void keep(Deque<String> kept, String line) {
        synchronized (lastLines) {
            kept.addLast(line);
            if (kept.size() > LINES_KEPT) {
                kept.removeFirst();
            }
        }
    }

    private void report(Balancer balancer, String line) {
        sightings
                .read(balancer.name(), line)
                .ifPresent(
                        seen ->
                                story.event(
                                        "%s says: %s is %s%s"
                                                .formatted(
                                                        balancer.name(),
                                                        seen.server(),
                                                        seen.up() ? "UP" : "DOWN",
                                                        seen.details())));
    }

    private Child child(String name) {
        Child child = children.get(name);
        if (child == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return child;
    }

    private void refuseTakenPorts() throws IOException {
        for (WebServer server : platform.webServers()) {
            refuseIfTaken(server.address(), server.port());
        }
        for (Balancer balancer : platform.balancers()) {
            refuseIfTaken(balancer.address(), balancer.port());
            refuseIfTaken(balancer.address(), balancer.statisticsPort());
        }
    }

    private static void refuseIfTaken(String address, int port) throws IOException {
        if (answers(address, port)) {
            throw new IOException(
                    "something already listens on %s:%d; is another demo running?"
                            .formatted(address, port));
        }
    }

    private void awaitPort(String name, String address, int port) throws IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_LIMIT_MS);
        while (!answers(address, port)) {
            if (!child(name).alive() || System.nanoTime() > deadlineNs) {
                throw new IOException(
                        "%s did not start on %s:%d%n%s"
                                .formatted(name, address, port, lastWords(name)));
            }
            pause();
        }
    }

    private String lastWords(String name) {
        synchronized (lastLines) {
            return String.join("\n", lastLines.getOrDefault(name, new ArrayDeque<>()));
        }
    }

    private static void pause() throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(PROBE_PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for a port");
        }
    }

    private static boolean answers(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), CONNECT_LIMIT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
