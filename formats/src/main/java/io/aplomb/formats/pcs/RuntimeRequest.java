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
     * @param waitSeconds how long to wait until they are stopped, 0 without limit; empty for not at
     *     all
     */
    record DisableSafely(
            Element cib,
            List<String> resources,
            boolean strict,
            boolean simulateOnly,
            boolean brief,
            Optional<Long> waitSeconds)
            implements RuntimeRequest {
        /** Keeps an unmodifiable copy. */
        public DisableSafely {
            resources = List.copyOf(resources);
        }
    }

    /**
     * Stops a resource, then carries a command out on the base as it is then. Where none of the
     * primitives runs, the command is carried out at once. Where they do not stop, the command is
     * not carried out: exit code 1 with {@code Unable to stop: ID before deleting (re-run with
     * --force to force deletion)}.
     *
     * @param cib the base with the resource disabled
     * @param resource the resource to stop
     * @param primitives what has to be stopped
     * @param words of the command
     */
    record StopThenRun(Element cib, String resource, List<String> primitives, List<String> words)
            implements RuntimeRequest {
        /** Keeps unmodifiable copies. */
        public StopThenRun {
            primitives = List.copyOf(primitives);
            words = List.copyOf(words);
        }
    }

    /**
     * Carries a command out that means the node where it was given, which it does not name.
     *
     * @param words of the command, to be carried out with the name of that node behind them
     */
    record WithLocalNode(List<String> words) implements RuntimeRequest {
        /** Keeps an unmodifiable copy. */
        public WithLocalNode {
            words = List.copyOf(words);
        }
    }

    /** Something of the cluster as such, or of its machines. */
    record OfCluster(ClusterOrder order) implements RuntimeRequest {}

    /**
     * Moves a resource for once: stores the base with a constraint, waits until the resource is
     * there, carries the words out that take the constraint away, waits again. Refused before where
     * a simulation says that the resource would go back then, or (strict) that others would move.
     *
     * @param cib the base with the constraint
     * @param node where to, empty for away from where it runs
     * @param timeoutSeconds 0 for no limit but that of pcs, an hour
     * @param undo the words
     */
    record MoveResource(
            Element cib,
            String resource,
            String node,
            boolean promoted,
            boolean strict,
            long timeoutSeconds,
            List<String> undo)
            implements RuntimeRequest {
        /** Keeps an unmodifiable copy. */
        public MoveResource {
            undo = List.copyOf(undo);
        }
    }

    /**
     * Stops a resource and starts it again.
     *
     * @param node empty for every node; otherwise the resource is a clone
     * @param timeoutSeconds 0 for what the time-outs of its operations add up to
     */
    record RestartResource(String resource, String node, long timeoutSeconds)
            implements RuntimeRequest {}

    /**
     * Runs an agent here and now, whatever the cluster thinks, and prints what it says.
     *
     * @param action {@code start stop promote demote monitor}
     * @param force also where the cluster runs the resource elsewhere
     */
    record RunAction(String resource, String action, boolean verbose, boolean force)
            implements RuntimeRequest {}

    /**
     * Prints resources and where they run, as {@code crm_mon} does. On a base from a file too.
     *
     * @param id a resource or a tag; empty for all
     * @param node only what is on this node; empty for all
     * @param stonith fence devices instead of the others
     */
    record ShowResources(String id, String node, boolean hideInactive, boolean stonith)
            implements RuntimeRequest {}

    /**
     * Forgets failed operations, so that the state is found out anew.
     *
     * @param resource empty for all
     * @param node empty for all
     * @param operation empty for all
     * @param interval of the operation, empty for all
     * @param strict only this resource, not all of the group or the clone it is in
     */
    record ForgetFailures(
            String resource, String node, String operation, String interval, boolean strict)
            implements RuntimeRequest {}

    /**
     * Forgets all operations, so that the state is found out anew.
     *
     * @param resource empty for all
     * @param node empty for all
     * @param strict only this resource, not all of the group or the clone it is in
     */
    record ForgetHistory(String resource, String node, boolean strict) implements RuntimeRequest {}

    /**
     * Moves resources to where they would be if they did not stick to where they are: finds out by
     * simulation, stores constraints {@code pcs-relocate-RESOURCE}, waits, takes them away.
     *
     * @param resources empty for all
     * @param dryRun only prints the constraints
     */
    record Relocate(List<String> resources, boolean dryRun) implements RuntimeRequest {
        /** Keeps an unmodifiable copy. */
        public Relocate {
            resources = List.copyOf(resources);
        }
    }

    /** Prints where resources would be if they did not stick to where they are. */
    record ShowRelocation() implements RuntimeRequest {}
}
