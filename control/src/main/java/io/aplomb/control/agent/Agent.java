package io.aplomb.control.agent;

import java.util.Optional;
import java.util.Set;

/** Knows how to run one kind of resource. Safe for many threads. */
interface Agent {

    /**
     * Does an operation and waits for its end, on a thread that may wait.
     *
     * @param interruption by which the caller ends it
     * @throws InterruptedException when it was ended
     */
    AgentAnswer perform(AgentCall call, Interruption interruption) throws InterruptedException;

    /**
     * How the guard is rid of the resource of a call; empty when there is nothing that must not be
     * twice.
     */
    Optional<Relief> relief(AgentCall call);

    /** The processes whose end means that the resource of a call has failed, once it runs. */
    Set<Integer> mainProcesses(AgentCall call);

    /** Whether a start may leave processes, which are looked for then. */
    default boolean leavesProcesses() {
        return true;
    }
}
