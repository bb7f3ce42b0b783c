package io.aplomb.proxy.balance;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code lblc} and {@code lblcr}: a key keeps the server, or the set of servers, it was given,
 * until that is overloaded (the schedulers of that name in Linux IPVS).
 *
 * <p><b>lblc.</b> The first request of a key goes to the least loaded server for its weight, and
 * the key stays there. If that server is gone, or has more connections than its weight while
 * another has fewer than half its own, the key moves to the least loaded server.
 *
 * <p><b>lblcr.</b> A key has a set of servers and goes to the least loaded of the set. If that one
 * is overloaded in the same sense, the least loaded server of all joins the set. A set of several
 * servers that has not grown for {@link #SHRINK_AFTER_MS} loses its most loaded one.
 *
 * <p>A key unused for the expiry time is forgotten, and the least recently used one when there are
 * {@link #MAX_KEYS}. A request without a key goes to the least loaded server.
 */
final class LocalityBalancer<C extends Candidate> implements Balancer<C> {

    /** Keys kept; at about 200 bytes each, some 13 MB when full. */
    static final int MAX_KEYS = 65_536;

    /** Quiet time after which a set gives a server back: one day, the default of IPVS. */
    static final long SHRINK_AFTER_MS = 24L * 60 * 60 * 1000;

    private final boolean replicated;
    private final long expireAfterMs;
    private final LeastLoadBalancer<C> leastLoad =
            new LeastLoadBalancer<>(LeastLoadBalancer.Rule.LEAST_CONNECTIONS);
    private final LinkedHashMap<ByteBuffer, Home> homes = new LinkedHashMap<>(16, 0.75f, true);
    private Map<Integer, C> servers = Map.of();

    /** The servers of one key, by id. */
    private static final class Home {
        final List<Integer> serverIds = new ArrayList<>(1);
        long lastUseMs;
        long lastGrowthMs;
    }

    LocalityBalancer(boolean replicated, long expireAfterMs) {
        this.replicated = replicated;
        this.expireAfterMs = expireAfterMs;
    }

    @Override
    public void update(List<? extends C> candidates) {
        leastLoad.update(candidates);
        var next = new HashMap<Integer, C>();
        for (C candidate : Usable.<C>of(candidates)) {
            next.put(candidate.id(), candidate);
        }
        servers = next;
    }

    @Override
    public @Nullable C pick(Selection selection) {
        expire(selection.nowMs());
        if (!selection.hasKey()) {
            return leastLoad.pick(selection);
        }
        int from = selection.keyOffset();
        byte[] bytes = Arrays.copyOfRange(selection.keyBytes(), from, from + selection.keyLength());
        Home home = homes.computeIfAbsent(ByteBuffer.wrap(bytes), key -> new Home());
        home.lastUseMs = selection.nowMs();
        C kept = atHome(home, selection);
        return kept != null && !overloaded(kept)
                ? settled(home, kept, selection)
                : move(home, kept, selection);
    }

    private void expire(long nowMs) {
        var oldestFirst = homes.values().iterator();
        while (oldestFirst.hasNext()) {
            boolean expired = nowMs - oldestFirst.next().lastUseMs >= expireAfterMs;
            if (!expired && homes.size() <= MAX_KEYS) {
                return;
            }
            oldestFirst.remove();
        }
    }

    private @Nullable C atHome(Home home, Selection selection) {
        home.serverIds.removeIf(id -> !servers.containsKey(id));
        C best = null;
        for (Integer id : home.serverIds) {
            C server = servers.get(id);
            if (server != null
                    && !selection.avoids(server)
                    && (best == null || load(server, best) < 0)) {
                best = server;
            }
        }
        return best;
    }

    private static int load(Candidate one, Candidate other) {
        return Long.compare(
                (long) one.activeConnections() * other.effectiveWeight(),
                (long) other.activeConnections() * one.effectiveWeight());
    }

    private boolean overloaded(C server) {
        return scaledConnections(server) > server.effectiveWeight() && halfIdleServerExists();
    }

    private boolean halfIdleServerExists() {
        for (C server : servers.values()) {
            if (scaledConnections(server) * 2 < server.effectiveWeight()) {
                return true;
            }
        }
        return false;
    }

    private static long scaledConnections(Candidate server) {
        return (long) server.activeConnections() * Candidate.WEIGHT_SCALE;
    }

    private C settled(Home home, C kept, Selection selection) {
        if (home.serverIds.size() > 1 && selection.nowMs() - home.lastGrowthMs >= SHRINK_AFTER_MS) {
            Integer mostLoaded = mostLoaded(home);
            home.serverIds.removeIf(mostLoaded::equals);
            home.lastGrowthMs = selection.nowMs();
        }
        return kept;
    }

    private Integer mostLoaded(Home home) {
        Integer most = home.serverIds.getFirst();
        for (Integer id : home.serverIds) {
            C server = servers.get(id);
            C best = servers.get(most);
            if (server != null && best != null && load(server, best) > 0) {
                most = id;
            }
        }
        return most;
    }

    private @Nullable C move(Home home, @Nullable C kept, Selection selection) {
        C chosen = leastLoad.pick(selection);
        if (chosen == null) {
            return kept;
        }
        if (!replicated) {
            home.serverIds.clear();
        }
        if (!home.serverIds.contains(chosen.id())) {
            home.serverIds.add(chosen.id());
            home.lastGrowthMs = selection.nowMs();
        }
        return chosen;
    }

    int keys() {
        return homes.size();
    }

    @Override
    public boolean dynamic() {
        return true;
    }
}
