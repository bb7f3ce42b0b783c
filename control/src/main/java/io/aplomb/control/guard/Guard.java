package io.aplomb.control.guard;

import io.aplomb.cluster.live.LapsePolicy;
import io.aplomb.linux.Descriptors;
import io.aplomb.linux.Processes;
import io.aplomb.linux.SystemCallException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's side of the guard: starts it, tells it, hears from it, and starts it again with all
 * it has to know when it dies or hangs.
 *
 * <p>Nothing here waits for the guard; every method may be called from any thread.
 */
public final class Guard implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private static final int READ_BYTES = 1 << 14;
    private static final int SIGKILL = 9;
    private static final long PAUSE_MS = 1_000;
    private static final long FAREWELL_MS = 5_000;

    /** One that lives that long was no failed start. */
    private static final long LIVED_NS = TimeUnit.SECONDS.toNanos(1);

    private final List<String> program;
    private final Consumer<GuardReport> listener;
    private final GuardOutbox outbox;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int pid;

    private Guard(GuardSettings settings, List<String> program, Consumer<GuardReport> listener) {
        this.program = List.copyOf(program);
        this.listener = listener;
        this.outbox = new GuardOutbox(settings);
    }

    /**
     * Starts it. It is in the network namespace of the calling thread.
     *
     * @param listener hears all reports, one after the other, on a thread that is to be given back
     *     soon
     * @throws IOException when the kernel starts no process
     */
    public static Guard start(GuardSettings settings, Consumer<GuardReport> listener)
            throws IOException {
        Guard guard = new Guard(settings, GuardProgram.words(), listener);
        Running first = guard.spawn();
        Thread _ = Thread.ofPlatform().daemon().name("guard").start(() -> guard.supervise(first));
        return guard;
    }

    /** Other settings from now on, also for what it is doing at this moment. */
    public void configure(GuardSettings settings) {
        outbox.configure(settings);
    }

    /**
     * This machine may hold what it holds until then.
     *
     * @param deadlineNs by {@link System#nanoTime}; an earlier one than before counts too
     * @param policy what happens when it passes
     */
    public void lease(long deadlineNs, LapsePolicy policy) {
        outbox.lease(new GuardOrder.Lease(deadlineNs, policy));
    }

    /**
     * To be called before the resource is started, and again when its recipe changes.
     *
     * @return completed when the guard knows it: the resource may be started then
     */
    public CompletableFuture<Void> hold(Hold hold) {
        return outbox.hold(hold);
    }

    /** To be called after the resource was stopped. */
    public void release(String id) {
        outbox.release(id);
    }

    /** The guard's process id; changes when it is started again. */
    public int pid() {
        return pid;
    }

    /**
     * Says farewell: the guard ends and stops nothing, but for what it is stopping already. Waits
     * for that.
     */
    @Override
    public void close() {
        outbox.close();
        // It may be stopping things, which it does to the end.
        long farewellMs = outbox.settings().stopMarginMs() + FAREWELL_MS;
        try {
            if (!ended.await(farewellMs, TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException asked) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** A process that runs, and our ends of its pipes. */
    private record Running(int pid, int ordersFd, int reportsFd) {}

    private Running spawn() throws SystemCallException {
        Descriptors.Pipe orders = Descriptors.pipe();
        Descriptors.Pipe reports = Descriptors.pipe();
        try {
            List<String> variables = new ArrayList<>();
            GuardProgram.ENVIRONMENT.forEach((name, value) -> variables.add(name + '=' + value));
            Descriptors.makeNonBlocking(orders.writeFd());
            pid =
                    Processes.spawnAlone(
                            program.getFirst(),
                            program,
                            variables,
                            orders.readFd(),
                            reports.writeFd());
            return new Running(pid, orders.writeFd(), reports.readFd());
        } catch (SystemCallException refused) {
            Descriptors.close(orders.writeFd());
            Descriptors.close(reports.readFd());
            throw refused;
        } finally {
            Descriptors.close(orders.readFd());
            Descriptors.close(reports.writeFd());
        }
    }

    private void supervise(Running first) {
        try {
            attend(first);
            while (!outbox.isClosed()) {
                try {
                    attend(spawn());
                } catch (SystemCallException refused) {
                    LOG.error("the guard does not start: {}", refused.getMessage());
                    outbox.pause(PAUSE_MS);
                }
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        } finally {
            outbox.abandon();
            ended.countDown();
        }
    }

    /** Until it ends. */
    private void attend(Running running) throws InterruptedException {
        long startNs = System.nanoTime();
        GuardWriter writer = new GuardWriter(outbox, running.ordersFd, this::kill);
        Thread writing = Thread.ofPlatform().daemon().name("guard-orders").start(writer);
        String how = "its pipe ended";
        try {
            hear(running.reportsFd);
        } catch (SystemCallException broken) {
            how = broken.getMessage();
        }
        writer.stop();
        writing.join();
        String status = end(running);
        if (!outbox.isClosed()) {
            tell(new GuardReport.Died(running.pid, how + ", " + status));
            if (System.nanoTime() - startNs < LIVED_NS) {
                outbox.pause(PAUSE_MS);
            }
        }
    }

    private void hear(int fd) throws SystemCallException {
        LineBuffer input = new LineBuffer();
        for (byte[] octets = Descriptors.read(fd, READ_BYTES);
                octets.length > 0;
                octets = Descriptors.read(fd, READ_BYTES)) {
            input.add(octets).forEach(this::hear);
        }
    }

    private void hear(String line) {
        GuardReport report;
        try {
            report = ReportText.read(line);
        } catch (IllegalArgumentException unreadable) {
            // What a Java machine has to say it may print there.
            LOG.warn("the guard says: {}", line);
            return;
        }
        if (report instanceof GuardReport.Seen(long number)) {
            outbox.seen(number);
        } else {
            tell(report);
        }
    }

    private void tell(GuardReport report) {
        try {
            listener.accept(report);
        } catch (RuntimeException fault) {
            LOG.error("{}", report, fault);
        }
    }

    /** Its pipes are of no use any more; one that closed them and lives is none. */
    private static String end(Running running) {
        try {
            Descriptors.close(running.ordersFd);
            Descriptors.close(running.reportsFd);
            boolean _ = Processes.signal(running.pid, SIGKILL);
            return "status " + Processes.awaitStatus(running.pid);
        } catch (SystemCallException refused) {
            return refused.reason();
        }
    }

    private void kill() {
        try {
            boolean _ = Processes.signal(pid, SIGKILL);
        } catch (SystemCallException refused) {
            LOG.error("the guard hangs and cannot be killed: {}", refused.getMessage());
        }
    }
}
