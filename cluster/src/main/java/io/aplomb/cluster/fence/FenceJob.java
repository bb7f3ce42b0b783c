package io.aplomb.cluster.fence;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One action of one device, with its repetitions. */
final class FenceJob {

    /** Between a failure and the next try: the device may be busy. */
    static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(1);

    /** With less of its time left than this share it is not tried again. */
    private static final double LEFT_FOR_RETRY = 0.3;

    static final long NO_RUN = -1;

    final FenceDevice device;
    final String action;
    final @Nullable String target;
    final long timeoutMs;
    final Consumer<FenceAnswer> then;

    /** It does not begin, or begin again, before that. */
    long notBeforeNs;

    long run = NO_RUN;
    int tries;
    private long firstStartNs;

    /**
     * @param then gets the last answer
     */
    FenceJob(
            FenceDevice device,
            String action,
            @Nullable String target,
            long timeoutMs,
            long notBeforeNs,
            Consumer<FenceAnswer> then) {
        this.device = device;
        this.action = action;
        this.target = target;
        this.timeoutMs = timeoutMs;
        this.notBeforeNs = notBeforeNs;
        this.then = then;
    }

    boolean isRunning() {
        return run != NO_RUN;
    }

    /** Whether a node is off because of it: nothing may hold it up. */
    boolean isUrgent() {
        return action.equals("off") || action.equals("reboot");
    }

    /** It begins; answers how long it may take. */
    long begin(long number, long nowNs) {
        if (tries == 0) {
            firstStartNs = nowNs;
        }
        tries++;
        run = number;
        return leftMs(nowNs);
    }

    /** Whether an answer is the last one; if not, it waits to be tried again. */
    boolean isLast(FenceAnswer answer, long nowNs) {
        run = NO_RUN;
        boolean off = action.equals("status") && answer.status() == 2;
        boolean last =
                answer.succeeded()
                        || off
                        || answer.timedOut()
                        || tries >= device.tries(action)
                        || leftMs(nowNs + PAUSE_NS) < timeoutMs * LEFT_FOR_RETRY;
        if (!last) {
            notBeforeNs = nowNs + PAUSE_NS;
        }
        return last;
    }

    private long leftMs(long nowNs) {
        return timeoutMs - TimeUnit.NANOSECONDS.toMillis(nowNs - firstStartNs);
    }
}
