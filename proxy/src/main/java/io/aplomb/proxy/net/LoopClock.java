package io.aplomb.proxy.net;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The monotonic time of one loop, read once for each round of the loop: all events that one wait
 * brought happen at the same moment, as in HAProxy. A request asks for the time ten times, and the
 * kernel's clock is not free.
 *
 * <p>For the loop's own thread.
 */
final class LoopClock {

    private boolean known;
    private long nowNs;

    /** Nanoseconds of {@link System#nanoTime}, at most one round of the loop old. */
    long nowNs() {
        if (!known) {
            nowNs = System.nanoTime();
            known = true;
        }
        return nowNs;
    }

    private void beginRound() {
        known = false;
    }

    /** Makes the handlers of loops, each with a clock that knows when a round begins. */
    static final class Clocks implements IoHandlerFactory {

        private final IoHandlerFactory handlers;
        private final Map<ThreadAwareExecutor, LoopClock> byLoop = new ConcurrentHashMap<>();

        Clocks(IoHandlerFactory handlers) {
            this.handlers = handlers;
        }

        @Override
        public IoHandler newHandler(ThreadAwareExecutor loop) {
            LoopClock clock = byLoop.computeIfAbsent(loop, _ -> new LoopClock());
            return new Rounds(handlers.newHandler(loop), clock);
        }

        @Override
        public boolean isChangingThreadSupported() {
            return handlers.isChangingThreadSupported();
        }

        LoopClock of(ThreadAwareExecutor loop) {
            LoopClock clock = byLoop.get(loop);
            if (clock == null) {
                throw new IllegalArgumentException("not a loop of this group");
            }
            return clock;
        }
    }

    /** A handler of events that tells the clock of each round. */
    private record Rounds(IoHandler events, LoopClock clock) implements IoHandler {

        @Override
        public int run(IoHandlerContext context) {
            clock.beginRound();
            return events.run(context);
        }

        @Override
        public void initialize() {
            events.initialize();
        }

        @Override
        public void prepareToDestroy() {
            events.prepareToDestroy();
        }

        @Override
        public void destroy() {
            events.destroy();
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return events.register(handle);
        }

        @Override
        public void wakeup() {
            events.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return events.isCompatible(type);
        }
    }
}
