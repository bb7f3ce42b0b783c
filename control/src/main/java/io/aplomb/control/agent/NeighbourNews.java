package io.aplomb.control.agent;

import io.aplomb.base.net.IpAddress;
import io.aplomb.control.vip.FrameSocket;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.Link;
import java.io.Closeable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells neighbours where an address is now: once at once, and then some times more, for a frame may
 * get lost. From any thread; repetitions are sent by a thread of its own.
 */
final class NeighbourNews implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(NeighbourNews.class);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("agent-neighbours").daemon().factory());
    private final Map<IpAddress, Future<?>> repeated = new ConcurrentHashMap<>();
    private @Nullable FrameSocket socket;

    /**
     * Says that an address is at an interface, and says it again.
     *
     * @param count how often in all
     * @param refresh whether it goes on for ever
     */
    void announce(IpAddress address, Link link, int count, long intervalMs, boolean refresh)
            throws SystemCallException {
        silence(address);
        if (link.mac().isEmpty() || count <= 0) {
            return; // no neighbours by the link's nature, or none wanted
        }
        send(address, link);
        if (count > 1 || refresh) {
            int[] left = {count - 1};
            repeated.put(
                    address,
                    thread.scheduleAtFixedRate(
                            () -> repeat(address, link, left, refresh),
                            intervalMs,
                            intervalMs,
                            TimeUnit.MILLISECONDS));
        }
    }

    private void repeat(IpAddress address, Link link, int[] left, boolean refresh) {
        try {
            send(address, link);
        } catch (SystemCallException refused) {
            LOG.warn("{} is not announced on {}: {}", address, link.name(), refused.getMessage());
        }
        if (--left[0] <= 0 && !refresh) {
            silence(address);
        }
    }

    /** Closing such a socket makes the kernel wait for milliseconds, so it stays open. */
    private synchronized void send(IpAddress address, Link link) throws SystemCallException {
        FrameSocket open = socket;
        if (open == null) {
            open = FrameSocket.open();
            socket = open;
        }
        open.announce(link.index(), address, link.macBytes(), false);
    }

    /** Says nothing more about an address. */
    void silence(IpAddress address) {
        Future<?> former = repeated.remove(address);
        if (former != null) {
            boolean _ = former.cancel(false);
        }
    }

    @Override
    public synchronized void close() {
        thread.shutdownNow();
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
