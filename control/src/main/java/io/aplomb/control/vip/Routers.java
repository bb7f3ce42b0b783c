package io.aplomb.control.vip;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.InterfaceAddress;
import io.aplomb.linux.netlink.Link;
import io.aplomb.linux.netlink.Network;
import io.aplomb.model.vrrp.SyncGroup;
import io.aplomb.vrrp.router.Effect;
import io.aplomb.vrrp.router.Event;
import io.aplomb.vrrp.router.GroupEffect;
import io.aplomb.vrrp.router.State;
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
 * The routers that run, alone or in groups: events go to the state machine that shall have them,
 * what it answers to {@link Effects}. A {@link RouterPlan} changes them in two steps, {@link
 * #prepare} and {@link #carryOut}, with a look at the network after each. On the thread of the
 * {@link VrrpNode}.
 */
final class Routers {

    private final Map<String, LiveRouter> byName = new LinkedHashMap<>();
    private final Map<String, LiveGroup> groups = new LinkedHashMap<>();
    private final Map<String, LiveGroup> groupOf = new LinkedHashMap<>();
    private final Map<String, State> formerGroups = new LinkedHashMap<>();
    private final Map<String, TrackStatus> known = new LinkedHashMap<>();
    private final Effects effects;

    /** A group as configured, and its members. */
    record LiveGroup(SyncGroup config, io.aplomb.vrrp.router.SyncGroup members) {}

    Routers(Effects effects) {
        this.effects = effects;
    }

    List<LiveRouter> all() {
        return List.copyOf(byName.values());
    }

    List<LiveGroup> groups() {
        return List.copyOf(groups.values());
    }

    /** What is known of all that is watched, by the name of {@link RouterConfigs#itemName}. */
    Map<String, TrackStatus> known() {
        return Map.copyOf(known);
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

    // A change of the configuration; the start is one from nothing.

    /**
     * Ends what is not in the plan, and adds what is new, not started yet. The rest goes on; groups
     * whose members change let them go.
     */
    void prepare(RouterPlan plan, Network network, long nowNs) {
        formerGroups.clear();
        for (LiveGroup group : groups()) {
            if (!plan.keeps(group.config()) || !allContinue(group, plan)) {
                dissolve(group, plan, nowNs);
            }
        }
        for (LiveRouter router : all()) {
            if (!continues(router, plan)) {
                retire(router, network, nowNs);
            }
        }
        Map<String, LiveRouter> former = new LinkedHashMap<>(byName);
        byName.clear();
        plan.routers()
                .forEach((name, next) -> byName.put(name, admit(former.get(name), next, nowNs)));
    }

    private boolean allContinue(LiveGroup group, RouterPlan plan) {
        return group.config().members().stream()
                .allMatch(member -> continues(Objects.requireNonNull(byName.get(member)), plan));
    }

    private static boolean continues(LiveRouter router, RouterPlan plan) {
        RouterPlan.Planned next = plan.routers().get(router.name());
        return next != null && router.continues(next);
    }

    private void dissolve(LiveGroup group, RouterPlan plan, long nowNs) {
        String name = group.config().name();
        formerGroups.put(name, group.members().state());
        group.members().dissolve(nowNs);
        group.config().members().forEach(groupOf::remove);
        groups.remove(name);
        if (plan.group(name).isEmpty()) {
            effects.groupDeleted(group.config());
        }
    }

    private void retire(LiveRouter router, Network network, long nowNs) {
        for (Effect effect : router.router().on(new Event.Shutdown(), nowNs)) {
            if (effect instanceof Effect.NotifyStop(State from, int priority)) {
                effects.deleted(router, from, priority);
            } else {
                effects.apply(router, effect);
            }
        }
        router.close();
        router.removeVirtualLink(network);
        byName.remove(router.name());
    }

    private LiveRouter admit(@Nullable LiveRouter former, RouterPlan.Planned next, long nowNs) {
        if (former != null) {
            former.become(next.instance());
            return former;
        }
        LiveRouter router = new LiveRouter(next);
        known.forEach(
                (item, status) ->
                        apply(
                                router,
                                router.router().on(new Event.TrackedChanged(item, status), nowNs)));
        return router;
    }

    /** Starts what is new, and has the others go on as planned. */
    void carryOut(RouterPlan plan, long nowNs) {
        for (SyncGroup group : plan.groups()) {
            LiveGroup former = groups.get(group.name());
            LiveGroup live =
                    new LiveGroup(group, former == null ? regroup(group) : former.members());
            groups.put(group.name(), live);
            group.members().forEach(member -> groupOf.put(member, live));
            apply(live, live.members().start(nowNs));
        }
        for (LiveRouter router : byName.values()) {
            RouterPlan.Planned next = Objects.requireNonNull(plan.routers().get(router.name()));
            if (!groupOf.containsKey(router.name())) {
                apply(router, router.router().on(new Event.Startup(), nowNs));
            }
            if (!router.router().config().equals(next.config())) {
                to(router, new Event.Reload(next.config()), nowNs);
            }
        }
        known.forEach((item, status) -> toAll(new Event.TrackedChanged(item, status), nowNs));
        // An address may have gone from one router to another, or have another label now.
        byName.values().forEach(effects::restore);
    }

    private io.aplomb.vrrp.router.SyncGroup regroup(SyncGroup group) {
        List<VirtualRouter> members = new ArrayList<>();
        for (String member : group.members()) {
            members.add(Objects.requireNonNull(byName.get(member)).router());
        }
        State former = formerGroups.getOrDefault(group.name(), State.INITIALIZE);
        return new io.aplomb.vrrp.router.SyncGroup(members, former);
    }

    void shutdown(long nowNs) {
        for (LiveGroup group : groups()) {
            apply(group, group.members().onAll(new Event.Shutdown(), nowNs));
        }
        for (LiveRouter router : byName.values()) {
            if (!groupOf.containsKey(router.name())) {
                apply(router, router.router().on(new Event.Shutdown(), nowNs));
            }
        }
    }

    /** The pipes hear how all stand. */
    void tellStates() {
        byName.values().forEach(effects::tellState);
        for (LiveGroup group : groups()) {
            effects.tellState(group.config(), group.members().state());
        }
    }

    // Events.

    /** Something watched stands like this now. */
    void tracked(String item, TrackStatus status, long nowNs) {
        if (!status.equals(known.put(item, status))) {
            toAll(new Event.TrackedChanged(item, status), nowNs);
        }
    }

    /** Only these are watched besides interfaces. */
    void retain(List<String> items) {
        known.keySet().removeIf(item -> !RouterConfigs.isInterface(item) && !items.contains(item));
    }

    /** For every router that takes notice. */
    private void toAll(Event event, long nowNs) {
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

    // The network.

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
                    tracked(item.name(), TrackStatus.of(up), nowNs);
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

    void close() {
        byName.values().forEach(LiveRouter::close);
    }
}
