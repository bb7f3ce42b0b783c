package io.aplomb.sample.acl;

/** What a test says while a message is still coming in. */
public enum Outcome {
    /** It holds. */
    HOLDS,
    /** It does not hold, and will not. */
    FAILS,
    /** It does not hold now; more input may change that. */
    UNDECIDED;

    Outcome negated() {
        return switch (this) {
            case HOLDS -> FAILS;
            case FAILS -> HOLDS;
            case UNDECIDED -> UNDECIDED;
        };
    }

    static Outcome of(boolean holds) {
        return holds ? HOLDS : FAILS;
    }
}
