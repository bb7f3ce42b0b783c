package io.aplomb.cluster.fence;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the fencer wants done. */
public sealed interface FenceEffect {

    /** An agent is asked for its metadata; answered by {@link FenceInput.Described}. */
    record Describe(String agent) implements FenceEffect {}

    /** An agent is run; answered by {@link FenceInput.Ended} unless it is aborted. */
    record Run(long run, String device, String agent, Map<String, String> arguments, long timeoutMs)
            implements FenceEffect {
        public Run {
            arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        }
    }

    /** A run is of no interest any more. */
    record Abort(long run) implements FenceEffect {}

    /**
     * An order came to its end.
     *
     * @param devices what did it, {@code human} where a person said so; empty where nothing did
     * @param reason why it failed; empty where it did not
     */
    record Finished(FenceOrder order, boolean succeeded, String devices, String reason)
            implements FenceEffect {}

    /** A device was looked at. */
    record Answered(String id, FenceAnswer answer) implements FenceEffect {}
}
