package io.aplomb.control.vip;

import io.aplomb.vrrp.track.RiseFall;
import io.aplomb.vrrp.track.TrackStatus;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the proxy again and again, on a thread of its own, until it is interrupted. The proxy is
 * down at once at the start, and later when it gave no good answer twice in a row.
 */
final class ProxyWatch implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyWatch.class);

    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Longer than the proxy itself waits for its loops, so that it can say what is wrong. */
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(1);

    private static final int RISE = 2;
    private static final int FALL = 2;

    private final ProxyQuestion question;
    private final RiseFall result;
    private final Consumer<TrackStatus> listener;

    /**
     * @param known what was found before a reload; {@link TrackStatus#UNKNOWN} for nothing
     * @param listener told of every change, on the thread of this watch
     */
    ProxyWatch(ProxyQuestion question, TrackStatus known, Consumer<TrackStatus> listener) {
        this.question = question;
        this.result =
                known.equals(TrackStatus.UNKNOWN)
                        ? new RiseFall(RISE, FALL, false)
                        : RiseFall.resumed(RISE, FALL, known);
        this.listener = listener;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long startNs = System.nanoTime();
                ProxyQuestion.Answer answer = question.ask(LIMIT_NS);
                if (result.report(answer.isUp())) {
                    LOG.info(
                            "the proxy at {} is {}: {}",
                            question.socket(),
                            answer.isUp() ? "up" : "down",
                            answer.text());
                    listener.accept(result.status());
                }
                long restNs = INTERVAL_NS - (System.nanoTime() - startNs);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, restNs));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
