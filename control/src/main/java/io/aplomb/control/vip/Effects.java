package io.aplomb.control.vip;

import io.aplomb.base.net.HostAddress;
import io.aplomb.control.vip.AcceptRules.Refused;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.AddressOptions;
import io.aplomb.linux.netlink.InterfaceAddress;
import io.aplomb.linux.netlink.Link;
import io.aplomb.linux.netlink.RouteKey;
import io.aplomb.model.vrrp.SyncGroup;
import io.aplomb.vrrp.router.Effect;
import io.aplomb.vrrp.router.Incident;
import io.aplomb.vrrp.router.Intervals;
import io.aplomb.vrrp.router.RouterConfig;
import io.aplomb.vrrp.router.RouterStatus;
import io.aplomb.vrrp.router.State;
import io.aplomb.vrrp.router.VirtualAddress;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the state machines ask for. What the kernel refuses is logged and not repeated. On the
 * thread of the {@link VrrpNode}.
 */
final class Effects implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Effects.class);

    /** Below this a machine that is only busy would lose its addresses. */
    private static final long SHORTEST_LIFETIME_S = 3;

    private final Holdings holdings;
    private final FrameSocket frames;
    private final Notifier notifier;
    private final Map<String, Link> links = new HashMap<>();
    private final Map<InterfaceAddress, VirtualAddress> owned = new HashMap<>();

    Effects(Holdings holdings, FrameSocket frames, Notifier notifier) {
        this.holdings = holdings;
        this.frames = frames;
        this.notifier = notifier;
    }

    /** The machine's interfaces are these now. */
    void look(List<Link> now) {
        links.clear();
        now.forEach(link -> links.put(link.name(), link));
    }

    void apply(LiveRouter router, Effect effect) {
        switch (effect) {
            case Effect.SendAdvert(var advert, var _) -> router.send(advert);
            case Effect.AddAddresses(var addresses, boolean accept) -> {
                holdings.filter().set(router.name(), accept ? List.of() : refused(router));
                addresses.forEach(address -> add(router, address));
                routes(router);
            }
            case Effect.RemoveAddresses(var addresses) -> {
                // At its start a router that is Master at once clears up first, too.
                if (router.router().state() != State.MASTER) {
                    routes(router);
                }
                addresses.forEach(address -> remove(router, address));
                if (router.router().state() != State.MASTER) {
                    holdings.filter().set(router.name(), List.of());
                }
            }
            case Effect.Announce(var addresses, int repeat) ->
                    addresses.forEach(address -> announce(router, address, repeat));
            // The socket joins its group when it is opened.
            case Effect.JoinGroup _, Effect.LeaveGroup _ -> {}
            // Timers are asked for: VirtualRouter.nextTimerNs.
            case Effect.SetTimer _, Effect.CancelTimer _ -> {}
            case Effect.Notify(State from, State to, int priority) -> {
                router.entered(to);
                LOG.info("{}: {} -> {}, priority {}", router.name(), from, to, priority);
                notifier.entered(
                        Notifier.Subject.INSTANCE,
                        router.name(),
                        to,
                        priority,
                        router.instance().notifications());
            }
            case Effect.NotifyStop(State from, int priority) -> {
                LOG.info("{}: stopped, was {}", router.name(), from);
                notifier.stopped(
                        Notifier.Subject.INSTANCE,
                        router.name(),
                        priority,
                        router.instance().notifications());
            }
            case Effect.NotifyLowerMaster(var _, int priority) ->
                    notifier.lowerMasterSeen(
                            router.name(), priority, router.instance().notifications());
            case Effect.NotifyPriority(State state, int from, int to) -> {
                LOG.info("{}: {}, priority {} -> {}", router.name(), state, from, to);
                notifier.priorityChanged(
                        router.name(), state, to, router.instance().notifications());
            }
            case Effect.Report(Incident incident, var sender, int priority) ->
                    LOG.warn(
                            "{}: {} ({}, priority {})",
                            router.name(),
                            words(incident),
                            sender,
                            priority);
        }
    }

    /** Has the routes of a Master, and of nobody else: set after the addresses, removed before. */
    void routes(LiveRouter router) {
        boolean master = router.router().state() == State.MASTER;
        holdings.routes()
                .set(
                        router.name(),
                        master
                                ? RoutePlan.of(
                                        router.instance().routes(),
                                        router.addressLink().orElse(null),
                                        links)
                                : List.of());
    }

    void routeGone(RouteKey route) {
        holdings.routes().gone(route);
    }

    private List<Refused> refused(LiveRouter router) {
        List<Refused> refused = new ArrayList<>();
        for (VirtualAddress address : router.router().config().held()) {
            int link = linkOf(router, address).map(Link::index).orElse(0);
            refused.add(new Refused(address.address(), link));
        }
        return refused;
    }

    private static String words(Incident incident) {
        return switch (incident) {
            case SPLIT_BRAIN -> "two masters: another one sends adverts, too";
            case OWNER_CONFLICT -> "another router has priority 255, too";
            case SAME_ADDRESS -> "another router sends from this machine's address";
            case LATE_ADVERT -> "an advert was sent late: this machine was busy or stopped";
        };
    }

    /** It is no longer in the configuration. */
    void deleted(LiveRouter router, State from, int priority) {
        LOG.info("{}: deleted, was {}", router.name(), from);
        notifier.deleted(
                Notifier.Subject.INSTANCE,
                router.name(),
                priority,
                router.instance().notifications());
    }

    void groupDeleted(SyncGroup group) {
        LOG.info("group {}: deleted", group.name());
        notifier.deleted(Notifier.Subject.GROUP, group.name(), 0, group.notifications());
    }

    /** Has a Master hold what is configured now; what is there already stays. */
    void restore(LiveRouter router) {
        RouterConfig config = router.router().config();
        if (router.router().state() == State.MASTER) {
            boolean accepts = config.accept() || config.election().isOwner();
            apply(router, new Effect.AddAddresses(config.held(), accepts));
        }
    }

    /** The pipes are told how it stands. */
    void tellState(LiveRouter router) {
        RouterStatus status = router.router().status();
        notifier.stillIn(
                Notifier.Subject.INSTANCE, router.name(), status.state(), status.priority());
    }

    void tellState(SyncGroup group, State state) {
        notifier.stillIn(Notifier.Subject.GROUP, group.name(), state, 0);
    }

    void groupEntered(SyncGroup group, State to) {
        LOG.info("group {}: {}", group.name(), to);
        notifier.entered(Notifier.Subject.GROUP, group.name(), to, 0, group.notifications());
    }

    void groupStopped(SyncGroup group) {
        notifier.stopped(Notifier.Subject.GROUP, group.name(), 0, group.notifications());
    }

    private Optional<Link> linkOf(LiveRouter router, VirtualAddress address) {
        return address.device().isEmpty()
                ? router.addressLink()
                : Optional.ofNullable(links.get(address.device()));
    }

    private static HostAddress host(VirtualAddress address) {
        return new HostAddress(address.address(), address.prefixBits());
    }

    private void add(LiveRouter router, VirtualAddress address) {
        Optional<Link> link = linkOf(router, address);
        if (link.isEmpty()) {
            LOG.error("{}: {}: no such interface", router.name(), address);
            return;
        }
        int index = link.get().index();
        try {
            holdings.addresses()
                    .add(
                            index,
                            link.get().name(),
                            host(address),
                            options(router, address),
                            lifetimeS(router.router().config()));
            owned.put(key(index, address), address);
        } catch (SystemCallException refused) {
            LOG.error("{}: cannot add {}: {}", router.name(), address, refused.getMessage());
        }
    }

    private static AddressOptions options(LiveRouter router, VirtualAddress address) {
        var instance = router.instance();
        return Stream.concat(instance.addresses().stream(), instance.excludedAddresses().stream())
                .filter(configured -> configured.address().equals(address.address()))
                .findFirst()
                .map(AddressPlan::options)
                .orElse(AddressOptions.GLOBAL);
    }

    /** Longer than the others wait for this one, so that the kernel is never the first to act. */
    private static long lifetimeS(RouterConfig config) {
        long downNs =
                Intervals.masterDownNs(
                        config.wire().version(),
                        1,
                        config.wire().interval().ns(),
                        config.election().downAdverts());
        return Math.max(SHORTEST_LIFETIME_S, TimeUnit.NANOSECONDS.toSeconds(downNs) + 2);
    }

    private void remove(LiveRouter router, VirtualAddress address) {
        linkOf(router, address)
                .ifPresent(
                        link -> {
                            owned.remove(key(link.index(), address));
                            try {
                                holdings.addresses().remove(link.index(), host(address));
                            } catch (SystemCallException refused) {
                                LOG.error(
                                        "{}: cannot remove {}: {}",
                                        router.name(),
                                        address,
                                        refused.getMessage());
                            }
                        });
    }

    private static InterfaceAddress key(int linkIndex, VirtualAddress address) {
        return new InterfaceAddress(linkIndex, host(address), HeldAddresses.PROTOCOL);
    }

    private void announce(LiveRouter router, VirtualAddress address, int repeat) {
        Optional<Link> link = linkOf(router, address);
        if (link.isEmpty() || link.get().mac().isEmpty()) {
            return;
        }
        Link present = link.get();
        for (int i = 0; i < repeat; i++) {
            try {
                frames.announce(
                        present.index(),
                        address.address(),
                        present.macBytes(),
                        forwardsV6(present.name()));
            } catch (SystemCallException refused) {
                LOG.debug("{}: announce {}: {}", router.name(), address, refused.getMessage());
            }
        }
    }

    static boolean forwardsV6(String device) {
        Path setting = Path.of("/proc/sys/net/ipv6/conf", device, "forwarding");
        try {
            return Files.readString(setting).startsWith("1");
        } catch (IOException absent) {
            return false;
        }
    }

    /** The kernel says an address is gone: which of ours it was. */
    Optional<VirtualAddress> gone(InterfaceAddress address) {
        return Optional.ofNullable(owned.get(address));
    }

    void renew() {
        holdings.renew();
    }

    @Override
    public void close() {
        holdings.close();
        frames.close();
    }
}
