package io.aplomb.proxy.health;

/**
 * Counts one check of a server. A failure takes one away, and all below rise; a success adds one,
 * and jumps to the top at rise. Under the owner's lock.
 */
final class CheckMeter {

    private final boolean agent;
    private final boolean configured;
    private final int rise;
    private final int fall;
    private boolean enabled;
    private boolean inProgress;
    private int health;
    private CheckResult last = CheckResult.NONE;

    /** Up at the start, and down with the first failure. */
    CheckMeter(boolean agent, boolean configured, int rise, int fall) {
        this.agent = agent;
        this.configured = configured;
        this.enabled = configured;
        this.rise = rise;
        this.fall = fall;
        this.health = rise;
    }

    /** Goes on where the meter of the same check stood before a reload. */
    void continueFrom(CheckMeter previous) {
        last = previous.last;
        enabled = configured && (!previous.configured || previous.enabled);
        if (previous.rise == rise && previous.fall == fall) {
            health = previous.health;
        } else if (previous.health == previous.top()) {
            health = top();
        } else {
            health = previous.isUp() ? rise : 0;
        }
    }

    boolean isAgent() {
        return agent;
    }

    boolean isConfigured() {
        return configured;
    }

    boolean isEnabled() {
        return enabled;
    }

    /** Nothing happens to one that is not configured. */
    void enable(boolean on) {
        enabled = on && configured;
    }

    void started() {
        inProgress = true;
        last = last.withoutInfo();
    }

    void aborted() {
        inProgress = false;
    }

    /** Notes a result; whether the status is another one than before. */
    boolean ended(CheckResult result) {
        inProgress = false;
        boolean changed = last.status() != result.status();
        last = result;
        return changed;
    }

    CheckResult last() {
        return last;
    }

    boolean isUp() {
        return health >= rise;
    }

    int top() {
        return rise + fall - 1;
    }

    int health() {
        return health;
    }

    int rise() {
        return rise;
    }

    void health(int value) {
        health = value;
    }

    /** Whether the counter moved. */
    boolean countFailure() {
        if (health == 0) {
            return false;
        }
        health--;
        if (health < rise) {
            health = 0;
        }
        return true;
    }

    /** Whether the counter moved. */
    boolean countSuccess() {
        if (health >= top()) {
            return false;
        }
        health++;
        if (health >= rise) {
            health = top();
        }
        return true;
    }

    CheckFigures figures(boolean maintained) {
        boolean paused = !agent && enabled && maintained;
        return new CheckFigures(
                agent, configured, enabled, paused, inProgress, rise, fall, health, last);
    }
}
