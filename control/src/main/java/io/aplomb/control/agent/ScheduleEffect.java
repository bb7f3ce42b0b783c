package io.aplomb.control.agent;

import io.aplomb.cluster.live.OperationOrder;
import io.aplomb.cluster.live.OperationResult;

/** What {@link OperationSchedule} asks for. */
sealed interface ScheduleEffect {

    /**
     * Run an operation; its end is told by {@link OperationSchedule#finished}.
     *
     * @param run a number of its own
     */
    record Begin(long run, OperationOrder order) implements ScheduleEffect {}

    /**
     * End a run; its end is told all the same.
     *
     * @param force whether it is to be killed, not asked
     */
    record End(long run, boolean force) implements ScheduleEffect {}

    /** Tell the cluster. */
    record Report(OperationResult result) implements ScheduleEffect {}
}
