package io.aplomb.proxy.runtime;

import io.aplomb.proxy.balance.Selection;
import org.jspecify.annotations.Nullable;

/**
 * What a stream asks of a backend. One per stream, reused.
 *
 * <p>{@link #selection} carries the balancing key and the server to avoid; {@link #preferred} is
 * the server that persistence (cookie, stick table, {@code use-server}) found, used when it is
 * usable or when {@link #evenIfDown}.
 */
public final class Wish {

    private final Selection selection;
    private @Nullable ServerRuntime preferred;
    private boolean evenIfDown;
    private int priorityClass;
    private int priorityOffsetMs;

    public Wish(Selection selection) {
        this.selection = selection;
    }

    /** Starts anew, at this monotonic time. */
    public Wish reset(long nowMs) {
        selection.reset(nowMs);
        preferred = null;
        evenIfDown = false;
        priorityClass = 0;
        priorityOffsetMs = 0;
        return this;
    }

    public Wish prefer(@Nullable ServerRuntime server, boolean evenWhenDown) {
        preferred = server;
        evenIfDown = evenWhenDown;
        return this;
    }

    public Wish priority(int priorityClassValue, int offsetMs) {
        priorityClass = priorityClassValue;
        priorityOffsetMs = offsetMs;
        return this;
    }

    public Selection selection() {
        return selection;
    }

    @Nullable ServerRuntime preferred() {
        return preferred;
    }

    boolean evenIfDown() {
        return evenIfDown;
    }

    int priorityClass() {
        return priorityClass;
    }

    int priorityOffsetMs() {
        return priorityOffsetMs;
    }
}
