package io.aplomb.control.node;

import io.aplomb.control.agent.Executor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops all that runs here, and goes on until it is stopped. Any thread. */
final class Stopping {
    private static final Logger LOG = LoggerFactory.getLogger(Stopping.class);
    private static final long AGAIN_MS = 1_000;
    private static final long SETTLE_MS = 20;

    private final Executor executor;
    private final Runnable done;
    private final AtomicLong round = new AtomicLong();

    Stopping(Executor executor, Runnable done) {
        this.executor = executor;
        this.done = done;
    }

    /** Begins; another call begins anew, and the one before says nothing any more. */
    void begin(String reason) {
        long mine = round.incrementAndGet();
        LOG.warn("all resources here are stopped: {}", reason);
        Thread.ofVirtual().name("stopping").start(() -> stop(mine));
    }

    private void stop(long mine) {
        try {
            while (round.get() == mine) {
                List<String> failed = executor.stopAll();
                boolean quiet = executor.running().isEmpty() && executor.held().isEmpty();
                if (failed.isEmpty() && quiet) {
                    done.run();
                    return;
                }
                // what was being started when this began ends first
                TimeUnit.MILLISECONDS.sleep(failed.isEmpty() ? SETTLE_MS : AGAIN_MS);
                if (!failed.isEmpty()) {
                    LOG.error("not stopped yet: {}; this node stays away until they are", failed);
                }
            }
        } catch (InterruptedException asked) {
            LOG.debug("stopping ends");
        }
    }
}
