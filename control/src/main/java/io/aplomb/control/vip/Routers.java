package io.aplomb.control.vip;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.InterfaceAddress;
import io.aplomb.linux.netlink.Link;
import io.aplomb.linux.netlink.Network;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.SyncGroup;
import io.aplomb.model.vrrp.VrrpConfig;
import io.aplomb.vrrp.router.Effect;
import io.aplomb.vrrp.router.Event;
import io.aplomb.vrrp.router.GroupEffect;
import io.aplomb.vrrp.router.RouterStatus;
import io.aplomb.vrrp.router.Timer;
import io.aplomb.vrrp.router.VirtualAddress;
import io.aplomb.vrrp.router.VirtualRouter;
import io.aplomb.vrrp.track.TrackStatus;
import io.aplomb.vrrp.track.TrackedItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The routers of a configuration, alone or in groups: events go to the state machine that shall
 * have them, what it answers to {@link Effects}. On the thread of the {@link VrrpNode}.
 */
final class Routers {

    private final Map<String, LiveRouter> byName = new LinkedHashMap<>();
    private final Map<String, LiveGroup> groupOf = new LinkedHashMap<>();
    private final List<LiveGroup> groups = new ArrayList<>();
    private final Map<String, TrackStatus> interfaces = new LinkedHashMap<>();
    private final Effects effects;

    private record LiveGroup(SyncGroup config, io.aplomb.vrrp.router.SyncGroup members) {}

    Routers(VrrpConfig config, Effects effects) {
        this.effects = effects;
        for (Instance instance : config.instances()) {
            byName.put(
                    instance.name(),
                    new LiveRouter(
                            instance,
                            RouterConfigs.of(config, instance),
                            VirtualMacLink.of(instance, config.global().vmacPrefix())));
        }
        for (SyncGroup group : config.syncGroups()) {
            List<VirtualRouter> members = new ArrayList<>();
            for (String member : group.members()) {
                members.add(Objects.requireNonNull(byName.get(member)).router());
            }
            LiveGroup live = new LiveGroup(group, new io.aplomb.vrrp.router.SyncGroup(members));
            groups.add(live);
            group.members().forEach(member -> groupOf.put(member, live));
        }
    }

    List<Integer> descriptors() {
        List<Integer> descriptors = new ArrayList<>();
        for (LiveRouter router : byName.values()) {
            router.socket().ifPresent(socket -> descriptors.add(socket.fd()));
        }
        return descriptors;
    }

    /** When the first timer is due; {@link Long#MAX_VALUE} for none. */
    long nextTimerNs() {
        long next = Long.MAX_VALUE;
        for (LiveRouter router : byName.values()) {
            next = Math.min(next, router.router().nextTimerNs());
        }
        return next;
    }

    void startup(long nowNs) {
        toEach(new Event.Startup(), nowNs);
    }

    void shutdown(long nowNs) {
        toEach(new Event.Shutdown(), nowNs);
    }

    /** Starts and stops: a group does that as one. */
    private void toEach(Event event, long nowNs) {
        for (LiveGroup group : groups) {
            apply(group, group.members().onAll(event, nowNs));
        }
        for (LiveRouter router : byName.values()) {
            if (!groupOf.containsKey(router.name())) {
                apply(router, router.router().on(event, nowNs));
            }
        }
    }

    /** For every router that takes notice. */
    void toAll(Event event, long nowNs) {
        byName.values().forEach(router -> to(router, event, nowNs));
    }

    private void to(LiveRouter router, Event event, long nowNs) {
        LiveGroup group = groupOf.get(router.name());
        if (group == null) {
            apply(router, router.router().on(event, nowNs));
        } else {
            apply(group, group.members().on(router.name(), event, nowNs));
        }
    }

    private void apply(LiveRouter router, List<Effect> answers) {
        answers.forEach(effect -> effects.apply(router, effect));
    }

    private void apply(LiveGroup group, List<GroupEffect> answers) {
        for (GroupEffect answer : answers) {
            switch (answer) {
                case GroupEffect.OfMember(String member, Effect effect) ->
                        effects.apply(Objects.requireNonNull(byName.get(member)), effect);
                case GroupEffect.Notify(var _, var to) -> effects.groupEntered(group.config(), to);
                case GroupEffect.NotifyStop _ -> effects.groupStopped(group.config());
            }
        }
    }

    /** Takes the adverts that wait on these descriptors. */
    void receive(List<Integer> ready, long nowNs) throws SystemCallException {
        for (LiveRouter router : byName.values()) {
            boolean waits =
                    router.socket().filter(socket -> ready.contains(socket.fd())).isPresent();
            Optional<LiveRouter.Heard> next = waits ? router.receive() : Optional.empty();
            while (next.isPresent()) {
                LiveRouter.Heard heard = next.get();
                to(router, new Event.AdvertReceived(heard.advert(), heard.sender(), nowNs), nowNs);
                next = router.receive();
            }
        }
    }

    /** Tells every router whose time has come. */
    void expire(long nowNs) {
        for (LiveRouter router : byName.values()) {
            if (router.router().nextTimerNs() <= nowNs) {
                // Those that are not due are passed over by the state machine.
                for (Timer timer : Timer.values()) {
                    to(router, new Event.TimerExpired(timer), nowNs);
                }
            }
        }
    }

    /** Makes the interfaces of routers with a MAC address of their own; whether there were any. */
    boolean ensureVirtualLinks(Network network, List<Link> links) {
        boolean made = false;
        for (LiveRouter router : byName.values()) {
            router.look(links);
            made |= router.ensureVirtualLink(network, links);
        }
        return made;
    }

    void removeVirtualLinks(Network network) {
        byName.values().forEach(router -> router.removeVirtualLink(network));
    }

    /** The machine's interfaces and addresses are these now. */
    void look(List<Link> links, List<InterfaceAddress> addresses, long nowNs) {
        for (LiveRouter router : byName.values()) {
            router.look(links);
            @Nullable IpAddress source = router.source(addresses);
            router.speakFrom(source);
            boolean speaks = router.socket().isPresent();
            to(router, new Event.LinkChanged(router.isUp()), nowNs);
            to(router, new Event.SourceChanged(speaks ? source : null), nowNs);
            effects.routes(router);
        }
        trackInterfaces(links, nowNs);
    }

    private void trackInterfaces(List<Link> links, long nowNs) {
        for (LiveRouter router : byName.values()) {
            for (TrackedItem item : router.router().config().tracked()) {
                if (item.kind() == TrackedItem.Kind.INTERFACE) {
                    boolean up = links.stream().anyMatch(link -> isUp(link, item.name()));
                    TrackStatus status = TrackStatus.of(up);
                    if (!status.equals(interfaces.put(item.name(), status))) {
                        toAll(new Event.TrackedChanged(item.name(), status), nowNs);
                    }
                }
            }
        }
    }

    private static boolean isUp(Link link, String item) {
        String name = RouterConfigs.itemName(TrackedItem.Kind.INTERFACE, link.name());
        return name.equals(item) && link.up() && link.running();
    }

    /** Somebody took an address away that a router holds. */
    void lost(VirtualAddress address, long nowNs) {
        toAll(new Event.AddressesLost(List.of(address)), nowNs);
    }

    List<RouterStatus> status() {
        return byName.values().stream().map(router -> router.router().status()).toList();
    }

    void close() {
        byName.values().forEach(LiveRouter::close);
    }
}
