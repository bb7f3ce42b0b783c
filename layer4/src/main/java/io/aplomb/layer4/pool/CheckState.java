package io.aplomb.layer4.pool;

import io.aplomb.model.vrrp.Checker;

/**
 * One check of one real server, from result to result. It is up or down; from up to down only after
 * all retries have failed, from down to up at the first success.
 *
 * <pre>
 *              success                     failure, retries left: again after the short delay
 *             +-------+                   +----+
 *             v       |                   v    |
 *   start -> UP ------+---- failure ----> UP --+-- failure, none left --> DOWN
 *             ^                                                            |
 *             +---------------------------- success -----------------------+
 * </pre>
 *
 * With {@code alpha} it starts down. For one thread.
 */
public final class CheckState {

    private final Checker.Timing timing;
    private boolean up;
    private int failures;

    public CheckState(Checker.Timing timing) {
        this.timing = timing;
        this.up = !timing.alpha();
    }

    /** Whether it counts as up. */
    public boolean isUp() {
        return up;
    }

    /**
     * What a result leads to.
     *
     * @param changed whether it went from up to down or back
     * @param retrying whether the next check is a retry
     * @param waitNs nanoseconds until the next check
     */
    public record Step(boolean changed, boolean retrying, long waitNs) {}

    /** Takes a result. */
    public Step report(boolean success) {
        if (success) {
            boolean changed = !up;
            up = true;
            failures = 0;
            return new Step(changed, false, timing.delayNs());
        }
        if (!up) {
            return new Step(false, false, timing.delayNs());
        }
        if (failures < timing.retries()) {
            failures++;
            return new Step(false, true, timing.retryDelayNs());
        }
        failures = 0;
        up = false;
        return new Step(true, false, timing.delayNs());
    }
}
