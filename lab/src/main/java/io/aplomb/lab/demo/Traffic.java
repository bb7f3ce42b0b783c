package io.aplomb.lab.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Clients that ask for the same page again and again, each through the balancers in turn, and count
 * what they got. Every request is a GET: idempotent, so none may fail.
 */
final class Traffic implements AutoCloseable {

    private static final int CLIENTS = 8;
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(15);
    private static final long PAUSE_MS = 5;
    private static final int FAILURES_KEPT = 20;

    private final List<URI> targets;
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore stopped = new Semaphore(0);
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(REQUEST_LIMIT)
                    .build();

    private long sent;
    private long failed;
    private long slowestNs;
    private final Map<String, Long> answersByServer = new TreeMap<>();
    private final List<String> failures = new java.util.ArrayList<>();

    Traffic(List<URI> targets) {
        this.targets = List.copyOf(targets);
    }

    /** What clients saw since the last {@link #startNewTally}. */
    record Tally(
            long sent,
            long failed,
            long slowestMs,
            Map<String, Long> answersByServer,
            List<String> failures) {}

    void start() {
        for (int client = 0; client < CLIENTS; client++) {
            int first = client;
            clients.execute(() -> browse(first));
        }
    }

    synchronized Tally tally() {
        return new Tally(
                sent,
                failed,
                TimeUnit.NANOSECONDS.toMillis(slowestNs),
                Map.copyOf(answersByServer),
                List.copyOf(failures));
    }

    synchronized void startNewTally() {
        sent = 0;
        failed = 0;
        slowestNs = 0;
        answersByServer.clear();
        failures.clear();
    }

    @Override
    public void close() {
        stopped.release(CLIENTS);
        clients.close();
        http.close();
    }

    private void browse(int first) {
        int turn = first;
        try {
            while (!stopped.tryAcquire(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                ask(targets.get(turn++ % targets.size()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(URI target) throws InterruptedException {
        long startNs = System.nanoTime();
        String problem = null;
        String answer = "";
        try {
            HttpResponse<String> response =
                    http.send(
                            HttpRequest.newBuilder(target).timeout(REQUEST_LIMIT).build(),
                            HttpResponse.BodyHandlers.ofString());
            answer = response.body();
            if (response.statusCode() != 200) {
                problem = target + " answered " + response.statusCode();
            }
        } catch (IOException e) {
            problem = target + ": " + e;
        }
        count(System.nanoTime() - startNs, answer, problem);
    }

    private synchronized void count(
            long tookNs, String answer, @org.jspecify.annotations.Nullable String problem) {
        sent++;
        slowestNs = Math.max(slowestNs, tookNs);
        if (problem == null) {
            answersByServer.merge(serverIn(answer), 1L, Long::sum);
            return;
        }
        failed++;
        if (failures.size() < FAILURES_KEPT) {
            failures.add(problem);
        }
    }

    /** {@code Hello from web1 at ...} names the server. */
    private static String serverIn(String answer) {
        String[] words = answer.split(" ", 4);
        return words.length > 2 ? words[2] : "?";
    }
}
