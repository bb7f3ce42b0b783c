package io.aplomb.acceptance.cluster;

import io.aplomb.acceptance.cluster.AdminSocket.Said;
import io.aplomb.acceptance.cluster.Configuration.PropertySet;
import io.aplomb.acceptance.cluster.Configuration.Written;
import io.aplomb.control.admin.AdminClient.NobodyThereException;
import io.aplomb.testkit.History;
import io.aplomb.testkit.History.Operation;
import io.aplomb.testkit.History.Operation.CompareAndSet;
import io.aplomb.testkit.History.Operation.PerhapsCompareAndSet;
import io.aplomb.testkit.History.Operation.Read;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Somebody at one machine who reads and changes the configuration all the time, and notes in a
 * {@link History} what was said. What he writes is never written twice.
 */
public final class ConfigurationClient implements AutoCloseable {
    /** The only register: a configuration is one whole. */
    private static final String REGISTER = "configuration";

    private static final int PAUSE_MS = 40;

    /** How a word fails that was not carried out. */
    private static final List<String> NOT_DONE =
            List.of(
                    "cluster is not currently running on this node",
                    "the configuration is changed by somebody else all the time");

    /** How a whole base is refused that somebody else's change has made old. */
    private static final String OLDER = "older than existing";

    private final LabMachine machine;
    private final String name;
    private final AdminSocket socket;
    private final History history;
    private final Random random;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final AtomicInteger readings = new AtomicInteger();
    private final AtomicInteger settings = new AtomicInteger();
    private final AtomicInteger writings = new AtomicInteger();
    private final AtomicInteger comparisons = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean stopped;
    private int written;

    private ConfigurationClient(LabMachine machine, int number, History history) {
        this.machine = machine;
        this.name = "c" + number;
        this.socket = AdminSocket.of(machine);
        this.history = history;
        this.random = new Random(number);
    }

    /** Begins. */
    static ConfigurationClient start(LabMachine machine, int number, History history) {
        ConfigurationClient client = new ConfigurationClient(machine, number, history);
        Thread _ = Thread.ofPlatform().name(client.name).start(client::run);
        return client;
    }

    LabMachine machine() {
        return machine;
    }

    /** How often it was told the configuration. */
    int readings() {
        return readings.get();
    }

    /** How many changes of one property were accepted. */
    int settings() {
        return settings.get();
    }

    /** How many configurations were accepted without a look at what was there. */
    int writings() {
        return writings.get();
    }

    /** How many configurations were accepted because nobody had changed it meanwhile. */
    int comparisons() {
        return comparisons.get();
    }

    int changes() {
        return settings() + writings() + comparisons();
    }

    /** How often the daemon said that the cluster does not answer. */
    int failures() {
        return failures.get();
    }

    private void run() {
        try {
            while (!stopped) {
                try {
                    step();
                } catch (IOException died) {
                    // noted where it matters
                }
                Patience.pause(PAUSE_MS);
            }
            end.complete(null);
        } catch (InterruptedException | RuntimeException | AssertionError fault) {
            end.completeExceptionally(fault);
        }
    }

    private void step() throws IOException {
        int property = random.nextInt(Configuration.PROPERTIES.size());
        switch (random.nextInt(4)) {
            case 0 -> set(property);
            case 1 -> write(property);
            case 2 -> compareAndWrite(property);
            default -> {
                Optional<String> _ = read();
            }
        }
    }

    private String value() {
        return name + "-" + ++written;
    }

    /**
     * Reads the whole base, and notes it; empty where the node could not make sure that it is that
     * of the cluster.
     */
    private Optional<String> read() throws IOException {
        long called = history.moment();
        Said said = socket.ask("pcs", "cluster", "cib");
        if (!said.succeeded() || !said.errors().isEmpty()) {
            failures.incrementAndGet();
            return Optional.empty();
        }
        Read answer = new Read(Configuration.in(said.output()).toString());
        history.answered(name, REGISTER, called, answer);
        readings.incrementAndGet();
        return Optional.of(said.output());
    }

    private void set(int property) throws IOException {
        PropertySet set = new PropertySet(property, value());
        String words = Configuration.PROPERTIES.get(property) + "=" + set.value();
        change(settings, set, "", "pcs", "property", "set", words, "--force");
    }

    private void write(int property) throws IOException {
        Optional<String> base = read();
        if (base.isPresent()) {
            String cib = Configuration.edited(base.get(), property, value());
            Written all = new Written(Configuration.in(cib).values());
            change(writings, all, cib, "pcs", "cluster", "cib-push", "cib.xml", "--config");
        }
    }

    private void compareAndWrite(int property) throws IOException {
        Optional<String> base = read();
        if (base.isEmpty()) {
            return;
        }
        Configuration expected = Configuration.in(base.get());
        String cib = Configuration.edited(base.get(), property, value());
        Configuration next = expected.next(Configuration.in(cib).values());
        long called = history.moment();
        PerhapsCompareAndSet perhaps =
                new PerhapsCompareAndSet(expected.toString(), next.toString());
        Said said =
                ask(
                        called,
                        perhaps,
                        Configuration.withoutStatus(cib),
                        "pcs",
                        "cluster",
                        "cib-push",
                        "cib.xml");
        if (said.succeeded() || said.errors().contains(OLDER)) {
            CompareAndSet known =
                    new CompareAndSet(perhaps.expected(), perhaps.next(), said.succeeded());
            history.answered(name, REGISTER, called, known);
            comparisons.addAndGet(said.succeeded() ? 1 : 0);
        } else {
            failed(called, said, perhaps);
        }
    }

    private void change(AtomicInteger count, Operation change, String input, String... words)
            throws IOException {
        long called = history.moment();
        Said said = ask(called, change, input, words);
        if (said.succeeded()) {
            history.answered(name, REGISTER, called, change);
            count.incrementAndGet();
        } else {
            failed(called, said, change);
        }
    }

    /** Asks for a change; when the daemon dies meanwhile nobody knows whether it was made. */
    private Said ask(long called, Operation perhaps, String input, String... words)
            throws IOException {
        try {
            return socket.askWithInput(input, words);
        } catch (NobodyThereException dead) {
            throw dead;
        } catch (IOException died) {
            history.unknown(name, REGISTER, called, perhaps);
            throw died;
        }
    }

    private void failed(long called, Said said, Operation perhaps) {
        failures.incrementAndGet();
        if (NOT_DONE.stream().noneMatch(said.errors()::contains)) {
            history.unknown(name, REGISTER, called, perhaps);
        }
    }

    /** Ends after the answer that it waits for. */
    void stop() {
        stopped = true;
    }

    /**
     * Waits for its end.
     *
     * @throws CompletionException when it ended before, by a fault of the test
     */
    @Override
    public void close() {
        stop();
        end.orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
}
