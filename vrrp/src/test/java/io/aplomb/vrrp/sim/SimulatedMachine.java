package io.aplomb.vrrp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.router.Effect;
import io.aplomb.vrrp.router.Event;
import io.aplomb.vrrp.router.GroupEffect;
import io.aplomb.vrrp.router.RouterConfig;
import io.aplomb.vrrp.router.State;
import io.aplomb.vrrp.router.SyncGroup;
import io.aplomb.vrrp.router.Timer;
import io.aplomb.vrrp.router.VirtualAddress;
import io.aplomb.vrrp.router.VirtualRouter;
import io.aplomb.vrrp.track.TrackStatus;
import io.aplomb.vrrp.track.TrackedItem;
import io.aplomb.vrrp.wire.AdvertReader;
import io.aplomb.vrrp.wire.AdvertWriter;
import io.aplomb.vrrp.wire.Datagram;
import io.aplomb.vrrp.wire.Reading;
import io.aplomb.vrrp.wire.Vrrp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A machine that does what the effects say, with one virtual router on each segment; several are a
 * sync group. All effects that change something here are done twice, timers come late and at times
 * twice, and after every event the invariants of one machine are checked.
 */
final class SimulatedMachine {

    /** When a machine became Master, or ceased to be. */
    record Change(long atNs, State from, State to) {}

    final int index;
    final List<Change> changes = new ArrayList<>();

    private final SimulatedNetwork network;
    private final List<RouterConfig> configs;
    private final long jitterNs;
    private final boolean[] linkUp;
    private final Map<String, TrackStatus> tracked = new HashMap<>();

    private final List<Set<VirtualAddress>> held = new ArrayList<>();
    private final List<Map<Timer, Long>> timers = new ArrayList<>();
    private final boolean[] joined;
    private List<VirtualRouter> routers = List.of();
    private @Nullable SyncGroup group;
    private boolean alive;
    private int life;

    SimulatedMachine(
            int index, SimulatedNetwork network, List<RouterConfig> configs, long jitterNs) {
        this.index = index;
        this.network = network;
        this.configs = configs;
        this.jitterNs = jitterNs;
        linkUp = new boolean[configs.size()];
        joined = new boolean[configs.size()];
        Arrays.fill(linkUp, true);
        configs.forEach(
                config -> {
                    held.add(new HashSet<>());
                    timers.add(new EnumMap<>(Timer.class));
                });
        network.plug(this);
    }

    boolean isAlive() {
        return alive;
    }

    /** Whether nothing keeps it from being Master. */
    boolean isAble() {
        boolean able = alive;
        for (boolean up : linkUp) {
            able &= up;
        }
        for (TrackedItem item : configs.getFirst().tracked()) {
            able &= !item.faults() || TrackStatus.UP.equals(tracked.get(item.name()));
        }
        return able;
    }

    boolean isMaster() {
        return alive && routers.getFirst().state() == State.MASTER;
    }

    VirtualRouter router() {
        return routers.getFirst();
    }

    void start() {
        if (alive) {
            return;
        }
        alive = true;
        life++;
        routers = configs.stream().map(VirtualRouter::new).toList();
        group = routers.size() > 1 ? new SyncGroup(routers) : null;
        for (int segment = 0; segment < configs.size(); segment++) {
            happen(segment, new Event.SourceChanged(source(segment)));
            happen(segment, new Event.LinkChanged(linkUp[segment]));
        }
        tracked.forEach((name, status) -> happenToAll(new Event.TrackedChanged(name, status)));
        happenToAll(new Event.Startup());
    }

    void stop() {
        if (alive) {
            happenToAll(new Event.Shutdown());
            assertThat(timers).as("timers of a stopped router").allMatch(Map::isEmpty);
            assertThat(joined).as("membership of a stopped router").containsOnly(false);
            alive = false;
        }
    }

    /** The power is cut: everything is gone, and nobody is told. */
    void die() {
        alive = false;
        life++;
        held.forEach(Set::clear);
        timers.forEach(Map::clear);
        Arrays.fill(joined, false);
    }

    void link(int segment, boolean up) {
        linkUp[segment] = up;
        joined[segment] &= up; // the interface may come back as a new one
        if (alive) {
            happen(segment, new Event.LinkChanged(up));
            happen(segment, new Event.LinkChanged(up));
        }
    }

    void track(String item, boolean up) {
        tracked.put(item, TrackStatus.of(up));
        if (alive) {
            happenToAll(new Event.TrackedChanged(item, TrackStatus.of(up)));
        }
    }

    void priority(int base) {
        if (alive) {
            for (int segment = 0; segment < configs.size(); segment++) {
                happen(segment, new Event.PriorityChanged(base));
            }
        }
    }

    void receive(int segment, Datagram datagram) {
        if (!alive || !linkUp[segment] || !joined[segment]) {
            return;
        }
        Reading reading = AdvertReader.read(datagram, configs.get(segment).policy(source(segment)));
        switch (reading) {
            case Reading.Refused refused -> throw new AssertionError(refused);
            case Reading.Accepted accepted ->
                    happen(
                            segment,
                            new Event.AdvertReceived(
                                    accepted.advert(), datagram.source(), network.nowNs()));
        }
    }

    private IpAddress source(int segment) {
        return IpAddress.v4(0x0A00_0001 + (segment << 16) + index);
    }

    private void happenToAll(Event event) {
        if (group != null) {
            applyAll(group.onAll(event, network.nowNs()));
        } else {
            happen(0, event);
        }
    }

    private void happen(int segment, Event event) {
        if (group != null) {
            applyAll(group.on(configs.get(segment).name(), event, network.nowNs()));
        } else {
            router().on(event, network.nowNs()).forEach(effect -> apply(segment, effect));
        }
        check();
    }

    private void applyAll(List<GroupEffect> effects) {
        for (GroupEffect each : effects) {
            if (each instanceof GroupEffect.OfMember(String member, Effect effect)) {
                int segment = 0;
                while (!configs.get(segment).name().equals(member)) {
                    segment++;
                }
                apply(segment, effect);
            }
        }
        check();
    }

    /** After every event, so without the machinery of assertions where nothing is wrong. */
    private void check() {
        State common = router().state();
        for (int segment = 0; segment < configs.size(); segment++) {
            VirtualRouter router = routers.get(segment);
            List<VirtualAddress> expected =
                    router.state() == State.MASTER ? router.config().held() : List.of();
            Set<VirtualAddress> there = held.get(segment);
            if (there.size() != expected.size() || !there.containsAll(expected)) {
                throw new AssertionError(there + " held in state " + router.state());
            }
            if (router.state() != common) {
                throw new AssertionError("members in " + common + " and " + router.state());
            }
            long nextNs = Long.MAX_VALUE;
            for (long dueNs : timers.get(segment).values()) {
                nextNs = Math.min(nextNs, dueNs);
            }
            if (router.nextTimerNs() != nextNs) {
                throw new AssertionError("timer " + router.nextTimerNs() + ", told " + nextNs);
            }
        }
    }

    private void apply(int segment, Effect effect) {
        once(segment, effect);
        if (!(effect instanceof Effect.SendAdvert) && !(effect instanceof Effect.Notify)) {
            once(segment, effect);
        }
    }

    private void once(int segment, Effect effect) {
        switch (effect) {
            case Effect.SendAdvert(var advert, var source) -> {
                if (linkUp[segment]) {
                    byte[] payload =
                            AdvertWriter.write(
                                    advert,
                                    source,
                                    Vrrp.GROUP_V4,
                                    configs.get(segment).wire().sendChecksum());
                    network.send(
                            index,
                            segment,
                            new Datagram(source, Vrrp.GROUP_V4, Vrrp.HOP_LIMIT, payload));
                }
            }
            case Effect.AddAddresses(var addresses, var _) -> held.get(segment).addAll(addresses);
            case Effect.RemoveAddresses(var addresses) ->
                    held.get(segment).removeAll(new HashSet<>(addresses));
            case Effect.Announce(var addresses, var _) -> {
                if (!held.get(segment).containsAll(addresses)) {
                    throw new AssertionError(addresses + " announced and not held");
                }
            }
            case Effect.JoinGroup _ -> joined[segment] = true;
            case Effect.LeaveGroup _ -> joined[segment] = false;
            case Effect.SetTimer(var timer, var atNs) -> setTimer(segment, timer, atNs);
            case Effect.CancelTimer(var timer) -> timers.get(segment).remove(timer);
            case Effect.Notify(var from, var to, var _) -> {
                if (segment == 0) {
                    changes.add(new Change(network.nowNs(), from, to));
                }
            }
            case Effect.NotifyStop _,
                    Effect.NotifyLowerMaster _,
                    Effect.NotifyPriority _,
                    Effect.Report _ -> {}
        }
    }

    private void setTimer(int segment, Timer timer, long atNs) {
        timers.get(segment).put(timer, atNs);
        long bornIn = life;
        long lateNs = network.random.nextLong(jitterNs + 1);
        network.at(
                atNs + lateNs,
                () -> {
                    // A stale expiry is sent as well now and then: the router must see through it.
                    Long dueNs = timers.get(segment).get(timer);
                    boolean due = dueNs != null && dueNs <= network.nowNs();
                    if (bornIn != life || !alive || !due && network.random.nextInt(4) != 0) {
                        return;
                    }
                    if (due) {
                        timers.get(segment).remove(timer);
                    }
                    happen(segment, new Event.TimerExpired(timer));
                });
    }
}
