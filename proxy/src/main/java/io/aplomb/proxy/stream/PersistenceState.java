package io.aplomb.proxy.stream;

import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.sample.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What persistence found for a request: a server to prefer, dates of a cookie. */
public final class PersistenceState {

    private @Nullable ServerRuntime preferred;
    private boolean evenIfDown;
    private boolean forced;
    private boolean ignored;
    private final List<PendingStore> pendingStores = new ArrayList<>();
    private long firstSeenSeconds;
    private long lastSeenSeconds;

    void clear() {
        preferred = null;
        evenIfDown = false;
        forced = false;
        ignored = false;
        pendingStores.clear();
        firstSeenSeconds = 0;
        lastSeenSeconds = 0;
    }

    /** The server this request belongs to; the first one found stays. */
    public void prefer(ServerRuntime server, boolean evenWhenDown) {
        if (preferred == null) {
            preferred = server;
            evenIfDown = evenWhenDown;
        }
    }

    /** The server to ask for, or null for balancing: goes into {@code Wish.prefer}. */
    public @Nullable ServerRuntime preferred() {
        return preferred;
    }

    /** Whether to use it though it is down ({@code option persist}, {@code force-persist}). */
    public boolean evenIfDown() {
        return evenIfDown;
    }

    /** A {@code force-persist} condition is met. */
    public void force() {
        forced = true;
    }

    /** Whether a server that is down is used all the same and nothing is redispatched. */
    public boolean isForced() {
        return forced;
    }

    /** An {@code ignore-persist} condition is met. */
    public void ignore() {
        ignored = true;
    }

    /** Whether the persistence cookie counts for nothing. */
    public boolean isIgnored() {
        return ignored;
    }

    /** Dates the cookie carried, seconds since 1970, 0 for none. */
    public void cookieDates(long lastSeen, long firstSeen) {
        lastSeenSeconds = lastSeen;
        firstSeenSeconds = firstSeen;
    }

    public long firstSeenSeconds() {
        return firstSeenSeconds;
    }

    public long lastSeenSeconds() {
        return lastSeenSeconds;
    }

    /** The preferred server gave up and balancing chooses another one. */
    void forgetServer() {
        preferred = null;
        evenIfDown = false;
    }

    /** A key whose server is to be remembered once the response has come. */
    public void storeLater(TrackingTable table, Value key) {
        for (PendingStore pending : pendingStores) {
            if (pending.table.name().equals(table.name())) {
                return;
            }
        }
        pendingStores.add(new PendingStore(table, key));
    }

    /** The keys to be remembered, one a table. */
    public List<PendingStore> pendingStores() {
        return pendingStores;
    }

    /** A stick table and the key that will get the server's id. */
    public record PendingStore(TrackingTable table, Value key) {}
}
