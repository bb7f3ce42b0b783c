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
 * Makes the handlers of events of loops, each with a clock and a queue of flushes that follow its
 * rounds: wait, deal with all events, run tasks.
 */
final class LoopRounds implements IoHandlerFactory {

    private final IoHandlerFactory handlers;
    private final Map<ThreadAwareExecutor, Round> byLoop = new ConcurrentHashMap<>();

    /** What one loop has for each of its rounds. */
    record Round(LoopClock clock, FlushQueue flushes) {}

    LoopRounds(IoHandlerFactory handlers) {
        this.handlers = handlers;
    }

    @Override
    public IoHandler newHandler(ThreadAwareExecutor loop) {
        Round round =
                byLoop.computeIfAbsent(loop, _ -> new Round(new LoopClock(), new FlushQueue()));
        return new Following(handlers.newHandler(loop), round);
    }

    @Override
    public boolean isChangingThreadSupported() {
        return handlers.isChangingThreadSupported();
    }

    Round of(ThreadAwareExecutor loop) {
        Round round = byLoop.get(loop);
        if (round == null) {
            throw new IllegalArgumentException("not a loop of this group");
        }
        return round;
    }

    /** A handler of events with its round. */
    private record Following(IoHandler events, Round round) implements IoHandler {

        @Override
        public int run(IoHandlerContext context) {
            // What tasks wrote since the last round must not wait for the next event.
            round.flushes.sendAll();
            round.clock.beginRound();
            int handled = events.run(context);
            round.flushes.sendAll();
            return handled;
        }

        @Override
        public void initialize() {
            events.initialize();
        }

        @Override
        public void prepareToDestroy() {
            round.flushes.sendAll();
            events.prepareToDestroy();
        }

        @Override
        public void destroy() {
            events.destroy();
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return new KeptRegistration(events.register(handle));
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
