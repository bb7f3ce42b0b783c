package io.aplomb.lab.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the virtual address for a page, again and again with a new connection each time, and notes
 * who answered when. An attempt is short, so that one into the void does not hide when the address
 * answers again.
 */
final class VipClient implements AutoCloseable {

    private static final int ATTEMPT_MS = 20;
    private static final int ANSWER_MS = 100;
    private static final int PAUSE_MS = 2;
    private static final byte[] REQUEST =
            "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern ANSWER = Pattern.compile("Hello from (\\S+)");

    private final Place place;
    private final InetSocketAddress target;
    private final List<Change> changes = new ArrayList<>();
    private String lastServer = "";
    private long lastGoodNs;
    private boolean stopped;

    /**
     * From now on another one answers.
     *
     * @param gapNs since the last good answer
     */
    record Change(String server, long atNs, long gapNs) {}

    VipClient(Place place, String address, int port) {
        this.place = place;
        this.target = new InetSocketAddress(address, port);
    }

    /** Where the client is: what is done there uses the network of that place. */
    interface Place {
        Optional<String> call(Callable<Optional<String>> work) throws IOException;
    }

    void start() {
        lastGoodNs = System.nanoTime();
        Thread _ = Thread.ofPlatform().daemon().name("client").start(this::ask);
    }

    /** The moment from which that one answers, if it does in time. */
    synchronized Optional<Change> awaitAnswerOf(String server, long sinceNs, long limitMs)
            throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        while (true) {
            for (Change change : changes) {
                if (change.server().equals(server) && change.atNs() >= sinceNs) {
                    return Optional.of(change);
                }
            }
            long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
            if (leftMs <= 0) {
                return Optional.empty();
            }
            wait(leftMs);
        }
    }

    private void ask() {
        try {
            while (!isStopped()) {
                place.call(this::attempt).ifPresent(this::answered);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        } catch (IOException | InterruptedException ended) {
            close();
        }
    }

    /** In the network of its place. */
    private Optional<String> attempt() {
        try (Socket socket = new Socket()) {
            socket.connect(target, ATTEMPT_MS);
            socket.setSoTimeout(ANSWER_MS);
            socket.getOutputStream().write(REQUEST);
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher name = ANSWER.matcher(answer);
            return name.find() ? Optional.of(name.group(1)) : Optional.empty();
        } catch (IOException nobody) {
            return Optional.empty();
        }
    }

    private synchronized void answered(String server) {
        long nowNs = System.nanoTime();
        if (!server.equals(lastServer)) {
            changes.add(new Change(server, nowNs, nowNs - lastGoodNs));
            lastServer = server;
            notifyAll();
        }
        lastGoodNs = nowNs;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    @Override
    public synchronized void close() {
        stopped = true;
    }
}
