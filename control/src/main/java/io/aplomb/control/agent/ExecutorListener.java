package io.aplomb.control.agent;

import io.aplomb.cluster.live.OperationResult;
import io.aplomb.control.guard.Hold;
import java.util.Set;

/** Whom the {@link Executor} tells. Must not throw. */
public interface ExecutorListener {

    /**
     * What came of an order, in the order in which it came; on one thread of the executor. After
     * {@link OperationResult.Status#CANCELLED} a recurring operation is gone.
     */
    void result(OperationResult result);

    /**
     * This node has a resource, or is about to start it; or it has got another recipe. On the
     * thread of the operation, which goes on when this returns.
     */
    void held(Hold hold);

    /**
     * The end of these processes will be noticed at once from now on; on the thread of an
     * operation.
     */
    default void follows(String resource, Set<Integer> processes) {}

    /** It is stopped; on the thread of the operation. */
    void released(String resource);
}
