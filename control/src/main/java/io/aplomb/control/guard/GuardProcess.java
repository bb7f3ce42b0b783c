package io.aplomb.control.guard;

import io.aplomb.cluster.live.LapsePolicy;
import io.aplomb.control.guard.GuardSettings.SelfFence;
import io.aplomb.control.guard.GuardSettings.WatchdogSettings;
import io.aplomb.linux.BootTimer;
import io.aplomb.linux.Descriptors;
import io.aplomb.linux.MemoryLock;
import io.aplomb.linux.Poller;
import io.aplomb.linux.Scheduling;
import io.aplomb.linux.SignalDisposition;
import io.aplomb.linux.SystemCallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/**
 * The guard's own process: orders on standard input, reports on standard output, one thread that
 * waits for orders, deadlines and the ends of what it started. {@link Guard} starts it; it is not
 * for people.
 *
 * <p>What it does when a deadline passes needs no disk and little memory: its pages are locked, its
 * classes were loaded by a rehearsal, addresses go by netlink. It has real-time priority and the
 * kernel's killer spares it, where permitted.
 */
public final class GuardProcess {

    private static final int ORDERS_FD = 0;
    private static final int REPORTS_FD = 1;
    private static final int ERRORS_FD = 2;
    private static final int READ_BYTES = 1 << 16;

    /** Above everything of users, below the kernel's own threads. */
    private static final int REAL_TIME_PRIORITY = 60;

    private static final int SIGHUP = 1;
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    /** A bug that shows in each round must not become a loop that never ends. */
    private static final int FAULT_LIMIT = 100;

    private static final long FAREWELL_MS = 500;

    private static final Path KERNEL_LOG = Path.of("/dev/kmsg");
    private static final Path MAGIC_KEYS = Path.of("/proc/sysrq-trigger");
    private static final long FENCING_LIMIT_MS = TimeUnit.SECONDS.toMillis(30);

    private final GuardCore core = new GuardCore();
    private final LeaseClock clock = new LeaseClock();
    private final LineBuffer input = new LineBuffer();
    private final Deque<GuardEvent> events = new ArrayDeque<>();
    private final WatchdogFeeder watchdog = new WatchdogFeeder();
    private final Poller poller;
    private final BootTimer timer;
    private final Removals removals;
    private final StepRunner runner;
    private final Reporter reporter;
    private Optional<WatchdogSettings> watched = Optional.empty();
    private boolean hears = true;
    private boolean ended;
    private int faults;

    private GuardProcess(
            Poller poller,
            BootTimer timer,
            Removals removals,
            StepRunner runner,
            Reporter reporter) {
        this.poller = poller;
        this.timer = timer;
        this.removals = removals;
        this.runner = runner;
        this.reporter = reporter;
    }

    /** Runs until the daemon says farewell, or is gone and all is stopped. */
    public static void main(String[] none) throws IOException, InterruptedException {
        for (int signal : new int[] {SIGHUP, SIGINT, SIGTERM}) {
            SignalDisposition.ignore(signal);
        }
        String notes = settleIn();
        try (Poller poller = Poller.open();
                BootTimer timer = BootTimer.open();
                Removals removals = Removals.open();
                StepRunner runner = StepRunner.open()) {
            Rehearsal.play(removals, runner, poller);
            // A log that nobody reads must not make what is started wait.
            Descriptors.dup2(runner.nullFd(), ERRORS_FD);
            Reporter reporter = new Reporter(REPORTS_FD);
            reporter.tell(new GuardReport.Ready((int) ProcessHandle.current().pid(), notes));
            new GuardProcess(poller, timer, removals, runner, reporter).run();
            reporter.close(FAREWELL_MS);
        }
    }

    /** What it can get of the system to be there when everything else hangs. */
    private static String settleIn() {
        StringJoiner notes = new StringJoiner("; ");
        attempt(notes, "name", () -> write(Path.of("/proc/self/comm"), "aplomb-guard"));
        attempt(
                notes,
                "safe from the killer",
                () -> write(Path.of("/proc/self/oom_score_adj"), "-1000"));
        attempt(notes, "locked in memory", MemoryLock::onFault);
        attempt(notes, "real-time priority", () -> Scheduling.allRealTime(REAL_TIME_PRIORITY));
        return notes.toString();
    }

    private static void write(Path file, String text) throws IOException {
        var _ = Files.writeString(file, text, StandardOpenOption.WRITE);
    }

    private interface Attempt {
        void make() throws IOException;
    }

    private static void attempt(StringJoiner notes, String what, Attempt attempt) {
        try {
            attempt.make();
        } catch (IOException refused) {
            notes.add("not " + what + ": " + refused.getMessage());
        }
    }

    private void run() throws SystemCallException {
        while (!ended) {
            try {
                round();
            } catch (SystemCallException | RuntimeException fault) {
                reporter.tell(new GuardReport.Remark("fault: " + fault));
                faults++;
                if (faults > FAULT_LIMIT) {
                    throw fault;
                }
            }
        }
        watchdog.close();
    }

    private void round() throws SystemCallException {
        timer.set(Math.min(Math.min(core.dueNs(), watchdog.nextNs()), runner.lookNs()));
        List<Integer> descriptors = new ArrayList<>(runner.descriptors());
        descriptors.add(timer.fd());
        if (hears) {
            descriptors.add(ORDERS_FD);
        }
        List<Integer> ready = poller.await(descriptors, -1);
        if (ready.contains(timer.fd())) {
            timer.acknowledge();
        }
        if (ready.contains(ORDERS_FD)) {
            hear();
        }
        events.addAll(runner.collect(ready, BootTimer.nowNs()));
        // After the orders: a renewal that came in time counts, however late it is read.
        events.add(new GuardEvent.TimeCame());
        while (!events.isEmpty()) {
            core.on(events.remove(), BootTimer.nowNs()).forEach(this::carryOut);
        }
        long nowNs = BootTimer.nowNs();
        watchdog.feed(core.feeds(nowNs), nowNs).ifPresent(this::remark);
    }

    private void hear() throws SystemCallException {
        byte[] octets = Descriptors.read(ORDERS_FD, READ_BYTES);
        if (octets.length == 0) {
            hears = false;
            events.add(new GuardEvent.Orphaned());
            return;
        }
        for (String line : input.add(octets)) {
            try {
                hear(OrderText.read(line));
            } catch (IllegalArgumentException unreadable) {
                remark("unreadable order: " + unreadable.getMessage());
            }
        }
    }

    private void hear(GuardOrder order) throws SystemCallException {
        switch (order) {
            case GuardOrder.Lease(long deadlineNs, LapsePolicy policy) -> {
                long bootNs = BootTimer.nowNs();
                long byBootNs = clock.deadline(deadlineNs, bootNs, System.nanoTime());
                events.add(new GuardEvent.Told(new GuardOrder.Lease(byBootNs, policy)));
            }
            case GuardOrder.Configure(GuardSettings settings) -> {
                events.add(new GuardEvent.Told(order));
                watch(settings.watchdog());
            }
            case GuardOrder.Done done -> {
                hears = false;
                events.add(new GuardEvent.Told(done));
            }
            case GuardOrder.Keep _, GuardOrder.Release _, GuardOrder.Mark _ ->
                    events.add(new GuardEvent.Told(order));
        }
    }

    /** One that is fed goes on with its time, unless it is another that is wanted now. */
    private void watch(Optional<WatchdogSettings> wanted) throws SystemCallException {
        if (wanted.equals(watched)) {
            return;
        }
        watched = wanted;
        if (wanted.isPresent()) {
            watchdog.open(wanted.get(), BootTimer.nowNs()).ifPresent(this::remark);
        } else {
            watchdog.disarm();
            watchdog.close();
        }
        reporter.tell(new GuardReport.Watchdog(watchdog.isOpen()));
    }

    private void carryOut(GuardEffect effect) {
        switch (effect) {
            case GuardEffect.Remove(String id, List<Hold.Removal> what) -> remove(id, what);
            case GuardEffect.Run(long run, Step step) ->
                    runner.start(run, step, bootNs(), rc -> new GuardEvent.StepEnded(run, rc));
            case GuardEffect.Abort(long run) -> runner.abort(run);
            case GuardEffect.Fence(int number, SelfFence way) -> fence(number, way);
            case GuardEffect.Tell(GuardReport report) -> tell(report);
            case GuardEffect.End(boolean safe) -> {
                ended = true;
                if (safe) {
                    watchdog.disarm();
                }
            }
        }
    }

    private void remove(String id, List<Hold.Removal> what) {
        try {
            removals.remove(what);
            events.add(new GuardEvent.Removed(id, true));
        } catch (SystemCallException refused) {
            remark(id + ": " + refused.getMessage());
            events.add(new GuardEvent.Removed(id, false));
        }
    }

    private void fence(int number, SelfFence way) {
        switch (way) {
            case SelfFence.Program(List<String> words) ->
                    runner.start(
                            fencingRun(number),
                            new Step.Command(words, GuardProgram.ENVIRONMENT, FENCING_LIMIT_MS),
                            bootNs(),
                            rc -> new GuardEvent.FencingEnded(number, rc));
            case SelfFence.MagicKey(char key) -> {
                try {
                    write(MAGIC_KEYS, String.valueOf(key));
                } catch (IOException refused) {
                    remark("no " + way + ": " + refused.getMessage());
                    events.add(new GuardEvent.FencingEnded(number, 1));
                }
            }
        }
    }

    /** Not one of the core's runs, which count from 0, nor none at all. */
    private static long fencingRun(int number) {
        return Held.NO_RUN - 1 - number;
    }

    private void tell(GuardReport report) {
        reporter.tell(report);
        switch (report) {
            case GuardReport.Lapsed _, GuardReport.AllStopped _, GuardReport.SelfFencing _ ->
                    tellKernel(report);
            default -> {
                // For the daemon alone.
            }
        }
    }

    /** The only log that never waits and that a reset machine's console has shown. */
    private static void tellKernel(GuardReport report) {
        try {
            byte[] line = ("<4>aplomb-guard: " + report + "\n").getBytes(StandardCharsets.UTF_8);
            var _ = Files.write(KERNEL_LOG, line, StandardOpenOption.WRITE);
        } catch (IOException unavailable) {
            // A container has none; the daemon is told all the same.
            return;
        }
    }

    private void remark(String text) {
        reporter.tell(new GuardReport.Remark(text));
    }

    private static long bootNs() {
        try {
            return BootTimer.nowNs();
        } catch (SystemCallException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
