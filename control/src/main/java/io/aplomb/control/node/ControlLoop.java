package io.aplomb.control.node;

import io.aplomb.cluster.live.Controller;
import io.aplomb.cluster.live.Effect;
import io.aplomb.cluster.live.Input;
import io.aplomb.cluster.live.Now;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of a node's {@link Controller}: inputs in their order, time, effects. */
final class ControlLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
    private static final long BUSY_MS = 10;
    private static final long QUIET_MS = 50;
    private static final long END_MS = 5_000;

    private final LinkedBlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
    private final Controller controller;
    private final Supplier<List<Input>> look;
    private final Consumer<Effect> effects;
    private final Thread thread;
    private volatile boolean ended;

    /**
     * @param look what nobody tells and has to be looked for, each time before anything else; the
     *     controller takes it first, for what waits in the queue is older
     * @param effects carries out what the controller wants; must not block
     */
    ControlLoop(
            String name,
            Controller controller,
            Supplier<List<Input>> look,
            Consumer<Effect> effects) {
        this.controller = controller;
        this.look = look;
        this.effects = effects;
        this.thread = Thread.ofPlatform().name("control-" + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Something happened. Any thread. */
    void tell(Input input) {
        inputs.add(input);
    }

    private void run() {
        try {
            while (!ended) {
                long wait = controller.isBusy() ? BUSY_MS : QUIET_MS;
                Input next = inputs.poll(wait, TimeUnit.MILLISECONDS);
                look.get().forEach(this::step);
                step(next == null ? new Input.Tick() : next);
            }
        } catch (InterruptedException asked) {
            LOG.debug("the controller ends");
        }
    }

    private void step(Input input) {
        Now now = new Now(System.nanoTime(), System.currentTimeMillis(), ZoneId.systemDefault());
        try {
            controller.on(input, now).forEach(effects);
        } catch (RuntimeException defect) {
            // to go on with half of the effects done would be worse than to begin anew: others take
            // this node for dead, and its guard stops what it runs
            LOG.error("a defect of the controller at {}", input, defect);
            Runtime.getRuntime().halt(70);
        }
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        try {
            if (!Thread.currentThread().equals(thread)) {
                thread.join(END_MS);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }
}
