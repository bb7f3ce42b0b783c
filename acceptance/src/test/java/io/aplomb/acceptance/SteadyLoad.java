package io.aplomb.acceptance;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * Clients that send GET after GET on connections they keep, until stopped or failed. One lock
 * guards what they saw; who waits for something sleeps on it, as a spinning test takes the
 * processor away from what it tests.
 */
final class SteadyLoad implements AutoCloseable {
    static final int CLIENTS = 4;
    private static final int REQUESTS_A_CONNECTION = 20;
    private static final int ANSWER_LIMIT_MS = 30_000;
    private static final int LIMIT_S = 90;
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final Object lock = new Object();
    private boolean stopping;
    private int answers;
    private String last = "";
    private final List<String> refused = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    private SteadyLoad(int port) {
        this.port = port;
    }

    static SteadyLoad on(int port) {
        SteadyLoad load = new SteadyLoad(port);
        for (int i = 0; i < CLIENTS; i++) {
            load.threads.add(Thread.ofPlatform().daemon().start(load::run));
        }
        return load;
    }

    private void run() {
        while (goesOn()) {
            Socket connection;
            try {
                connection = new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException failure) {
                note(refused, failure.toString());
                return;
            }
            try (connection) {
                connection.setSoTimeout(ANSWER_LIMIT_MS);
                requests(connection);
            } catch (IOException failure) {
                note(broken, failure.toString());
                return;
            }
        }
    }

    private void requests(Socket connection) throws IOException {
        for (int i = 0; i < REQUESTS_A_CONNECTION && goesOn(); i++) {
            connection.getOutputStream().write(REQUEST);
            String answer = answer(connection);
            if (!answer.startsWith("HTTP/1.1 200 ")) {
                note(broken, answer.isEmpty() ? "closed without an answer" : answer);
                return;
            }
            synchronized (lock) {
                last = answer;
                answers++;
                lock.notifyAll();
            }
            if (answer.toLowerCase(Locale.ROOT).contains("connection: close")) {
                return;
            }
        }
    }

    /** One answer with a Content-Length, head and body; what came of it when the server closed. */
    private static String answer(Socket connection) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int octet = connection.getInputStream().read();
            if (octet < 0) {
                return text.toString();
            }
            text.append((char) octet);
        }
        String lower = text.toString().toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length:");
        if (at >= 0) {
            int length =
                    Integer.parseInt(lower.substring(at + 15, lower.indexOf("\r\n", at)).strip());
            byte[] body = connection.getInputStream().readNBytes(length);
            if (body.length < length) {
                throw new IOException("closed within the body of " + text);
            }
            text.append(new String(body, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    private boolean goesOn() {
        synchronized (lock) {
            return !stopping;
        }
    }

    private void note(List<String> where, String what) {
        synchronized (lock) {
            if (!stopping) {
                where.add(what);
                lock.notifyAll();
            }
        }
    }

    /** The last good answer. */
    String last() {
        synchronized (lock) {
            return last;
        }
    }

    /** Waits until so many more requests were answered, or one failed. */
    void awaitMore(int count) throws InterruptedException {
        int until;
        synchronized (lock) {
            until = answers + count;
        }
        await(() -> answers >= until);
    }

    /** Waits until an answer holds a text, or a request failed. */
    void awaitAnswer(String part) throws InterruptedException {
        await(() -> last.contains(part));
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + SECONDS.toNanos(LIMIT_S);
        synchronized (lock) {
            while (!condition.getAsBoolean() && refused.isEmpty() && broken.isEmpty()) {
                long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    throw new AssertionError("waited in vain; last answer: " + last);
                }
                lock.wait(leftMs);
            }
        }
    }

    /** What failed on connections that were open. */
    List<String> broken() {
        synchronized (lock) {
            return List.copyOf(broken);
        }
    }

    /** Ends the clients and gives all that failed. */
    List<String> stop() throws InterruptedException {
        close();
        for (Thread thread : threads) {
            thread.join();
        }
        synchronized (lock) {
            List<String> failures = new ArrayList<>(refused);
            failures.addAll(broken);
            return failures;
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            stopping = true;
        }
    }
}
