package io.aplomb.control.vip;

import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.Route;
import io.aplomb.linux.netlink.RouteKey;
import io.aplomb.linux.netlink.Routes;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The virtual routes that this process has set, by their owner. The {@link Guard} removes them when
 * the process dies, the next start removes what bears {@link #PROTOCOL} all the same. The kernel
 * gives routes of IPv4 no lifetime, so a process that hangs keeps those that need none of its
 * addresses.
 *
 * <p>For one thread. Needs CAP_NET_ADMIN.
 */
final class HeldRoutes implements Closeable {

    /**
     * Marks a route as this program's (rtm_protocol, {@code proto} of ip-route(8)). None that
     * {@code rtnetlink.h} or a routing daemon uses: the number of {@link HeldAddresses} would be
     * BGP here.
     */
    static final int PROTOCOL = 0xab;

    private static final Logger LOG = LoggerFactory.getLogger(HeldRoutes.class);

    private final Routes routes;
    private final Guard guard;
    private final Map<String, List<Held>> byOwner = new HashMap<>();

    /**
     * A route as it is wanted.
     *
     * @param append behind routes of others for the same destination
     * @param tracked set again when somebody removes it
     */
    record Wanted(Route route, boolean append, boolean tracked) {}

    /** A wanted route, and whether it is there. */
    private static final class Held {
        private final Wanted wanted;
        private boolean there;
        private boolean complained;

        Held(Wanted wanted) {
            this.wanted = wanted;
        }
    }

    HeldRoutes(Routes routes, Guard guard) {
        this.routes = routes;
        this.guard = guard;
    }

    /** Removes what a predecessor left that could not clean up. */
    List<RouteKey> removeLeftovers() throws SystemCallException {
        List<RouteKey> left = routes.of(PROTOCOL);
        for (RouteKey key : left) {
            routes.remove(key);
        }
        return left;
    }

    /** From now on the owner has these and no others; those there already are left alone. */
    void set(String owner, List<Wanted> wanted) {
        List<Held> before = byOwner.getOrDefault(owner, List.of());
        List<Held> now = new ArrayList<>();
        for (Held held : before) {
            if (wanted.contains(held.wanted)) {
                now.add(held);
            } else {
                remove(owner, held);
            }
        }
        for (Wanted each : wanted) {
            if (now.stream().noneMatch(held -> held.wanted.equals(each))) {
                Held held = new Held(each);
                now.add(held);
                add(owner, held);
            }
        }
        if (now.isEmpty()) {
            byOwner.remove(owner);
        } else {
            byOwner.put(owner, now);
        }
    }

    private void add(String owner, Held held) {
        Route route = held.wanted.route();
        try {
            if (!held.there) {
                guard.holds(route.key());
            }
            boolean added = routes.add(route, held.wanted.append());
            if (added && held.there) {
                LOG.warn("{}: the route {} was gone; set again", owner, route.key());
            }
            held.there = true;
            held.complained = false;
        } catch (SystemCallException refused) {
            if (!held.complained) {
                LOG.error("{}: cannot set {}: {}", owner, route.key(), refused.getMessage());
            }
            held.complained = true;
            forget(held);
        }
    }

    private void remove(String owner, Held held) {
        if (!held.there) {
            return;
        }
        Route route = held.wanted.route();
        try {
            routes.remove(route);
        } catch (SystemCallException refused) {
            LOG.error("{}: cannot remove {}: {}", owner, route.key(), refused.getMessage());
        }
        forget(held);
    }

    private void forget(Held held) {
        held.there = false;
        guard.released(held.wanted.route().key());
    }

    /** The kernel says that a route is gone: if it is one of these and tracked, it is set again. */
    void gone(RouteKey told) {
        byOwner.forEach(
                (owner, all) -> {
                    for (Held held : all) {
                        if (held.there
                                && held.wanted.tracked()
                                && held.wanted.route().key().isToldAs(told)) {
                            add(owner, held);
                        }
                    }
                });
    }

    /**
     * Sets again what the kernel removed without a word (with an address, or an interface that went
     * down), and what it refused so far.
     */
    void renew() {
        byOwner.forEach(
                (owner, all) -> {
                    for (Held held : all) {
                        if (held.wanted.tracked() || !held.there) {
                            add(owner, held);
                        }
                    }
                });
    }

    /** Takes all away. */
    @Override
    public void close() {
        byOwner.forEach((owner, all) -> all.forEach(held -> remove(owner, held)));
        byOwner.clear();
        routes.close();
    }
}
