package io.aplomb.control.agent;

import io.aplomb.base.Clock;
import io.aplomb.cluster.live.AgentName;
import io.aplomb.cluster.live.OperationOrder;
import io.aplomb.cluster.live.OperationResult;
import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does on this node what the cluster orders: runs operations of resources, now and again and again,
 * and tells what comes of them. Safe for many threads; no call waits for an agent but {@link
 * #debug} and {@link #stopAll}.
 *
 * <p>{@link OperationSchedule} decides; one thread does what it asks for and tells the listener;
 * each operation under way has a thread of its own, for agents wait in system calls.
 */
public final class Executor implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);
    private static final long STOP_PATIENCE_MS = 5_000;

    private final Clock clock;
    private final Agents agents;
    private final ExecutorListener listener;
    private final Holds holds;
    private final MainProcessWatch processes;
    private final Outputs outputs = new Outputs();
    private final Map<Long, Interruption> interruptions = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Guarded by the lock, as the next two. */
    private final OperationSchedule schedule;

    private final Deque<ScheduleEffect> effects = new ArrayDeque<>();
    private boolean closing;

    private final ExecutorService operations =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("agent-", 0).factory());
    private final Thread dispatcher =
            Thread.ofPlatform().name("executor").daemon().unstarted(this::run);

    private Executor(
            Clock clock, Agents agents, ExecutorListener listener, OperationSchedule schedule) {
        this.clock = clock;
        this.agents = agents;
        this.listener = listener;
        this.schedule = schedule;
        this.holds = new Holds(listener);
        this.processes =
                new MainProcessWatch(agents.places(), agents.deaths(), listener, this::stimulate);
    }

    /**
     * Starts one. The processes it runs have the namespaces of the calling thread.
     *
     * @param limit so many operations run at once (node-action-limit)
     * @param firstCallId the number of the first order
     */
    public static Executor start(
            Clock clock, Agents agents, ExecutorListener listener, int limit, long firstCallId) {
        OperationSchedule schedule =
                new OperationSchedule(
                        bound -> ThreadLocalRandom.current().nextLong(bound), limit, firstCallId);
        Executor executor = new Executor(clock, agents, listener, schedule);
        executor.dispatcher.start();
        return executor;
    }

    /** Pacemaker's default for node-action-limit: twice the number of processors. */
    public static int defaultLimit() {
        return 2 * Runtime.getRuntime().availableProcessors();
    }

    /** Takes an order; its results go to the listener. */
    public void execute(OperationOrder order) {
        change(() -> schedule.submit(order, now()));
    }

    /**
     * Ends a recurring operation, or an order that has not begun. If there is one, the listener
     * gets {@link OperationResult.Status#CANCELLED} for it.
     *
     * @return whether there is one
     */
    public boolean cancel(String resource, String operation, long intervalMs) {
        lock.lock();
        try {
            List<ScheduleEffect> more = new ArrayList<>();
            boolean found = schedule.cancel(resource, operation, intervalMs, now(), more);
            add(more);
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** Changes how many operations run at once; at least 1. */
    public void limit(int most) {
        change(() -> schedule.limit(Math.max(1, most), now()));
    }

    /** Has the monitors of a resource run now. */
    public void stimulate(String resource) {
        change(() -> schedule.stimulate(resource, now()));
    }

    /** The orders that run now. */
    public List<OperationOrder> running() {
        lock.lock();
        try {
            return schedule.running();
        } finally {
            lock.unlock();
        }
    }

    /** The orders that run again and again. */
    public List<OperationOrder> recurring() {
        lock.lock();
        try {
            return schedule.recurring();
        } finally {
            lock.unlock();
        }
    }

    /** The resources that this node has, in the order of their starts. */
    public List<String> held() {
        return holds.all().stream().map(held -> held.call().resource()).toList();
    }

    /** What the agent of a resource printed in its last runs, the oldest first. */
    public List<PastRun> outputs(String resource) {
        return outputs.of(resource);
    }

    /**
     * Runs an operation for a person who wants to see it, beside the cluster; waits for its end.
     *
     * @param resource its name, for agents that keep files
     * @param trace whether the agent shall tell all it does
     */
    public AgentAnswer debug(
            AgentName agent,
            String resource,
            String operation,
            Map<String, String> parameters,
            boolean trace,
            long timeoutMs)
            throws InterruptedException {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        if (trace) {
            all.put("trace_ra", "1");
            all.put(OcfEnvironment.TRACE_FILE, "/dev/stderr");
        }
        return limited(agents.of(agent), new AgentCall(resource, agent, operation, timeoutMs, all));
    }

    /**
     * Stops all that this node has, in an order in which nothing loses what it stands on; for a
     * node that leaves. Recurring operations end. Waits until all is done.
     *
     * @return those that could not be stopped
     */
    public List<String> stopAll() throws InterruptedException {
        for (OperationOrder order : recurring()) {
            boolean _ = cancel(order.resource(), order.operation(), order.intervalMs());
        }
        return new StopAll(holds.all(), operations, this::stop).run();
    }

    private boolean stop(Holds.Held held) throws InterruptedException {
        AgentCall call = held.call().with("stop");
        AgentAnswer answer = limited(held.agent(), call);
        holds.after(held.agent(), call, answer, false);
        LOG.info("{} is stopped: {} {}", call.resource(), answer.rc(), answer.exitReason());
        return answer.rc() == Ocf.SUCCESS;
    }

    /** Runs an operation on this thread, beside the schedule. */
    private static AgentAnswer limited(Agent agent, AgentCall call) throws InterruptedException {
        Interruption interruption = new Interruption();
        try (TimeLimit limit = new TimeLimit(interruption, call.timeoutMs())) {
            AgentAnswer answer = agent.perform(call, interruption);
            return limit.isOver()
                    ? new AgentAnswer(
                            Ocf.GENERIC_ERROR,
                            OperationResult.Status.TIMEOUT,
                            OperationSchedule.tooLong(call.timeoutMs()),
                            answer.output())
                    : answer;
        }
    }

    private void change(Supplier<List<ScheduleEffect>> input) {
        lock.lock();
        try {
            add(input.get());
        } finally {
            lock.unlock();
        }
    }

    private void add(List<ScheduleEffect> more) {
        effects.addAll(more);
        changed.signal();
    }

    private Moment now() {
        return new Moment(
                TimeUnit.NANOSECONDS.toMillis(clock.monotonicNs()),
                TimeUnit.MILLISECONDS.toSeconds(clock.wallMs()));
    }

    private void run() {
        try {
            while (true) {
                List<ScheduleEffect> due = take();
                if (due.isEmpty()) {
                    return;
                }
                due.forEach(this::perform);
            }
        } catch (InterruptedException asked) {
            LOG.debug("the executor ends");
        }
    }

    /** Waits for something to do; nothing when this executor is closed. */
    private List<ScheduleEffect> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closing) {
                effects.addAll(schedule.advance(now()));
                if (!effects.isEmpty()) {
                    List<ScheduleEffect> due = List.copyOf(effects);
                    effects.clear();
                    return due;
                }
                awaitChange();
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Returns early at times; who calls looks at the schedule again and again. */
    @SuppressWarnings("WaitNotInLoop")
    private void awaitChange() throws InterruptedException {
        long nextMs = schedule.nextDueMs();
        if (nextMs == Long.MAX_VALUE) {
            changed.await();
        } else {
            long nextNs = TimeUnit.MILLISECONDS.toNanos(nextMs) - clock.monotonicNs();
            long _ = changed.awaitNanos(nextNs);
        }
    }

    private void perform(ScheduleEffect effect) {
        switch (effect) {
            case ScheduleEffect.Begin(long run, OperationOrder order) -> {
                Interruption interruption = new Interruption();
                interruptions.put(run, interruption);
                operations.execute(() -> operate(run, order, interruption));
            }
            case ScheduleEffect.End(long run, boolean force) -> {
                Interruption interruption = interruptions.get(run);
                if (interruption != null) {
                    interruption.end(force);
                }
            }
            case ScheduleEffect.Report(OperationResult result) -> {
                log(result);
                listener.result(result);
            }
        }
    }

    private static void log(OperationResult result) {
        if (result.succeeded() || result.status() == OperationResult.Status.CANCELLED) {
            LOG.info(
                    "{}: {} after {} ms",
                    result.order().key(),
                    result.status(),
                    result.executedMs());
        } else {
            LOG.warn(
                    "{}: {}, exit code {} after {} ms: {}",
                    result.order().key(),
                    result.status(),
                    result.rc(),
                    result.executedMs(),
                    result.exitReason());
        }
    }

    private void operate(long run, OperationOrder order, Interruption interruption) {
        AgentCall call = AgentCall.of(order);
        long begunNs = clock.monotonicNs();
        Agent agent = agents.of(order.agent());
        AgentAnswer answer = ask(agent, call, interruption);
        holds.after(agent, call, answer, order.isProbe());
        outputs.keep(
                new PastRun(
                        order.resource(),
                        order.operation(),
                        order.intervalMs(),
                        answer.rc(),
                        answer.exitReason(),
                        TimeUnit.MILLISECONDS.toSeconds(clock.wallMs()),
                        TimeUnit.NANOSECONDS.toMillis(clock.monotonicNs() - begunNs),
                        answer.output().text(),
                        answer.output().error()));
        interruptions.remove(run);
        change(() -> schedule.finished(run, answer, now()));
        processes.after(agent, call, answer);
    }

    private AgentAnswer ask(Agent agent, AgentCall call, Interruption interruption) {
        try {
            interruption.runsHere();
            holds.before(agent, call);
            processes.before(call);
            return agent.perform(call, interruption);
        } catch (InterruptedException ended) {
            return AgentAnswer.failed("it was ended");
        } catch (RuntimeException defect) {
            LOG.error("{} of {}", call.operation(), call.resource(), defect);
            return AgentAnswer.failed("defect: " + defect);
        } finally {
            interruption.over();
        }
    }

    /** Ends what runs and begins nothing more; resources stay as they are. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            dispatcher.join(STOP_PATIENCE_MS);
            operations.shutdown();
            interruptions.values().forEach(each -> each.end(true));
            if (!operations.awaitTermination(STOP_PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("an agent does not end");
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
        processes.close();
    }
}
