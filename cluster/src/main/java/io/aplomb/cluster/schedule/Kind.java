package io.aplomb.cluster.schedule;

/** What an ordering of two actions, one first and one then, means; these add up. */
final class Kind {
    static final int NONE = 0;

    /** Only an order, where both happen. */
    static final int ORDERED = 1;

    /** The relation has nothing to say after first has been seen to be no obstacle. */
    static final int APPLY_FIRST_NON_MIGRATABLE = 1 << 1;

    /** If then is needed, so is first. */
    static final int THEN_NEEDS_FIRST = 1 << 2;

    /** If first happens, then must happen. */
    static final int FIRST_IMPLIES_THEN = 1 << 3;

    /** As THEN_NEEDS_FIRST, where then concerns the promoted role. */
    static final int PROMOTED_NEEDS_FIRST = 1 << 4;

    /** As THEN_NEEDS_FIRST, and what cannot migrate holds then back from it. */
    static final int THEN_NEEDS_FIRST_MIGRATABLE = 1 << 5;

    /** If first is not runnable, neither is then. */
    static final int FIRST_BLOCKS = 1 << 6;

    /** If first and then are pseudo actions of a group or migration: only while first stays so. */
    static final int PSEUDO_THEN = 1 << 7;

    /** As FIRST_IMPLIES_THEN, on the node of first only. */
    static final int IMPLIES_THEN_ON_NODE = 1 << 8;

    /** First is a probe. */
    static final int PROBE = 1 << 9;

    /** If first has to be restarted, so has then. */
    static final int RESTART = 1 << 10;

    /** If then is in the graph, so is a stop that implies it. */
    static final int STONITH_STOP = 1 << 11;

    /** No order at all, but never at once. */
    static final int SERIALIZE = 1 << 12;

    static final int SAME_NODE = 1 << 13;

    /** Once first is in the graph, then is. */
    static final int THEN_IN_GRAPH = 1 << 14;

    /** Once then is in the graph, first is. */
    static final int FIRST_IN_GRAPH = 1 << 15;

    /** First blocks then only where both are wanted: not symmetrical. */
    static final int ASYMMETRIC = 1 << 16;

    /** Load of a node: only if both are on one node. */
    static final int LOAD = 1 << 17;

    /** One runnable first of several is enough. */
    static final int ONE_OR_MORE = 1 << 18;

    static final int ANTI_COLOCATION = 1 << 19;

    /** Kept in the graph even where first is nothing that can be seen. */
    static final int PRESERVE = 1 << 20;

    /** If then is needed, first is not. */
    static final int THEN_CANCELS_FIRST = 1 << 21;

    private Kind() {}
}
