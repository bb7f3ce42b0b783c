package io.aplomb.control.fence;

import io.aplomb.cluster.fence.FenceAnswer;
import io.aplomb.cluster.fence.FenceConfiguration;
import io.aplomb.cluster.fence.FenceCore;
import io.aplomb.cluster.fence.FenceDevice;
import io.aplomb.cluster.fence.FenceEffect;
import io.aplomb.cluster.fence.FenceInput;
import io.aplomb.cluster.fence.FenceMetadata;
import io.aplomb.cluster.fence.FenceOrder;
import io.aplomb.cluster.live.FencingRecord;
import java.io.Closeable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fences nodes by the devices of the configuration. One thread decides ({@link FenceCore}); each
 * run of an agent has a virtual thread. Every method may be called from any thread and waits for
 * nothing.
 */
public final class Fencer implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Fencer.class);

    /** An agent that tells what it is asks nobody. */
    private static final long METADATA_MS = 30_000;

    /** Waited for the end of what is under way; more than a killed process takes. */
    private static final long LAST_MS = 5_000;

    private final String self;
    private final FenceAgents agents;
    private final FenceCore core;
    private final RandomGenerator chance;
    private final ScheduledExecutorService thread;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, CompletableFuture<FencingRecord>> orders = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<FenceAnswer>> questions = new ConcurrentHashMap<>();
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private volatile List<FenceOrder> pending = List.of();

    // Of the deciding thread.
    private final Map<Long, Thread> runs = new HashMap<>();
    private @Nullable Future<?> timer;

    /**
     * @param self the name of this node
     */
    public Fencer(String self, FenceAgents agents, RandomGenerator chance) {
        this.self = self;
        this.agents = agents;
        this.core = new FenceCore(self);
        this.chance = chance;
        this.thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("fencer").factory());
    }

    /** From now on with that. What is under way goes on by what was before. */
    public void configure(FenceConfiguration configuration) {
        input(new FenceInput.Configured(configuration));
    }

    /**
     * Fences a node.
     *
     * @param action off, reboot or on
     * @param timeout for each action of a device that has no time of its own
     * @param delay before the first device acts, beside its own; a negative one for none at all
     * @return completed at the end, well or not, never with an exception; on the fencer's thread
     */
    public CompletableFuture<FencingRecord> fence(
            String target, String action, Duration timeout, Duration delay) {
        String id = Long.toString(numbers.incrementAndGet());
        FenceOrder order = new FenceOrder(id, target, action, timeout.toMillis(), delay.toMillis());
        CompletableFuture<FencingRecord> done = new CompletableFuture<>();
        orders.put(id, done);
        input(new FenceInput.Ordered(order, chance.nextDouble()));
        return done;
    }

    /** A person says that a node is down for certain: who waits for its fencing goes on. */
    public void confirm(String target) {
        input(new FenceInput.Confirmed(target));
    }

    /** Orders that are under way. */
    public List<FenceOrder> pending() {
        return pending;
    }

    /**
     * A device runs here: these are its parameters, whatever this node knows of the configuration.
     *
     * @param agent such as {@code fence_ipmilan}
     */
    public void register(String name, String agent, Map<String, String> parameters) {
        input(new FenceInput.Registered(new FenceDevice(name, agent, parameters, 0)));
    }

    /** It is stopped here. By the configuration this node may use it on. */
    public void unregister(String name) {
        input(new FenceInput.Unregistered(name));
    }

    /**
     * Asks a device whether it works.
     *
     * @return completed with what it said, never with an exception; cancelled when the fencer ends
     */
    public CompletableFuture<FenceAnswer> monitor(String name, Duration timeout) {
        String id = Long.toString(numbers.incrementAndGet());
        CompletableFuture<FenceAnswer> done = new CompletableFuture<>();
        questions.put(id, done);
        input(new FenceInput.Asked(id, name, timeout.toMillis()));
        return done;
    }

    private void input(FenceInput input) {
        try {
            thread.execute(() -> take(input));
        } catch (RejectedExecutionException closed) {
            giveUp();
        }
    }

    private void take(FenceInput input) {
        try {
            List<FenceEffect> effects = core.on(input, System.nanoTime());
            pending = core.pending();
            effects.forEach(this::carryOut);
            schedule();
        } catch (RuntimeException fault) {
            LOG.error("{}", input, fault);
        }
    }

    private void schedule() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        long dueNs = core.dueNs();
        if (dueNs != Long.MAX_VALUE && !thread.isShutdown()) {
            long inNs = Math.max(0, dueNs - System.nanoTime());
            timer =
                    thread.schedule(
                            () -> take(new FenceInput.TimeCame()), inNs, TimeUnit.NANOSECONDS);
        }
    }

    private void carryOut(FenceEffect effect) {
        switch (effect) {
            case FenceEffect.Describe(String agent) -> {
                Thread describing = Thread.ofVirtual().name(agent).unstarted(() -> describe(agent));
                running.add(describing);
                describing.start();
            }
            case FenceEffect.Run run -> begin(run);
            case FenceEffect.Abort(long run) -> {
                Thread aborted = runs.remove(run);
                if (aborted != null) {
                    aborted.interrupt();
                }
            }
            case FenceEffect.Finished finished -> finished(finished);
            case FenceEffect.Answered(String id, FenceAnswer answer) -> {
                CompletableFuture<FenceAnswer> waiting = questions.remove(id);
                if (waiting != null) {
                    waiting.complete(answer);
                }
            }
        }
    }

    private void begin(FenceEffect.Run run) {
        LOG.info("{}: {} by {}", run.device(), run.arguments().get("action"), run.agent());
        Thread agent = Thread.ofVirtual().name(run.agent()).unstarted(() -> run(run));
        runs.put(run.run(), agent);
        running.add(agent);
        agent.start();
    }

    private void run(FenceEffect.Run run) {
        try {
            FenceAnswer answer = agents.run(run.agent(), run.arguments(), run.timeoutMs());
            thread.execute(
                    () -> {
                        runs.remove(run.run());
                        take(new FenceInput.Ended(run.run(), answer));
                    });
        } catch (InterruptedException | RejectedExecutionException aborted) {
            // Nobody waits for it any more.
            return;
        } finally {
            running.remove(Thread.currentThread());
        }
    }

    private void describe(String agent) {
        try {
            FenceAnswer answer = agents.run(agent, Map.of("action", "metadata"), METADATA_MS);
            Optional<FenceMetadata> metadata = Optional.empty();
            boolean absent = answer.status() == FenceAgents.NO_SUCH_PROGRAM;
            String why = absent ? answer.reason() : answer.text();
            if (answer.succeeded()) {
                try {
                    metadata = Optional.of(FenceMetadata.parse(answer.output()));
                } catch (IllegalArgumentException none) {
                    why = agent + ": " + none.getMessage();
                }
            }
            input(new FenceInput.Described(agent, metadata, why));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            running.remove(Thread.currentThread());
        }
    }

    private void finished(FenceEffect.Finished finished) {
        FenceOrder order = finished.order();
        FencingRecord record =
                new FencingRecord(
                        order.target(),
                        order.action(),
                        finished.devices(),
                        self,
                        finished.succeeded(),
                        System.currentTimeMillis(),
                        finished.reason());
        if (record.succeeded()) {
            LOG.info("{} of {} by {}", record.action(), record.target(), record.device());
        } else {
            LOG.error("{} of {} failed: {}", record.action(), record.target(), record.detail());
        }
        CompletableFuture<FencingRecord> waiting = orders.remove(order.id());
        if (waiting != null) {
            waiting.complete(record);
        }
    }

    /** Ends; agents that run are killed, and who waits is told nothing more. */
    @Override
    public void close() {
        thread.shutdown();
        giveUp();
        try {
            boolean _ = thread.awaitTermination(LAST_MS, TimeUnit.MILLISECONDS);
            for (Thread each : running) {
                each.interrupt();
                each.join(LAST_MS);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveUp() {
        orders.values().forEach(one -> one.cancel(false));
        questions.values().forEach(one -> one.cancel(false));
    }
}
