package io.aplomb.proxy.admin;

import io.aplomb.model.proxy.StatsSocket.Level;

/** What one connection to the runtime socket has set for itself. For its thread. */
public final class CommandSession {

    private static final long MS_PER_S = 1_000;

    private Level level;
    private long timeoutMs;
    private boolean prompting;
    private boolean ended;

    /**
     * @param timeoutMs how long the connection may be silent
     */
    public CommandSession(Level level, long timeoutMs) {
        this.level = level;
        this.timeoutMs = timeoutMs;
    }

    public Level level() {
        return level;
    }

    /** A level can only be lowered. */
    void lowerTo(Level lower) {
        level = lower.compareTo(level) < 0 ? lower : level;
    }

    boolean isAtLeast(Level needed) {
        return level.compareTo(needed) >= 0;
    }

    public long timeoutMs() {
        return timeoutMs;
    }

    void timeoutSeconds(long seconds) {
        timeoutMs = seconds * MS_PER_S;
    }

    /** Whether more lines are wanted after the first. */
    public boolean prompting() {
        return prompting;
    }

    void togglePrompt() {
        prompting = !prompting;
    }

    /** Whether {@code quit} was said. */
    public boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }
}
