package io.aplomb.proxy.log;

import io.aplomb.model.proxy.LogTarget;
import io.aplomb.sample.Octets;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to one destination: a bounded queue and the thread that empties it. {@link #offer} is for
 * any thread and never waits.
 */
final class LogQueue implements AutoCloseable {

    /** About two seconds of 4,000 lines; more than that behind is better dropped than late. */
    private static final int CAPACITY = 8_192;

    private static final long POLL_MS = 200;
    private static final long DRAIN_MS = 1_000;

    private final LogSink sink;
    private final LogHeader header;
    private final ArrayBlockingQueue<Item> items = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final Thread thread;
    private volatile boolean closing;

    private record Item(LogTarget target, LogEntry entry) {}

    LogQueue(String name, LogSink sink, Supplier<LogIdentity> identity) {
        this.sink = sink;
        this.header = new LogHeader(identity);
        this.thread = Thread.ofPlatform().name("log-" + name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void offer(LogTarget target, LogEntry entry) {
        if (closing || !items.offer(new Item(target, entry))) {
            dropped.incrementAndGet();
        }
    }

    /** Lines that did not fit or could not be sent. */
    long dropped() {
        return dropped.get();
    }

    long sent() {
        return sent.get();
    }

    private void run() {
        StringBuilder builder = new StringBuilder();
        while (true) {
            Item item = next();
            if (item != null) {
                send(item, builder);
            } else if (closing) {
                sink.close();
                return;
            }
        }
    }

    private @Nullable Item next() {
        try {
            return items.poll(POLL_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Nobody but close() interrupts, to end a wait early.
            return items.poll();
        }
    }

    private void send(Item item, StringBuilder builder) {
        builder.setLength(0);
        header.append(builder, item.target, item.entry);
        builder.append(item.entry.message());
        try {
            sink.send(line(builder, item.target.maxLength()));
            sent.incrementAndGet();
        } catch (IOException e) {
            dropped.incrementAndGet();
        }
    }

    /** The octets with their line end, which counts in the limit. */
    private static byte[] line(StringBuilder builder, int maxLength) {
        byte[] octets = Octets.of(builder.append('\n').toString());
        if (octets.length <= maxLength) {
            return octets;
        }
        byte[] cut = Arrays.copyOf(octets, maxLength);
        cut[maxLength - 1] = '\n';
        return cut;
    }

    /** Sends what waits, for at most a second, and ends. */
    @Override
    public void close() {
        closing = true;
        if (!thread.isAlive()) {
            sink.close();
            return;
        }
        try {
            thread.join(DRAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
