package io.aplomb.cluster.schedule;

/** What a failed operation leads to, from mild to severe, DEMOTE excepted. */
enum OnFail {
    IGNORE,
    RECOVER,
    MIGRATE,
    BLOCK,
    STOP,
    STANDBY,
    FENCE,
    DEMOTE;

    /** Whether this outweighs the other: a demotion outweighs only what is ignored. */
    boolean outweighs(OnFail other) {
        if (this == other) {
            return false;
        }
        if (this == DEMOTE) {
            return other == IGNORE;
        }
        if (other == DEMOTE) {
            return this != IGNORE;
        }
        return compareTo(other) > 0;
    }
}
