package io.aplomb.proxy.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The event loops of an engine and what they listen with. */
public final class Loops {

    private static final long STOP_PATIENCE_MS = 2_000;

    static {
        // Netty names channels after a network card, which takes long to find and warns where there
        // is none; nothing here uses these names.
        if (System.getProperty("io.netty.machineId") == null) {
            System.setProperty("io.netty.machineId", "00:00:00:00:00:00:00:01");
        }
    }

    private final IoEventLoopGroup group;
    private final ByteBufAllocator allocator;
    private final List<Loop> all = new ArrayList<>();
    private final Listeners listeners;

    private Loops(Transport transport, int count) {
        DefaultThreadFactory threads = new DefaultThreadFactory("loop", true);
        LoopRounds rounds = new LoopRounds(transport.ioHandlers());
        group = new MultiThreadIoEventLoopGroup(count, threads, rounds);
        allocator = new PooledByteBufAllocator(true);
        for (int i = 0; i < count; i++) {
            IoEventLoop executor = group.next();
            all.add(new Loop(i, executor, allocator, rounds.of(executor)));
        }
        listeners = new Listeners(transport, all);
    }

    /**
     * Starts loops.
     *
     * @param count 0 for one per processor
     */
    public static Loops start(Transport transport, int count) {
        return new Loops(transport, count > 0 ? count : Runtime.getRuntime().availableProcessors());
    }

    public List<Loop> all() {
        return List.copyOf(all);
    }

    public Listeners listeners() {
        return listeners;
    }

    public ByteBufAllocator allocator() {
        return allocator;
    }

    /**
     * How many loops get to a task in time. From any thread but a loop's; waits no longer than the
     * time.
     */
    public int answering(long limitMs) {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        List<Future<?>> answers = new ArrayList<>();
        for (Loop loop : all) {
            answers.add(loop.executor().submit(() -> {}));
        }
        int count = 0;
        for (Future<?> answer : answers) {
            long leftNs = Math.max(0, deadlineNs - System.nanoTime());
            count += answer.awaitUninterruptibly(leftNs, TimeUnit.NANOSECONDS) ? 1 : 0;
        }
        return count;
    }

    /** Ends the loops and closes every connection. */
    public void stop() {
        group.shutdownGracefully(0, STOP_PATIENCE_MS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(STOP_PATIENCE_MS);
    }
}
