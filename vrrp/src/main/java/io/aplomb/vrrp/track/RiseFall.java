package io.aplomb.vrrp.track;

import io.aplomb.base.Check;

/**
 * Turns the results of a script into up and down: keepalived's {@code rise} and {@code fall}. For
 * one thread.
 *
 * <p>The very first result decides alone, so that a start does not wait for {@code rise} runs (seen
 * on keepalived 2.2.7). After that it takes {@code fall} failures in a row to go down and {@code
 * rise} successes in a row to come back.
 */
public final class RiseFall {

    private final int rise;
    private final int fall;
    private TrackStatus status;
    private boolean ranBefore;
    private int streak;

    /**
     * Starts with nothing known.
     *
     * @param rise at least 1
     * @param fall at least 1
     * @param initFail taken for down until the first result, keepalived's {@code init_fail}
     */
    public RiseFall(int rise, int fall, boolean initFail) {
        Check.argument(rise >= 1 && fall >= 1, "rise and fall are at least 1");
        this.rise = rise;
        this.fall = fall;
        status = initFail ? TrackStatus.DOWN : TrackStatus.UNKNOWN;
    }

    /** Goes on from what an earlier check found, up or down: a change takes its whole row. */
    public static RiseFall resumed(int rise, int fall, TrackStatus known) {
        RiseFall result = new RiseFall(rise, fall, false);
        result.status = known;
        result.ranBefore = true;
        return result;
    }

    /**
     * Takes a result; running out of time is a failure.
     *
     * @return whether the status changed
     */
    public boolean report(boolean success) {
        TrackStatus result = TrackStatus.of(success);
        if (result.equals(status)) {
            ranBefore = true;
            streak = 0;
            return false;
        }
        streak++;
        if (ranBefore && streak < (success ? rise : fall)) {
            return false;
        }
        ranBefore = true;
        streak = 0;
        status = result;
        return true;
    }

    public TrackStatus status() {
        return status;
    }
}
