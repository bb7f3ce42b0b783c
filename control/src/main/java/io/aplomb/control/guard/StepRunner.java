package io.aplomb.control.guard;

import io.aplomb.linux.Descriptors;
import io.aplomb.linux.ProcessDescriptor;
import io.aplomb.linux.ProcessStatus;
import io.aplomb.linux.ProcessTable;
import io.aplomb.linux.Processes;
import io.aplomb.linux.SystemCallException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Runs steps: starts programs and sees how they end, kills processes and sees that they are gone.
 * Nothing here waits. For one thread.
 */
final class StepRunner implements Closeable {

    /** Processes that are not ours do not say that they end: they are looked at so often. */
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final int SIGCONT = 18;
    private static final String DEFAULT_PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int FAILED = 1;

    private final int nullFd;

    /** By their descriptors; those whose run was aborted stay until the kernel has them. */
    private final Map<Integer, Child> children = new LinkedHashMap<>();

    private final Map<Long, Killing> killings = new LinkedHashMap<>();

    /** Told at the next {@link #collect}. */
    private final List<GuardEvent> known = new ArrayList<>();

    private long lookNs = Long.MAX_VALUE;

    /** A program that runs. */
    private record Child(long run, ProcessDescriptor process, IntFunction<GuardEvent> ended) {}

    /** Processes that are to go. */
    private record Killing(Step.Target target, long killFromNs, IntFunction<GuardEvent> ended) {}

    private StepRunner(int nullFd) {
        this.nullFd = nullFd;
    }

    static StepRunner open() throws SystemCallException {
        return new StepRunner(Descriptors.openReadWrite("/dev/null"));
    }

    /**
     * Begins.
     *
     * @param run by which it can be aborted
     * @param ended makes an event of its exit status
     */
    void start(long run, Step step, long nowNs, IntFunction<GuardEvent> ended) {
        switch (step) {
            case Step.Command command -> start(run, command, ended);
            case Step.Kill(Step.Target target, long graceMs, _) -> {
                long killFromNs = nowNs + TimeUnit.MILLISECONDS.toNanos(graceMs);
                killings.put(run, new Killing(target, killFromNs, ended));
                if (graceMs > 0) {
                    ask(target);
                }
                look(nowNs);
            }
        }
    }

    private void start(long run, Step.Command command, IntFunction<GuardEvent> ended) {
        try {
            List<String> variables = new ArrayList<>();
            command.environment()
                    .forEach((name, value) -> variables.add(octets(name + '=' + value)));
            int pid =
                    Processes.spawnAlone(
                            executable(command),
                            command.words().stream().map(StepRunner::octets).toList(),
                            variables,
                            nullFd,
                            nullFd);
            ProcessDescriptor process = ProcessDescriptor.open(pid);
            children.put(process.fd(), new Child(run, process, ended));
        } catch (SystemCallException refused) {
            known.add(ended.apply(GuardReport.NOT_STARTED));
        }
    }

    /** A character for each octet: what the spawning side takes. */
    private static String octets(String text) {
        return new String(
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static String executable(Step.Command command) {
        String program = command.words().getFirst();
        if (program.indexOf('/') >= 0) {
            return octets(program);
        }
        String path = command.environment().getOrDefault("PATH", DEFAULT_PATH);
        for (String folder : path.split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return octets(folder + '/' + program);
            }
        }
        return octets(program);
    }

    /** Kills what a run started; nothing is told of it any more. */
    void abort(long run) {
        if (killings.remove(run) != null) {
            return;
        }
        for (Map.Entry<Integer, Child> entry : children.entrySet()) {
            Child child = entry.getValue();
            if (child.run == run) {
                killSession(child.process.pid());
                entry.setValue(new Child(Held.NO_RUN, child.process, child.ended));
            }
        }
    }

    /** A program leads its session; what it started may lead groups of its own. */
    private static void killSession(int leader) {
        try {
            long start = ProcessTable.status(leader).map(ProcessStatus::startTicks).orElse(0L);
            for (int pid : Victims.of(new Step.Session(leader, start))) {
                boolean _ = Processes.signal(pid, SIGKILL);
            }
        } catch (IOException | RuntimeException unseen) {
            killGroup(leader);
        }
    }

    private static void killGroup(int leader) {
        try {
            boolean _ = Processes.signal(-leader, SIGKILL);
        } catch (SystemCallException refused) {
            // Another user's: what may not be killed has a time limit all the same.
            return;
        }
    }

    /** Open for reading and writing, and empty. */
    int nullFd() {
        return nullFd;
    }

    /** To wait for. */
    List<Integer> descriptors() {
        return List.copyOf(children.keySet());
    }

    /** When to {@link #collect} even if no descriptor has input. */
    long lookNs() {
        return known.isEmpty() ? lookNs : Long.MIN_VALUE;
    }

    /** What has ended. */
    List<GuardEvent> collect(List<Integer> ready, long nowNs) throws SystemCallException {
        for (int fd : ready) {
            Child child = children.remove(fd);
            if (child != null) {
                int rc = Processes.awaitStatus(child.process.pid());
                child.process.close();
                if (child.run != Held.NO_RUN) {
                    known.add(child.ended.apply(rc));
                }
            }
        }
        if (nowNs >= lookNs) {
            look(nowNs);
        }
        List<GuardEvent> events = List.copyOf(known);
        known.clear();
        return events;
    }

    private void look(long nowNs) {
        for (Iterator<Killing> each = killings.values().iterator(); each.hasNext(); ) {
            Killing killing = each.next();
            try {
                List<Integer> left = Victims.of(killing.target);
                if (left.isEmpty()) {
                    each.remove();
                    known.add(killing.ended.apply(0));
                } else if (nowNs >= killing.killFromNs) {
                    for (int pid : left) {
                        boolean _ = Processes.signal(pid, SIGKILL);
                    }
                }
            } catch (IOException | RuntimeException unseen) {
                each.remove();
                known.add(killing.ended.apply(FAILED));
            }
        }
        lookNs = killings.isEmpty() ? Long.MAX_VALUE : nowNs + LOOK_NS;
    }

    /** One that is stopped could not end by itself. */
    private static void ask(Step.Target target) {
        try {
            for (int pid : Victims.of(target)) {
                boolean _ = Processes.signal(pid, SIGTERM) && Processes.signal(pid, SIGCONT);
            }
        } catch (IOException | RuntimeException unseen) {
            // Seen again by the look that follows, which tells of it.
            return;
        }
    }

    @Override
    public void close() {
        try {
            Descriptors.close(nullFd);
        } catch (SystemCallException gone) {
            // After any error of close(2) the descriptor is gone all the same.
            return;
        }
    }
}
