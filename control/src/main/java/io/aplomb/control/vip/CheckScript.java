package io.aplomb.control.vip;

import io.aplomb.model.vrrp.TrackScript;
import io.aplomb.vrrp.track.RiseFall;
import io.aplomb.vrrp.track.TrackStatus;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one {@code vrrp_script} again and again, on a virtual thread of its own, until it is
 * interrupted. A run that takes too long is killed and counts as failed; the next one starts a
 * whole interval after the last one started, or at once when that is past.
 */
final class CheckScript implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckScript.class);

    private final TrackScript script;
    private final ScriptRunner runner;
    private final RiseFall result;
    private final Consumer<TrackStatus> listener;

    /**
     * Makes one that does not run yet.
     *
     * @param known what an earlier check of that name found, which counts until this one knows
     *     better; {@link TrackStatus#UNKNOWN} for none
     * @param listener told of every change, on the thread of this check
     */
    CheckScript(
            TrackScript script,
            ScriptRunner runner,
            TrackStatus known,
            Consumer<TrackStatus> listener) {
        this.script = script;
        this.runner = runner;
        this.result =
                known.equals(TrackStatus.UNKNOWN)
                        ? new RiseFall(script.rise(), script.fall(), script.initiallyFailed())
                        : RiseFall.resumed(script.rise(), script.fall(), known);
        this.listener = listener;
    }

    @Override
    public void run() {
        if (!result.status().equals(TrackStatus.UNKNOWN)) {
            listener.accept(result.status());
        }
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long startNs = System.nanoTime();
                ScriptRunner.Outcome outcome = runner.run(script.script(), script.timeoutNs());
                if (result.report(outcome.isSuccess())) {
                    LOG.info(
                            "script {} {}: {}",
                            script.name(),
                            outcome.isSuccess() ? "succeeds now" : "fails now",
                            outcome.text());
                    listener.accept(result.status());
                }
                long restNs = script.intervalNs() - (System.nanoTime() - startNs);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, restNs));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
