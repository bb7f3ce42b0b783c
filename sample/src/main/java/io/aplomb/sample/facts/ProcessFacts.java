package io.aplomb.sample.facts;

import org.jspecify.annotations.Nullable;

/** The program itself. */
public interface ProcessFacts {

    /** The machine's name, as in log lines. */
    String hostName();

    /** The node name of the {@code node} directive, else the machine's name. */
    String nodeName();

    /** The process id. */
    long pid();

    /** Number of processes: 1. */
    int processCount();

    /** Number of this process, from 1. */
    int processNumber();

    /** Number of event loops. */
    int threadCount();

    /** The event loop which evaluates, from 0. */
    int threadIndex();

    /** Whether the program drains before its end. */
    boolean stopping();

    /** An environment variable, or null. */
    @Nullable String environment(String name);
}
