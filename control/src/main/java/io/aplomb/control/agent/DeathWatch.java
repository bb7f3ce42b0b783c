package io.aplomb.control.agent;

import io.aplomb.linux.Poller;
import io.aplomb.linux.ProcessDescriptor;
import io.aplomb.linux.SystemCallException;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the moment a process ends (pidfd_open(2)), on a thread of its own. From any thread.
 *
 * <p>What agents leave behind becomes a child of this program when the agent ends, so that its end
 * is taken note of at once: until then agents that ask by {@code kill -0} take it for alive, and
 * the first process of a container may be slow about it.
 *
 * <p>Descriptors are polled and closed by that thread only.
 */
final class DeathWatch implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(DeathWatch.class);
    private static final long STOP_PATIENCE_MS = 5_000;

    /** No more than a belt to the braces of {@link Poller#wake}. */
    private static final long LONGEST_NS = TimeUnit.MINUTES.toNanos(1);

    private final Poller poller;
    private final Thread thread;

    /** Guarded by itself. */
    private final List<Watched> all = new ArrayList<>();

    private volatile boolean stopping;

    private static final class Watched {
        private final String owner;
        private final ProcessDescriptor process;
        private final Runnable died;
        private boolean forgotten;

        Watched(String owner, ProcessDescriptor process, Runnable died) {
            this.owner = owner;
            this.process = process;
            this.died = died;
        }
    }

    private DeathWatch(Poller poller) {
        this.poller = poller;
        this.thread = Thread.ofPlatform().name("agent-deaths").daemon().unstarted(this::run);
    }

    /** Begins to watch. */
    static DeathWatch start() throws SystemCallException {
        Orphans.seeTo();
        DeathWatch watch = new DeathWatch(Poller.open());
        watch.thread.start();
        return watch;
    }

    /**
     * Watches a process until it ends or is forgotten.
     *
     * @param process closed by the watch
     * @param died called on the watch's thread, once
     */
    void watch(String owner, ProcessDescriptor process, Runnable died) {
        synchronized (all) {
            all.add(new Watched(owner, process, died));
        }
        wake();
    }

    /** Watches no more for this owner. */
    void forget(String owner) {
        synchronized (all) {
            all.stream()
                    .filter(one -> one.owner.equals(owner))
                    .forEach(one -> one.forgotten = true);
        }
        wake();
    }

    /** How many processes are watched. */
    int size() {
        synchronized (all) {
            return (int) all.stream().filter(one -> !one.forgotten).count();
        }
    }

    private void wake() {
        try {
            poller.wake();
        } catch (SystemCallException ended) {
            LOG.debug("the watch of processes has ended: {}", ended.getMessage());
        }
    }

    private void run() {
        try {
            while (!stopping) {
                List<Integer> ready = poller.await(descriptors(), LONGEST_NS);
                for (Watched dead : take(ready)) {
                    tell(dead);
                }
            }
        } catch (SystemCallException failure) {
            LOG.error("ends of processes are no longer noticed: {}", failure.getMessage());
        }
    }

    private static void tell(Watched dead) {
        try {
            dead.died.run();
        } catch (RuntimeException defect) {
            LOG.error("the end of process {} of {}", dead.process.pid(), dead.owner, defect);
        }
    }

    private List<Integer> descriptors() {
        synchronized (all) {
            all.removeIf(
                    one -> {
                        if (one.forgotten) {
                            one.process.close();
                        }
                        return one.forgotten;
                    });
            return all.stream().map(one -> one.process.fd()).toList();
        }
    }

    private List<Watched> take(List<Integer> ready) {
        List<Watched> dead = new ArrayList<>();
        synchronized (all) {
            for (Watched one : all) {
                if (ready.contains(one.process.fd()) && !one.forgotten) {
                    one.forgotten = true;
                    dead.add(one);
                }
            }
        }
        return dead;
    }

    /** Ends the thread, and waits for that. */
    @Override
    public void close() {
        if (stopping) {
            return; // its descriptors may be others' by now
        }
        stopping = true;
        wake();
        try {
            thread.join(STOP_PATIENCE_MS);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            synchronized (all) {
                all.forEach(one -> one.process.close());
                all.clear();
            }
            poller.close();
        }
    }
}
