package io.aplomb.lab.demo;

import java.io.PrintStream;
import java.util.Locale;

/** Tells on the terminal what happens, each line with the seconds since the start. Thread-safe. */
final class Story {

    private final PrintStream out;
    private final long startNs;

    /**
     * @param startNs when the story began: the monotonic clock is that of all processes
     */
    Story(PrintStream out, long startNs) {
        this.out = out;
        this.startNs = startNs;
    }

    long startNs() {
        return startNs;
    }

    /** A heading: what is done now and why. */
    synchronized void chapter(String text) {
        out.println();
        out.println("== " + text);
    }

    /** Something that happened. */
    synchronized void event(String text) {
        out.printf(Locale.ROOT, "%8.3f s  %s%n", secondsSinceStart(), text);
        out.flush();
    }

    /** Advice or a result, without a time. */
    synchronized void note(String text) {
        out.println("            " + text);
        out.flush();
    }

    /** A line that another process has told. */
    synchronized void line(String text) {
        out.println(text);
        out.flush();
    }

    private double secondsSinceStart() {
        return (System.nanoTime() - startNs) / 1e9;
    }
}
