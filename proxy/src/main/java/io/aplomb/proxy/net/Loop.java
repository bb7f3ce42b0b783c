package io.aplomb.proxy.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One event loop with what belongs to it alone: its number, clock and timers.
 *
 * <p>Everything but {@link #execute} is for the loop's own thread.
 */
public final class Loop {

    private static final long NS_PER_MS = 1_000_000;

    /** A loop that does not get to a task in this time hangs, and whoever waits goes on without. */
    private static final long TASK_PATIENCE_MS = 1_000;

    private final int index;
    private final EventLoop executor;
    private final ByteBufAllocator allocator;
    private final LoopClock clock;
    private final FlushQueue flushes;
    private final TimerWheel timers;

    /** The one wake-up asked of the executor, and when it comes. */
    private @Nullable ScheduledFuture<?> pendingWake;

    private long wakeAtMs = Long.MAX_VALUE;

    Loop(int index, EventLoop executor, ByteBufAllocator allocator, LoopRounds.Round round) {
        this.index = index;
        this.executor = executor;
        this.allocator = allocator;
        this.clock = round.clock();
        this.flushes = round.flushes();
        this.timers = new TimerWheel(System.nanoTime() / NS_PER_MS);
    }

    /** 0, 1, ... in the engine. */
    public int index() {
        return index;
    }

    public EventLoop executor() {
        return executor;
    }

    public ByteBufAllocator allocator() {
        return allocator;
    }

    /**
     * Sends what was written there when all events of this round are dealt with. Who closes the
     * channel before that flushes first.
     */
    public void flushSoon(ChannelHandlerContext context) {
        flushes.add(context);
    }

    /** Monotonic nanoseconds, the same for all events of one round of the loop. */
    public long nowNs() {
        return clock.nowNs();
    }

    /** Monotonic milliseconds, the clock of {@link #arm}. */
    public long nowMs() {
        return clock.nowNs() / NS_PER_MS;
    }

    public boolean isCurrent() {
        return executor.inEventLoop();
    }

    /** Runs a task on the loop, from any thread. */
    public void execute(Runnable task) {
        executor.execute(task);
    }

    /** Arms or moves a deadline. */
    public void arm(Deadline deadline, long dueMs) {
        timers.set(deadline, dueMs);
        if (deadline.placedMs < wakeAtMs) {
            wakeAt(deadline.placedMs);
        }
    }

    /** Arms a deadline from now on, or disarms it for a duration of 0, which means no limit. */
    public void armIn(Deadline deadline, long durationMs) {
        if (durationMs > 0) {
            arm(deadline, nowMs() + durationMs);
        } else {
            timers.disarm(deadline);
        }
    }

    public void disarm(Deadline deadline) {
        timers.disarm(deadline);
    }

    /** How long until a deadline expires, in milliseconds; -1 when it is not armed. */
    public long leftMs(Deadline deadline) {
        return deadline.isArmed() ? Math.max(0, deadline.dueMs() - nowMs()) : -1;
    }

    /** Disarms a deadline whose owner ends. */
    public void forget(Deadline deadline) {
        timers.remove(deadline);
    }

    /** Runs a task on the loop and waits for its end. From any thread but a loop's. */
    public void run(Runnable task) {
        Future<?> done = executor.submit(task);
        boolean _ = done.awaitUninterruptibly(TASK_PATIENCE_MS);
    }

    /** Registers a connection whose options and handlers are set; from any thread. */
    public void adopt(Channel connection) {
        ChannelFuture _ = executor.register(connection);
    }

    private void wakeAt(long atMs) {
        if (pendingWake != null) {
            pendingWake.cancel(false);
        }
        wakeAtMs = atMs;
        long delayMs = Math.max(1, atMs - nowMs());
        pendingWake = executor.schedule(this::wake, delayMs, TimeUnit.MILLISECONDS);
    }

    private void wake() {
        pendingWake = null;
        wakeAtMs = Long.MAX_VALUE;
        timers.advance(nowMs());
        long next = timers.nextWakeMs();
        if (next < wakeAtMs) {
            wakeAt(next);
        }
    }
}
