package io.aplomb.proxy.h1;

import io.aplomb.model.proxy.BackendPart.HttpReuse;
import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.session.SessionContext;
import io.aplomb.proxy.session.SessionView;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.upstream.Dialer;
import org.jspecify.annotations.Nullable;

/** The server connection an exchange has for its request: taken idle or dialled, and given back. */
final class ServerLease {

    private final Exchange exchange;
    private final SessionContext session;
    private final Loop loop;
    private final ServerPool pool;
    private final Stream stream;
    private @Nullable ServerConnection connection;
    private boolean reused;

    /** The next one may not be an idle one: one was dead already. */
    private boolean afresh;

    ServerLease(Exchange exchange, SessionContext session, Stream stream) {
        this.exchange = exchange;
        this.session = session;
        this.loop = session.loop();
        this.pool = ServerPool.of(session);
        this.stream = stream;
    }

    /** The connection, null when there is none. */
    @Nullable ServerConnection connection() {
        return connection;
    }

    /** What is shown of the connection. */
    SessionView.Side view(long leftMs) {
        return connection == null ? SessionView.Side.none(leftMs) : connection.view(stream, leftMs);
    }

    /** Whether the connection carried other requests before. */
    boolean isReused() {
        return reused;
    }

    /** The next connection has to be a new one. */
    void dialAfresh() {
        afresh = true;
    }

    void begin() {
        afresh = false;
        reused = false;
    }

    /**
     * Takes an idle connection that the reuse mode allows, or dials.
     *
     * @return whether it is ready now; else the exchange is told
     */
    boolean acquire(ServerRuntime target, ClientConnection client, boolean firstOnConnection) {
        HttpReuse reuse = target.backendRuntime().part().httpReuse();
        String key = Dialer.sharingKey(target, stream);
        ServerConnection idle = null;
        if (!afresh) {
            idle = client.privateConnection(target, key);
            if (idle == null) {
                idle = pool.take(target, key, reuse, firstOnConnection);
            }
        }
        afresh = false;
        reused = idle != null;
        if (idle != null) {
            idle.borrow(exchange);
            connection = idle;
            target.counters().increment(loop.index(), Counter.REUSES);
            return true;
        }
        target.counters().increment(loop.index(), Counter.CONNECTS);
        ServerConnection fresh = new ServerConnection(target, key, loop, exchange);
        if (reuse == HttpReuse.NEVER) {
            fresh.makePrivate();
        }
        connection = fresh;
        session.dialer().open(target, stream, fresh);
        return false;
    }

    /** The dial failed; the connection is gone. */
    void forget() {
        connection = null;
    }

    /** Takes the connection away without closing it. */
    @Nullable ServerConnection detach() {
        ServerConnection detached = connection;
        connection = null;
        return detached;
    }

    void attach(@Nullable ServerConnection kept) {
        connection = kept;
    }

    void close() {
        ServerConnection closing = detach();
        if (closing != null) {
            closing.close();
        }
    }

    /** The exchange is through with it: keeps it for another request if it can carry one. */
    void giveBack(ClientConnection client) {
        ServerConnection used = detach();
        if (used == null) {
            return;
        }
        int maxReuse = used.server().config().maxReuse();
        boolean exhausted = maxReuse >= 0 && used.requests() > maxReuse;
        if (!used.isUsable() || exhausted) {
            used.close();
            return;
        }
        used.giveBack();
        if (used.isPrivate()) {
            client.keepPrivate(used);
        } else {
            pool.put(used);
        }
    }
}
