package io.aplomb.proxy.stream;

import io.aplomb.model.proxy.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What rules have decided for the present request, and where a waiting rule set goes on. */
@SuppressWarnings("ReferenceEquality") // two equal rule lists are still two places in a run
public final class RuleState {

    private final StringBuilder scratch = new StringBuilder();
    private @Nullable List<? extends Rule<?>> waitingIn;
    private int waitingAt;
    private boolean begun;
    private int logLevel = Stream.LOG_LEVEL_UNSET;
    private long serverTimeoutMs = -1;
    private long tunnelTimeoutMs = -1;
    private int priorityClass;
    private int priorityOffsetMs;
    private boolean retryDisabled;
    private boolean strict = true;

    void clear() {
        waitingIn = null;
        waitingAt = 0;
        begun = false;
        logLevel = Stream.LOG_LEVEL_UNSET;
        serverTimeoutMs = -1;
        tunnelTimeoutMs = -1;
        priorityClass = 0;
        priorityOffsetMs = 0;
        retryDisabled = false;
        strict = true;
    }

    /** A rule of this list waits for more input; running the list again goes on there. */
    public void waitAt(List<? extends Rule<?>> rules, int index) {
        waitingIn = rules;
        waitingAt = index;
    }

    /** Where to begin in this list: at the rule that waited, or at the first. */
    public int startOf(List<? extends Rule<?>> rules) {
        return waitingIn == rules ? waitingAt : 0;
    }

    /** Whether a rule of this list has waited already. */
    public boolean resumes(List<? extends Rule<?>> rules, int index) {
        return waitingIn == rules && waitingAt == index;
    }

    public void doneWaiting() {
        waitingIn = null;
        waitingAt = 0;
    }

    /** Whether a rule set waits in its middle. */
    public boolean isWaiting() {
        return waitingIn != null;
    }

    /** True the first time for a request. */
    public boolean begin() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    /** 0..7, {@link Stream#LOG_SILENT} or {@link Stream#LOG_LEVEL_UNSET}. */
    public int logLevel() {
        return logLevel;
    }

    public void logLevel(int level) {
        logLevel = level;
    }

    /** Override of {@code timeout server} in milliseconds, -1 for none. */
    public long serverTimeoutMs() {
        return serverTimeoutMs;
    }

    public void serverTimeoutMs(long timeoutMs) {
        serverTimeoutMs = timeoutMs;
    }

    /** Override of {@code timeout tunnel} in milliseconds, -1 for none. */
    public long tunnelTimeoutMs() {
        return tunnelTimeoutMs;
    }

    public void tunnelTimeoutMs(long timeoutMs) {
        tunnelTimeoutMs = timeoutMs;
    }

    public int priorityClass() {
        return priorityClass;
    }

    public void priorityClass(int value) {
        priorityClass = value;
    }

    public int priorityOffsetMs() {
        return priorityOffsetMs;
    }

    public void priorityOffsetMs(int value) {
        priorityOffsetMs = value;
    }

    /** {@code disable-l7-retry}. */
    public boolean isRetryDisabled() {
        return retryDisabled;
    }

    public void disableRetry() {
        retryDisabled = true;
    }

    /** Whether a failed rewrite ends the request with 500 ({@code strict-mode}). */
    public boolean isStrict() {
        return strict;
    }

    public void strict(boolean on) {
        strict = on;
    }

    /** A builder for texts that are made and used up at once. */
    public StringBuilder scratch() {
        return scratch;
    }
}
