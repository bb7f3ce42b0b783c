package io.aplomb.app.cluster.pcs;

import io.aplomb.app.cluster.monitor.Starts;
import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.Tool;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.formats.pcs.ClusterOrder;
import java.util.Map;

/** What is done to machines, this one and others, rather than to what the cluster agreed on. */
public interface Machines {
    /** What there is in a process that is no daemon. */
    static Machines none() {
        return (_, _) -> {
            throw CommandFailure.because("this is done by the daemon: aplomb daemon");
        };
    }

    /** Words about machines that pcs does not have, by the first words that lead to them. */
    default Map<String, Tool> words() {
        return Map.of();
    }

    /** What starts with this machine. */
    default Starts starts() {
        return new Starts(false, false);
    }

    /**
     * Carries an order out that is about machines.
     *
     * @return the exit code
     */
    int carryOut(ClusterOrder order, ToolCall call) throws CommandFailure, InterruptedException;
}
