package io.aplomb.proxy.h1;

import io.aplomb.model.proxy.BackendPart.HttpReuse;
import io.aplomb.proxy.net.Deadline;
import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.session.SessionContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The idle server connections of one loop (manual 4.2 {@code http-reuse}, 5.2 {@code pool-max-conn}
 * and {@code pool-purge-delay}). Last in, first out, so that what is too many grows old and is
 * purged.
 */
public final class ServerPool {

    /** A connection is proven when it has carried more than one request. */
    private static final int PROVEN_REQUESTS = 2;

    private final Loop loop;
    private final IdentityHashMap<ServerRuntime, Idle> byServer = new IdentityHashMap<>();

    private ServerPool(Loop loop) {
        this.loop = loop;
    }

    /** The pool of a context's loop. */
    public static ServerPool of(SessionContext context) {
        return context.local(ServerPool.class, ServerPool::new);
    }

    /** The idle connections to one server and the timer that thins them. */
    private final class Idle extends Deadline {
        private final ServerRuntime server;
        private final Deque<ServerConnection> connections = new ArrayDeque<>();

        /** Fewest idle ones since the last purge: what nobody needed. */
        private int unneeded;

        Idle(ServerRuntime server) {
            this.server = server;
        }

        @Override
        protected void expired(long nowMs) {
            int surplus = (unneeded + 1) / 2;
            for (int i = 0; i < surplus && !connections.isEmpty(); i++) {
                ServerConnection oldest = connections.removeFirst();
                oldest.heldBy(null);
                server.idleConnections().decrement();
                oldest.close();
            }
            unneeded = connections.size();
            rearm();
        }

        void rearm() {
            if (!connections.isEmpty() && !isArmed()) {
                loop.armIn(this, server.config().poolPurgeDelayMs());
            }
        }
    }

    /**
     * Takes a connection that the reuse mode allows for this request, or null.
     *
     * @param first whether it is the first request of its client connection, which cannot be
     *     replayed by the client if the connection turns out dead
     */
    @Nullable ServerConnection take(
            ServerRuntime server, @Nullable String key, HttpReuse reuse, boolean first) {
        Idle idle = byServer.get(server);
        if (idle == null || reuse == HttpReuse.NEVER || (first && reuse == HttpReuse.SAFE)) {
            return null;
        }
        boolean onlyProven = first && reuse == HttpReuse.AGGRESSIVE;
        Iterator<ServerConnection> newestFirst = idle.connections.descendingIterator();
        while (newestFirst.hasNext()) {
            ServerConnection candidate = newestFirst.next();
            boolean fits =
                    candidate.isUsable()
                            && Objects.equals(candidate.sharingKey(), key)
                            && (!onlyProven || candidate.requests() >= PROVEN_REQUESTS);
            if (fits) {
                newestFirst.remove();
                server.idleConnections().decrement();
                candidate.heldBy(null);
                idle.unneeded = Math.min(idle.unneeded, idle.connections.size());
                return candidate;
            }
        }
        return null;
    }

    /** Keeps a connection for later, or closes it when there are enough. */
    void put(ServerConnection connection) {
        ServerRuntime server = connection.server();
        int limit = server.config().poolMaxConn();
        if (limit == 0 || (limit > 0 && server.idleConnections().current() >= limit)) {
            connection.close();
            return;
        }
        Idle idle = byServer.computeIfAbsent(server, Idle::new);
        connection.heldBy(this);
        idle.connections.addLast(connection);
        server.idleConnections().increment();
        idle.rearm();
    }

    /** An idle connection was closed by its server. */
    void remove(ServerConnection connection) {
        Idle idle = byServer.get(connection.server());
        if (idle != null && idle.connections.remove(connection)) {
            connection.server().idleConnections().decrement();
            idle.unneeded = Math.min(idle.unneeded, idle.connections.size());
        }
    }

    /** Closes the idle connections to a server that takes no more requests. */
    public void closeIdle(ServerRuntime server) {
        Idle idle = byServer.remove(server);
        if (idle != null) {
            loop.forget(idle);
            for (ServerConnection connection : idle.connections) {
                server.idleConnections().decrement();
                connection.heldBy(null);
                connection.close();
            }
        }
    }

    /** Closes all idle connections: the program ends, or their configuration is gone. */
    public void closeAll() {
        for (ServerRuntime server : byServer.keySet().toArray(ServerRuntime[]::new)) {
            closeIdle(server);
        }
    }
}
