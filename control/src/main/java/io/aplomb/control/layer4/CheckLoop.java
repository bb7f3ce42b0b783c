package io.aplomb.control.layer4;

import io.aplomb.control.layer4.Check.Result;
import io.aplomb.layer4.pool.CheckState;
import io.aplomb.layer4.pool.VirtualServerState;
import io.aplomb.model.vrrp.Checker;
import io.aplomb.model.vrrp.RealServer;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one check again and again, on a virtual thread of its own, until it is interrupted. */
final class CheckLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckLoop.class);

    private final String name;
    private final Checker checker;
    private final RealServer server;
    private final Check check;
    private final BooleanSupplier suspended;
    private final Listener listener;
    private final CheckState state;
    private int weightChange;

    /** Told on the thread of the check. */
    interface Listener {
        void changed(boolean up, int weightChange);
    }

    /**
     * @param name of server and service, for messages
     * @param suspended whether the check must not run now ({@code ha_suspend})
     * @param listener told whenever the check goes up or down or sets another weight
     */
    CheckLoop(
            String name,
            Checker checker,
            RealServer server,
            Check check,
            BooleanSupplier suspended,
            Listener listener) {
        this.name = name;
        this.checker = checker;
        this.server = server;
        this.check = check;
        this.suspended = suspended;
        this.listener = listener;
        this.state = new CheckState(checker.timing());
    }

    @Override
    public void run() {
        try {
            long warmupNs = checker.timing().warmupNs();
            long waitNs = warmupNs > 0 ? ThreadLocalRandom.current().nextLong(warmupNs) : 0;
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.NANOSECONDS.sleep(waitNs);
                waitNs = suspended.getAsBoolean() ? checker.timing().delayNs() : look();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long to wait for the next look, in nanoseconds. */
    private long look() throws InterruptedException {
        Result result = result();
        if (Thread.interrupted()) {
            throw new InterruptedException("the check was ended");
        }
        CheckState.Step step = state.report(result.success());
        log(result, step);
        int before = weightChange;
        if (checker instanceof Checker.Misc misc && result.status().isPresent()) {
            weightChange =
                    VirtualServerState.weightChange(
                            misc, server, result.status().getAsInt(), before);
        }
        if (step.changed() || weightChange != before) {
            listener.changed(state.isUp(), weightChange);
        }
        return step.waitNs();
    }

    private Result result() throws InterruptedException {
        try {
            return check.run();
        } catch (IOException failure) {
            return Result.bad(String.valueOf(failure.getMessage()));
        }
    }

    private void log(Result result, CheckState.Step step) {
        String keyword = Check.keyword(checker);
        if (step.changed()) {
            if (state.isUp()) {
                LOG.info("{} of {} succeeds: {}", keyword, name, result.text());
            } else {
                LOG.warn("{} of {} failed: {}", keyword, name, result.text());
            }
        } else if (step.retrying() && checker.timing().logAllFailures()) {
            LOG.info("{} of {} failed, to be retried: {}", keyword, name, result.text());
        }
    }
}
