package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.List;
import java.util.Optional;

/**
 * What a command asks of the running cluster. The words are checked; names of resources are those
 * of the base the command was run on.
 *
 * <p>Where a text is expected, empty means that it was not given.
 */
public sealed interface RuntimeRequest {

    /** What {@code --wait} waits for, besides the cluster having nothing left to do. */
    enum Expectation {
        /** Nothing more. */
        SETTLED,
        /** Each of the resources runs somewhere. */
        RUNNING,
        /** None of the resources runs. */
        STOPPED
    }

    /**
     * Stores a changed base, then waits until the cluster is settled, and prints where each
     * resource runs; exit code 1 where that is not what was expected, or not in time.
     *
     * @param cib the base to store
     * @param output for the standard output before waiting
     * @param resources whose state is printed afterwards
     * @param timeoutSeconds 0 for no limit but that of pcs, an hour
     */
    record ChangeAndWait(
            Element cib,
            String output,
            List<String> resources,
            Expectation expectation,
            long timeoutSeconds)
            implements RuntimeRequest {
        /** Keeps an unmodifiable copy. */
        public ChangeAndWait {
            resources = List.copyOf(resources);
        }
    }

    /**
     * Stops resources only where nothing else is touched: the base is changed if the simulation
     * says that no other resource moves (strict), or that none is stopped or demoted (not strict).
     *
     * @param cib the base with the resources disabled
     * @param resources those and what is inside them
     * @param simulateOnly prints what would happen, changes nothing
     * @param brief names of the affected resources only
     * @param change the same with what to wait for; empty where nothing is waited for
     */
    record DisableSafely(
            Element cib,
            List<String> resources,
            boolean strict,
            boolean simulateOnly,
            boolean brief,
            Optional<ChangeAndWait> change)
            implements RuntimeRequest {
        /** Keeps an unmodifiable copy. */
        public DisableSafely {
            resources = List.copyOf(resources);
        }
    }
}
