package io.aplomb.base;

/** Where the time comes from: the shell gives the machine's, tests a virtual one. Any thread. */
public interface Clock {

    /** Nanoseconds since an arbitrary origin; never goes back. For durations and deadlines. */
    long monotonicNs();

    /** Milliseconds since 1970-01-01T00:00:00Z; may jump. For what people and peers read. */
    long wallMs();
}
