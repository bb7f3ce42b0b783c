package io.aplomb.control.guard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A hold, and how far the guard has come with it. */
final class Held {

    /** Of stopping it. */
    enum Stage {
        /** Nobody stops it. */
        KEPT,
        /** To be stopped once those that need it are. */
        WAITING,
        /** A step of it runs, or its removal. */
        RUNNING,
        /** It is stopped. */
        DONE,
        /** No way was successful. */
        FAILED;

        boolean isOpen() {
            return this == WAITING || this == RUNNING;
        }
    }

    /** No step runs. */
    static final long NO_RUN = -1;

    final Hold hold;
    Stage stage = Stage.KEPT;

    /** Whether its steps are to demote it. */
    boolean demoting;

    /** Whether it was demoted and goes on. */
    boolean demoted;

    /** The next step. */
    int next;

    long run = NO_RUN;
    long limitNs = Long.MAX_VALUE;

    /** Whether its removals succeeded; null before. */
    @Nullable Boolean removed;

    Held(Hold hold) {
        this.hold = hold;
    }

    List<Step> steps() {
        return demoting ? hold.demote() : hold.stop();
    }

    /** To be stopped, or demoted, from the first step on. */
    void wait(boolean demote) {
        stage = Stage.WAITING;
        demoting = demote;
        next = 0;
    }

    void runs(long number, long untilNs) {
        stage = Stage.RUNNING;
        run = number;
        limitNs = untilNs;
    }

    void settle(Stage settled) {
        stage = settled;
        run = NO_RUN;
        limitNs = Long.MAX_VALUE;
    }
}
