package io.aplomb.proxy.log;

import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.LogSettings;
import io.aplomb.model.proxy.LogTarget;
import io.aplomb.model.proxy.LogTarget.Destination;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Takes lines from any thread to their targets without making the caller wait. One for the process;
 * it outlives reloads, so that destinations that stay keep their queue.
 */
public final class LogDispatcher implements AutoCloseable {

    /** {@code -} of RFC 5424. */
    private static final String NO_STRUCTURED_DATA = "-";

    private volatile LogIdentity identity;
    private final Map<Destination, LogQueue> queues = new ConcurrentHashMap<>();
    private final Map<LogTarget, AtomicLong> sampled = new ConcurrentHashMap<>();
    private final AtomicLong sentByFormer = new AtomicLong();
    private final AtomicLong droppedByFormer = new AtomicLong();

    public LogDispatcher(LogIdentity identity) {
        this.identity = identity;
    }

    /**
     * A configuration was taken up: headers name this sender from now on, and destinations that no
     * line names any more are given up once their lines are sent. What a session of the former
     * configuration still has to tell opens them again, until the next call. Waits for at most a
     * second a destination; for control threads.
     */
    public void use(LogIdentity sender, Set<LogTarget> named) {
        identity = sender;
        sampled.keySet().retainAll(named);
        Set<Destination> wanted =
                named.stream().map(LogTarget::destination).collect(Collectors.toSet());
        for (Destination known : Set.copyOf(queues.keySet())) {
            LogQueue queue = wanted.contains(known) ? null : queues.remove(known);
            if (queue != null) {
                queue.close();
                sentByFormer.addAndGet(queue.sent());
                droppedByFormer.addAndGet(queue.dropped());
            }
        }
    }

    /**
     * A line about a proxy, for its targets.
     *
     * @param level syslog severity, 0 (emerg) .. 7 (debug)
     * @param wallUs microseconds since 1970
     * @param message without line end
     */
    public void log(LogSettings settings, int level, long wallUs, String message) {
        log(settings, level, wallUs, NO_STRUCTURED_DATA, message);
    }

    /** The same with structured data. */
    public void log(
            LogSettings settings, int level, long wallUs, String structuredData, String message) {
        String tag = settings.tag();
        LogEntry entry =
                new LogEntry(
                        level,
                        wallUs,
                        tag == null ? identity.tag() : tag,
                        structuredData.isEmpty() ? NO_STRUCTURED_DATA : structuredData,
                        message);
        dispatch(settings.targets(), entry);
    }

    /** A line about the process, for the targets of the global section. */
    public void log(List<LogTarget> targets, int level, long wallUs, String message) {
        dispatch(targets, new LogEntry(level, wallUs, identity.tag(), NO_STRUCTURED_DATA, message));
    }

    private void dispatch(List<LogTarget> targets, LogEntry entry) {
        for (int i = 0; i < targets.size(); i++) {
            LogTarget target = targets.get(i);
            if (entry.level() <= target.maxLevel() && isSampled(target)) {
                queue(target.destination()).offer(target, limited(entry, target.minLevel()));
            }
        }
    }

    /** More severe than the target's minimum is told as the minimum. */
    private static LogEntry limited(LogEntry entry, int minLevel) {
        return entry.level() >= minLevel
                ? entry
                : new LogEntry(
                        minLevel,
                        entry.wallUs(),
                        entry.tag(),
                        entry.structuredData(),
                        entry.message());
    }

    private boolean isSampled(LogTarget target) {
        LogTarget.Sampling sampling = target.sampling();
        if (sampling == null) {
            return true;
        }
        AtomicLong counter = sampled.computeIfAbsent(target, _ -> new AtomicLong());
        long place = counter.getAndIncrement() % sampling.size() + 1;
        for (LogTarget.Sampling.Range range : sampling.ranges()) {
            if (place >= range.first() && place <= range.last()) {
                return true;
            }
        }
        return false;
    }

    private LogQueue queue(Destination destination) {
        LogQueue known = queues.get(destination);
        return known != null ? known : queues.computeIfAbsent(destination, this::open);
    }

    private LogQueue open(Destination destination) {
        LogQueue queue = new LogQueue(name(destination), sink(destination), () -> identity);
        queue.start();
        return queue;
    }

    private static String name(Destination destination) {
        return switch (destination) {
            case Destination.Descriptor(int number) -> "fd" + number;
            case Destination.Socket(EndpointSpec endpoint, boolean _) -> endpoint.text();
        };
    }

    private static LogSink sink(Destination destination) {
        return switch (destination) {
            case Destination.Descriptor(int number) -> new DescriptorSink(number);
            case Destination.Socket(EndpointSpec endpoint, boolean stream) ->
                    switch (endpoint) {
                        case EndpointSpec.Inet(var address, int port) ->
                                inet(
                                        address == null ? "127.0.0.1" : address.toString(),
                                        port,
                                        stream);
                        case EndpointSpec.Host(String host, int port) -> inet(host, port, stream);
                        case EndpointSpec.Unix(String path) -> unix(path, stream);
                        case EndpointSpec.AbstractUnix(String path) -> unix("\0" + path, stream);
                        case EndpointSpec.Descriptor(int number) -> new DescriptorSink(number);
                    };
        };
    }

    private static LogSink inet(String host, int port, boolean stream) {
        return stream
                ? new StreamSink(new StreamSink.Target.Inet(host, port))
                : new DatagramSink(host, port);
    }

    private static LogSink unix(String path, boolean stream) {
        return stream
                ? new StreamSink(new StreamSink.Target.Unix(path))
                : new UnixDatagramSink(path);
    }

    /** Lines lost since the start, because a queue was full or a target away. */
    public long dropped() {
        return droppedByFormer.get() + queues.values().stream().mapToLong(LogQueue::dropped).sum();
    }

    /** Lines handed to the system since the start. */
    public long sent() {
        return sentByFormer.get() + queues.values().stream().mapToLong(LogQueue::sent).sum();
    }

    /** Sends what waits, for at most a second a target, and ends. */
    @Override
    public void close() {
        queues.values().forEach(LogQueue::close);
    }
}
