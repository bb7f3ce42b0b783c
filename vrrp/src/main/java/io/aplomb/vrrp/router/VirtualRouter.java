package io.aplomb.vrrp.router;

import io.aplomb.base.Check;
import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.wire.Advert;
import io.aplomb.vrrp.wire.Delivery.Multicast;
import io.aplomb.vrrp.wire.Vrrp;
import io.aplomb.vrrp.wire.VrrpVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One virtual router: events and the time in, effects out. No socket, thread or clock in here; for
 * one thread. The states are drawn at {@link State}.
 *
 * <h2>Election (RFC 9568 section 6.4)</h2>
 *
 * A Backup arms the Master down timer with every advert it accepts: one of at least its own
 * priority, or any when it does not preempt. A lower one it lets pass, so that its timer runs out.
 * The better its priority the sooner, by Skew_Time. A Master that hears a better one, or an equal
 * one with the higher address, yields at once. One that hears a lower one stays, tells it so
 * (section 1.2, change 5) and repairs the neighbours' caches.
 *
 * <h2>Beyond the RFC, as keepalived</h2>
 *
 * The effective priority follows what is watched and takes the place of the RFC's Priority
 * everywhere. {@code preempt_delay} leaves a lower Master in peace for a while from the first time
 * it is heard; then the Master down timer runs. A fault is left through BACKUP.
 *
 * <h2>Late machines</h2>
 *
 * Adverts are due at whole multiples of the interval after the first, not of when the last one went
 * out, so that they do not drift. A machine that was stopped sends one at once and starts a new
 * row.
 */
public final class VirtualRouter {

    private static final long UNSET = Long.MIN_VALUE;

    private final List<Effect> out = new ArrayList<>();
    private final Timers timers = new Timers(out::add);
    private final Counters counters = new Counters();
    private final RivalWatch rivals = new RivalWatch();
    private final Watch watch;

    private RouterConfig config;
    private Election election;
    private State state = State.INITIALIZE;
    private boolean started;
    private long latestNs = Long.MIN_VALUE;
    private long sinceNs;
    private int priority;

    private long masterIntervalNs;
    private @Nullable IpAddress master;
    private int masterPriority;

    /** When the Master down timer was armed, and whether with Skew_Time only. */
    private long armedNs;

    private boolean armedBySkew;
    private long preemptAtNs = UNSET;

    private boolean grouped;
    private Standing imposed = Standing.READY;
    private boolean wantsMaster;

    public VirtualRouter(RouterConfig config) {
        this.config = config;
        election = config.election().honoured();
        watch = new Watch(config);
        priority = watch.priority();
        masterIntervalNs = config.wire().interval().ns();
    }

    /**
     * Takes an event.
     *
     * @param nowNs on a clock that does not go back
     * @throws IllegalStateException for a member of a group, whose events go to the group
     */
    public List<Effect> on(Event event, long nowNs) {
        Check.state(!grouped, "events of a member go to its group");
        handle(event, nowNs);
        return drain();
    }

    public State state() {
        return state;
    }

    public RouterConfig config() {
        return config;
    }

    /** When the first timer is due, for a shell that keeps no timers; MAX_VALUE when none runs. */
    public long nextTimerNs() {
        return timers.nextNs();
    }

    public RouterStatus status() {
        List<String> faults = new ArrayList<>(watch.faults());
        if (faults.isEmpty() && imposed == Standing.FAULTY) {
            faults.add("sync group");
        }
        return new RouterStatus(
                config.name(),
                state,
                sinceNs,
                priority,
                state == State.MASTER ? watch.source() : master,
                state == State.MASTER ? priority : masterPriority,
                masterDownNs(),
                faults,
                counters.snapshot());
    }

    // What the group calls; a router without one does the same by itself.

    void becomeMember() {
        Check.state(!started && !grouped, "a router joins one group, before it starts");
        grouped = true;
    }

    void handle(Event event, long nowNs) {
        Check.argument(nowNs >= latestNs, "the clock went back");
        latestNs = nowNs;
        switch (event) {
            case Event.Startup() -> startup(nowNs);
            case Event.Shutdown() -> shutdown(nowNs);
            case Event.AdvertReceived(Advert advert, IpAddress sender, long receivedNs) ->
                    hear(advert, sender, Math.clamp(receivedNs, Math.min(sinceNs, nowNs), nowNs));
            case Event.TimerExpired(Timer timer) -> expire(timer, nowNs);
            case Event.LinkChanged(boolean up) -> link(up, nowNs);
            case Event.SourceChanged(var address) -> {
                watch.source(address);
                settle(nowNs);
            }
            case Event.TrackedChanged(var item, var status) -> {
                watch.tracked(config, item, status);
                judge(nowNs);
            }
            case Event.PriorityChanged(int base) ->
                    reload(config.with(config.election().withPriority(base)), nowNs);
            case Event.AddressesLost(var lost) -> restore(lost);
            case Event.Reload(RouterConfig next) -> reload(next, nowNs);
        }
    }

    List<Effect> drain() {
        List<Effect> effects = List.copyOf(out);
        out.clear();
        return effects;
    }

    Standing standing() {
        return watch.standing();
    }

    boolean isStarted() {
        return started;
    }

    boolean wantsMaster() {
        return wantsMaster;
    }

    /** The worst standing among the members, which is that of all. */
    void impose(Standing worst, long nowNs) {
        imposed = worst;
        settle(nowNs);
    }

    /** All members want it. */
    void promote(long nowNs) {
        if (state == State.BACKUP) {
            becomeMaster(nowNs);
        }
    }

    /**
     * Another member yielded. It goes without a word, for whoever took that member over takes this
     * one too; a resignation would call a third router in.
     */
    void stepDown(long nowNs) {
        if (state == State.MASTER) {
            leaveMaster(false);
            becomeBackup(config.wire().interval().ns(), nowNs);
        }
    }

    /** A lower Master was heard, by this member or another of its group. */
    void repairCaches(long nowNs) {
        Announcing announcing = config.announcing();
        if (state != State.MASTER || announcing.lowerPriorityRepeat() == 0) {
            return;
        }
        announce(announcing.lowerPriorityRepeat());
        if (announcing.lowerPriorityDelayNs() > 0) {
            timers.set(Timer.ANNOUNCE_AFTER_LOWER, nowNs + announcing.lowerPriorityDelayNs());
        }
    }

    // Events of any state.

    /** RFC 9568 section 6.4.1. What a killed predecessor left behind goes first. */
    private void startup(long nowNs) {
        if (started) {
            return;
        }
        started = true;
        sinceNs = nowNs;
        joinMulticast();
        out.add(new Effect.RemoveAddresses(config.held()));
        settle(nowNs);
    }

    /** RFC 9568 sections 6.4.2 and 6.4.3. */
    private void shutdown(long nowNs) {
        if (!started) {
            return;
        }
        State from = state;
        if (from == State.MASTER) {
            leaveMaster(true);
        }
        timers.cancelAll();
        started = false;
        wantsMaster = false;
        state = State.INITIALIZE;
        sinceNs = nowNs;
        leaveMulticast(config);
        out.add(new Effect.NotifyStop(from, priority));
    }

    private void link(boolean up, long nowNs) {
        watch.link(up);
        if (up && started) {
            // The interface may be a new one of the same name, which has joined nothing.
            joinMulticast();
        }
        settle(nowNs);
    }

    private void restore(List<VirtualAddress> lost) {
        List<VirtualAddress> ours = new ArrayList<>(config.held());
        ours.retainAll(lost);
        if (state == State.MASTER && !ours.isEmpty()) {
            out.add(new Effect.AddAddresses(List.copyOf(ours), accepts()));
            out.add(new Effect.Announce(List.copyOf(ours), 1));
        }
    }

    private void reload(RouterConfig next, long nowNs) {
        Check.argument(config.continues(next), "another virtual router");
        RouterConfig former = config;
        config = next;
        election = next.election().honoured();
        if (started && !former.wire().delivery().equals(next.wire().delivery())) {
            leaveMulticast(former);
            joinMulticast();
        }
        if (state == State.MASTER) {
            reloadMaster(former, nowNs);
        }
        if (next.wire().version() == VrrpVersion.V2 || master == null) {
            masterIntervalNs = next.wire().interval().ns();
        }
        judge(nowNs);
        if (state == State.BACKUP) {
            armMasterDown();
        }
    }

    private void reloadMaster(RouterConfig former, long nowNs) {
        List<VirtualAddress> gone = new ArrayList<>(former.held());
        gone.removeAll(config.held());
        if (!gone.isEmpty()) {
            out.add(new Effect.RemoveAddresses(List.copyOf(gone)));
        }
        List<VirtualAddress> added = new ArrayList<>(config.held());
        added.removeAll(former.held());
        if (!added.isEmpty() || former.accept() != config.accept()) {
            out.add(new Effect.AddAddresses(config.held(), accepts()));
        }
        if (!added.isEmpty()) {
            out.add(new Effect.Announce(List.copyOf(added), 1));
        }
        long dueNs = nowNs + config.wire().interval().ns();
        timers.set(Timer.ADVERT, Math.min(timers.deadlineNs(Timer.ADVERT), dueNs));
        if (config.announcing().refreshNs() == 0) {
            timers.cancel(Timer.ANNOUNCE_REFRESH);
        } else if (config.announcing().refreshNs() != former.announcing().refreshNs()) {
            timers.set(Timer.ANNOUNCE_REFRESH, nowNs + config.announcing().refreshNs());
        }
    }

    /** What is watched, or how much it counts, may have changed. */
    private void judge(long nowNs) {
        watch.judge(config);
        int before = priority;
        priority = watch.priority();
        if (before != priority) {
            if (started) {
                out.add(new Effect.NotifyPriority(state, before, priority));
            }
            if (state == State.BACKUP) {
                armMasterDown();
            }
        }
        settle(nowNs);
    }

    /** Enters and leaves FAULT, and ends the wait after the start. */
    private void settle(long nowNs) {
        if (!started) {
            return;
        }
        switch (watch.standing().worse(imposed)) {
            case FAULTY -> {
                if (state != State.FAULT) {
                    fail(nowNs);
                }
            }
            case WAITING -> {}
            case READY -> {
                if (state == State.INITIALIZE || state == State.FAULT) {
                    elect(nowNs);
                }
            }
        }
    }

    private void fail(long nowNs) {
        if (state == State.MASTER) {
            leaveMaster(true);
        }
        timers.cancelAll();
        wantsMaster = false;
        counters.count(Count.FAULTS);
        enter(State.FAULT, nowNs);
    }

    /** RFC 9568 section 6.4.1: the owner is Master at once, others listen first. */
    private void elect(long nowNs) {
        boolean atOnce = election.isOwner() && election.startAsMaster();
        if (atOnce && !grouped) {
            becomeMaster(nowNs);
            return;
        }
        becomeBackup(config.wire().interval().ns(), nowNs);
        wantsMaster = atOnce;
    }

    private void hear(Advert advert, IpAddress sender, long receivedNs) {
        counters.count(Count.ADVERTS_RECEIVED);
        if (advert.resigns()) {
            counters.count(Count.RESIGNATIONS_RECEIVED);
        }
        switch (state) {
            case INITIALIZE, FAULT -> {}
            case BACKUP -> hearAsBackup(advert, sender, receivedNs);
            case MASTER -> hearAsMaster(advert, sender, receivedNs);
        }
    }

    private void expire(Timer timer, long nowNs) {
        long dueNs = timers.deadlineNs(timer);
        if (!timers.expire(timer, nowNs)) {
            return;
        }
        Announcing announcing = config.announcing();
        switch (timer) {
            case MASTER_DOWN -> masterIsDown(nowNs);
            case ADVERT -> advertise(dueNs, nowNs);
            case ANNOUNCE_AGAIN -> announce(announcing.masterRepeat());
            case ANNOUNCE_AFTER_LOWER -> announce(announcing.lowerPriorityRepeat());
            case ANNOUNCE_REFRESH -> {
                announce(announcing.refreshRepeat());
                timers.set(Timer.ANNOUNCE_REFRESH, nowNs + announcing.refreshNs());
            }
        }
    }

    // BACKUP, RFC 9568 section 6.4.2.

    private void hearAsBackup(Advert advert, IpAddress sender, long receivedNs) {
        master = sender;
        masterPriority = advert.priority();
        if (advert.resigns()) {
            armedNs = receivedNs;
            armedBySkew = true;
            armMasterDown();
            return;
        }
        boolean lower = advert.priority() < priority;
        if (election.preempt() && lower && !leavesInPeace(receivedNs)) {
            return;
        }
        if (config.wire().version() == VrrpVersion.V3) {
            masterIntervalNs = advert.interval().ns();
        }
        wantsMaster = false;
        armedNs = receivedNs;
        armedBySkew = false;
        armMasterDown();
        if (!lower) {
            preemptAtNs = UNSET;
        } else if (preemptAtNs == UNSET) {
            preemptAtNs = receivedNs + election.preemptDelayNs();
        }
    }

    /** keepalived's {@code preempt_delay}, counted from the first advert of a lower Master. */
    private boolean leavesInPeace(long nowNs) {
        return election.preemptDelayNs() > 0 && (preemptAtNs == UNSET || nowNs < preemptAtNs);
    }

    private void masterIsDown(long nowNs) {
        if (grouped) {
            wantsMaster = true;
        } else {
            becomeMaster(nowNs);
        }
    }

    private void armMasterDown() {
        if (wantsMaster) {
            return;
        }
        timers.set(Timer.MASTER_DOWN, armedNs + (armedBySkew ? skewNs() : masterDownNs()));
    }

    // MASTER, RFC 9568 section 6.4.3.

    private void hearAsMaster(Advert advert, IpAddress sender, long receivedNs) {
        if (advert.resigns()) {
            sendAdvert(priority);
            timers.set(Timer.ADVERT, receivedNs + config.wire().interval().ns());
            return;
        }
        IpAddress own = watch.presentSource();
        int rank = Integer.compare(advert.priority(), priority);
        if (rank == 0 && priority == Vrrp.PRIORITY_OWNER) {
            out.add(new Effect.Report(Incident.OWNER_CONFLICT, sender, priority));
        }
        if (rank == 0) {
            rank = sender.compareTo(own);
        }
        if (rank > 0) {
            yieldTo(advert, sender, receivedNs);
        } else if (rank < 0) {
            assertMaster(advert, sender, receivedNs);
        } else {
            out.add(new Effect.Report(Incident.SAME_ADDRESS, sender, priority));
        }
    }

    private void yieldTo(Advert advert, IpAddress sender, long nowNs) {
        counters.count(Count.HIGHER_MASTER_HEARD);
        if (election.higherPrioritySendAdvert()) {
            sendAdvert(priority);
        }
        leaveMaster(false);
        master = sender;
        masterPriority = advert.priority();
        becomeBackup(
                config.wire().version() == VrrpVersion.V3
                        ? advert.interval().ns()
                        : config.wire().interval().ns(),
                nowNs);
    }

    private void assertMaster(Advert advert, IpAddress sender, long nowNs) {
        counters.count(Count.LOWER_MASTER_HEARD);
        long intervalNs = config.wire().interval().ns();
        long silenceNs = election.downAdverts() * advert.interval().ns();
        if (rivals.begins(nowNs, nowNs - sinceNs, intervalNs, silenceNs)) {
            counters.count(Count.SPLIT_BRAINS);
            out.add(new Effect.Report(Incident.SPLIT_BRAIN, sender, advert.priority()));
        }
        if (!election.lowerPriorityNoAdvert()) {
            sendAdvert(priority);
        }
        repairCaches(nowNs);
        out.add(new Effect.NotifyLowerMaster(sender, advert.priority()));
    }

    private void advertise(long dueNs, long nowNs) {
        long intervalNs = config.wire().interval().ns();
        long nextNs = dueNs + intervalNs;
        if (nextNs <= nowNs) {
            counters.count(Count.LATE_ADVERTS);
            out.add(new Effect.Report(Incident.LATE_ADVERT, watch.presentSource(), priority));
            nextNs = nowNs + intervalNs;
        }
        sendAdvert(priority);
        timers.set(Timer.ADVERT, nextNs);
    }

    // Transitions.

    private void becomeMaster(long nowNs) {
        timers.cancel(Timer.MASTER_DOWN);
        wantsMaster = false;
        rivals.reset();
        counters.count(Count.BECAME_MASTER);
        // The advert goes first: the former Master must have removed the addresses before the
        // neighbours are told.
        sendAdvert(priority);
        out.add(new Effect.AddAddresses(config.held(), accepts()));
        Announcing announcing = config.announcing();
        announce(announcing.masterRepeat());
        timers.set(Timer.ADVERT, nowNs + config.wire().interval().ns());
        if (announcing.masterDelayNs() > 0) {
            timers.set(Timer.ANNOUNCE_AGAIN, nowNs + announcing.masterDelayNs());
        }
        if (announcing.refreshNs() > 0) {
            timers.set(Timer.ANNOUNCE_REFRESH, nowNs + announcing.refreshNs());
        }
        enter(State.MASTER, nowNs);
    }

    private void becomeBackup(long intervalNs, long nowNs) {
        masterIntervalNs = intervalNs;
        wantsMaster = false;
        preemptAtNs = UNSET;
        armedNs = nowNs;
        armedBySkew = false;
        armMasterDown();
        enter(State.BACKUP, nowNs);
    }

    /** Gives everything up that only a Master has. */
    private void leaveMaster(boolean resign) {
        counters.count(Count.LEFT_MASTER);
        timers.cancelAll();
        if (resign && watch.source() != null) {
            counters.count(Count.RESIGNATIONS_SENT);
            sendAdvert(Vrrp.PRIORITY_RESIGN);
        }
        out.add(new Effect.RemoveAddresses(config.held()));
    }

    private void enter(State next, long nowNs) {
        out.add(new Effect.Notify(state, next, priority));
        state = next;
        sinceNs = nowNs;
    }

    // Small effects and sums.

    private void sendAdvert(int withPriority) {
        counters.count(Count.ADVERTS_SENT);
        out.add(new Effect.SendAdvert(config.advert(withPriority), watch.presentSource()));
    }

    private void announce(int repeat) {
        if (repeat > 0 && !config.held().isEmpty()) {
            out.add(new Effect.Announce(config.held(), repeat));
        }
    }

    private void joinMulticast() {
        if (config.wire().delivery() instanceof Multicast(IpAddress group)) {
            out.add(new Effect.JoinGroup(group));
        }
    }

    private void leaveMulticast(RouterConfig of) {
        if (of.wire().delivery() instanceof Multicast(IpAddress group)) {
            out.add(new Effect.LeaveGroup(group));
        }
    }

    private boolean accepts() {
        return config.accept() || election.isOwner();
    }

    private long skewNs() {
        return Intervals.skewNs(config.wire().version(), priority, masterIntervalNs);
    }

    private long masterDownNs() {
        return Intervals.masterDownNs(
                config.wire().version(), priority, masterIntervalNs, election.downAdverts());
    }
}
