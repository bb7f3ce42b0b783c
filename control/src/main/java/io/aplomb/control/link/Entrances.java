package io.aplomb.control.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where other nodes can connect to. An address that is not there yet, for its interface comes up
 * later, is tried again each second.
 */
final class Entrances {

    private static final int BACKLOG = 64;
    private static final long PAUSE_NS = 1_000_000_000;

    private final Selector selector;
    private final Map<InetSocketAddress, ServerSocketChannel> open = new HashMap<>();
    private List<InetSocketAddress> wanted = List.of();
    private long nextAttemptNs;

    Entrances(Selector selector) {
        this.selector = selector;
    }

    /** From now on these, and no others. */
    void become(List<InetSocketAddress> addresses, long nowNs) {
        wanted = List.copyOf(addresses);
        open.entrySet()
                .removeIf(
                        entrance -> {
                            boolean goes = !wanted.contains(entrance.getKey());
                            if (goes) {
                                close(entrance.getValue());
                            }
                            return goes;
                        });
        nextAttemptNs = nowNs;
        attempt(nowNs);
    }

    /** Opens what is missing, when it is time. */
    void attempt(long nowNs) {
        if (nowNs - nextAttemptNs < 0) {
            return;
        }
        nextAttemptNs = nowNs + PAUSE_NS;
        for (InetSocketAddress address : wanted) {
            if (!open.containsKey(address)) {
                open(address);
            }
        }
    }

    /** When {@link #attempt} is due; {@link Long#MAX_VALUE} for never. */
    long deadlineNs() {
        return open.size() == wanted.size() ? Long.MAX_VALUE : nextAttemptNs;
    }

    private void open(InetSocketAddress address) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.configureBlocking(false);
                channel.bind(address, BACKLOG);
                channel.register(selector, SelectionKey.OP_ACCEPT);
                open.put(address, channel);
            } catch (IOException notThere) {
                channel.close();
            }
        } catch (IOException noDescriptor) {
            // As with an address that is not there: the next attempt may have more luck.
            return;
        }
    }

    /** In the order wanted; with the port that was given where any was wanted. */
    List<InetSocketAddress> listening() {
        List<InetSocketAddress> bound = new ArrayList<>();
        for (InetSocketAddress address : wanted) {
            ServerSocketChannel channel = open.get(address);
            if (channel != null) {
                bound.add((InetSocketAddress) channel.socket().getLocalSocketAddress());
            }
        }
        return bound;
    }

    List<InetSocketAddress> missing() {
        return wanted.stream().filter(address -> !open.containsKey(address)).toList();
    }

    void close() {
        open.values().forEach(Entrances::close);
        open.clear();
    }

    private static void close(ServerSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            // After any error of close(2) the descriptor is gone all the same.
            return;
        }
    }
}
