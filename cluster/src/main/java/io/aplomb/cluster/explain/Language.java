package io.aplomb.cluster.explain;

/** The languages in which people are spoken to. */
public enum Language {
    /** English. */
    ENGLISH,
    /** French. */
    FRENCH
}
