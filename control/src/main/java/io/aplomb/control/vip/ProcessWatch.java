package io.aplomb.control.vip;

import io.aplomb.linux.Poller;
import io.aplomb.linux.ProcessTable;
import io.aplomb.linux.RunningProcess;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.ProcessEvent;
import io.aplomb.model.vrrp.TrackProcess;
import io.aplomb.vrrp.track.ProcessQuorum;
import io.aplomb.vrrp.track.TrackStatus;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the processes of all {@code vrrp_track_process} blocks, on a thread of its own. The
 * kernel reports begin and end of each where it can ({@link ReportedProcesses}); otherwise they are
 * looked for ({@link ScannedProcesses}). The log says which.
 */
final class ProcessWatch implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessWatch.class);
    private static final long STOP_PATIENCE_MS = 5_000;

    private final List<Watched> all;
    private final BiConsumer<String, TrackStatus> listener;
    private final Poller poller;
    private final ProcessSource source;
    private final Thread thread;
    private volatile boolean stopping;

    /** What is watched, and the processes that are it. */
    private static final class Watched {
        private final String name;
        private final ProcessPattern pattern;
        private final ProcessQuorum quorum;
        private final Set<Integer> pids = new HashSet<>();

        Watched(TrackProcess wanted) {
            name = wanted.name();
            pattern = new ProcessPattern(wanted);
            quorum =
                    new ProcessQuorum(
                            wanted.quorum(),
                            wanted.quorumMax(),
                            wanted.forkDelayNs(),
                            wanted.terminateDelayNs());
        }
    }

    /**
     * Opens the best source there is.
     *
     * @param listener told the name of what is watched and its status, at each change: at first on
     *     the thread that calls {@link #start}, then on the watch's own
     */
    static ProcessWatch open(List<TrackProcess> processes, BiConsumer<String, TrackStatus> listener)
            throws SystemCallException {
        ProcessSource source;
        try {
            source = ReportedProcesses.open();
        } catch (SystemCallException refused) {
            LOG.info("the kernel does not report processes here: {}", refused.getMessage());
            source = new ScannedProcesses();
        }
        return new ProcessWatch(processes, listener, source);
    }

    ProcessWatch(
            List<TrackProcess> processes,
            BiConsumer<String, TrackStatus> listener,
            ProcessSource source)
            throws SystemCallException {
        this.all = processes.stream().map(Watched::new).toList();
        this.listener = listener;
        this.source = source;
        this.poller = Poller.open();
        this.thread = Thread.ofPlatform().name("vrrp-processes").daemon().unstarted(this::run);
    }

    /** Tells how all stand now, then watches. */
    void start() throws IOException {
        LOG.info("processes are {}", source.description());
        lookAtAll();
        settle();
        thread.start();
    }

    private void run() {
        try {
            while (!stopping) {
                List<Integer> _ = poller.await(source.descriptors(), waitNs());
                source.take().forEach(this::heard);
                settle();
            }
        } catch (IOException failure) {
            LOG.error("processes are no longer watched: {}", failure.getMessage());
        }
    }

    private long waitNs() {
        long now = System.nanoTime();
        long wait = source.patienceNs();
        for (Watched each : all) {
            if (each.quorum.dueNs() != Long.MAX_VALUE) {
                wait = Math.min(wait, each.quorum.dueNs() - now);
            }
        }
        return Math.max(0, wait);
    }

    private void heard(ProcessEvent event) {
        switch (event) {
            case ProcessEvent.Changed(int pid) -> lookAt(pid);
            case ProcessEvent.Ended(int pid) -> all.forEach(each -> each.pids.remove(pid));
            case ProcessEvent.Lost() -> {
                LOG.warn("reports of processes were lost; looking at all of them");
                lookAtAll();
            }
        }
    }

    private void lookAtAll() {
        all.forEach(each -> each.pids.clear());
        try {
            ProcessTable.pids().forEach(this::lookAt);
        } catch (IOException unreadable) {
            LOG.error("cannot look for processes: {}", unreadable.getMessage());
        }
    }

    private void lookAt(int pid) {
        Optional<RunningProcess> process = ProcessTable.find(pid);
        for (Watched each : all) {
            if (process.filter(each.pattern::matches).isPresent()) {
                each.pids.add(pid);
            } else {
                each.pids.remove(pid);
            }
        }
    }

    /** Tells what has changed, and follows those that matter now. */
    private void settle() {
        long now = System.nanoTime();
        Set<Integer> followed = new HashSet<>();
        for (Watched each : all) {
            boolean changed = each.quorum.count(each.pids.size(), now);
            if (changed || each.quorum.expire(now)) {
                LOG.info(
                        "process {} is {}: {} running",
                        each.name,
                        each.quorum.status().equals(TrackStatus.UP) ? "up" : "down",
                        each.pids.size());
                listener.accept(each.name, each.quorum.status());
            }
            followed.addAll(each.pids);
        }
        source.follow(followed);
    }

    /** Ends the thread, and waits for that. */
    @Override
    public void close() {
        stopping = true;
        try {
            poller.wake();
            thread.join(STOP_PATIENCE_MS);
        } catch (SystemCallException ended) {
            LOG.debug("the watch of processes has ended: {}", ended.getMessage());
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            source.close();
            poller.close();
        }
    }
}
