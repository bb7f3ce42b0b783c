package io.aplomb.cluster.fence;

import java.util.Optional;

/** What happens to the fencer. */
public sealed interface FenceInput {

    /** Another configuration; what is under way goes on by the old one. */
    record Configured(FenceConfiguration configuration) implements FenceInput {}

    /** A device that runs here, whether the configuration names it or not. */
    record Registered(FenceDevice device) implements FenceInput {}

    /** It does not run here any more. */
    record Unregistered(String name) implements FenceInput {}

    /**
     * A node is to be fenced.
     *
     * @param chance from 0 to 1, for delays that are to differ by chance
     */
    record Ordered(FenceOrder order, double chance) implements FenceInput {}

    /**
     * A device is to be looked at.
     *
     * @param id by which the answer is known
     */
    record Asked(String id, String device, long timeoutMs) implements FenceInput {}

    /** An agent has told what it is; empty where it did not. */
    record Described(String agent, Optional<FenceMetadata> metadata, String why)
            implements FenceInput {}

    /** A run of an agent came to its end. */
    record Ended(long run, FenceAnswer answer) implements FenceInput {}

    /** A person says that a node is down for certain. */
    record Confirmed(String target) implements FenceInput {}

    /** Nothing but that time has passed. */
    record TimeCame() implements FenceInput {}
}
