package io.aplomb.control.link;

/**
 * Measures whether a thread runs when it should. What others did not get to say because we did not
 * listen must not be held against them. Pure.
 */
final class Pace {

    private long toleranceNs;
    private long stalls;
    private long longestNs;

    Pace(long toleranceNs) {
        this.toleranceNs = toleranceNs;
    }

    /** What is later than that is a stall from now on. */
    void become(long nextToleranceNs) {
        toleranceNs = nextToleranceNs;
    }

    /**
     * The thread runs now.
     *
     * @param expectedNs when it should have run
     * @return for how long it was held up, in nanoseconds; 0 within the tolerance
     */
    long runs(long expectedNs, long nowNs) {
        long lateNs = nowNs - expectedNs;
        if (lateNs <= toleranceNs) {
            return 0;
        }
        stalls++;
        longestNs = Math.max(longestNs, lateNs);
        return lateNs;
    }

    long stalls() {
        return stalls;
    }

    long longestNs() {
        return longestNs;
    }
}
