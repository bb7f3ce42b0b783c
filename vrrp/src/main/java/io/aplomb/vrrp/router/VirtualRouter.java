package io.aplomb.vrrp.router;

import io.aplomb.base.Check;
import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.wire.Advert;
import io.aplomb.vrrp.wire.Delivery.Multicast;
import io.aplomb.vrrp.wire.Vrrp;
import java.util.ArrayList;
import java.util.List;

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
    private final MasterRole role = new MasterRole(out::add, timers, counters);
    private final Watch watch;
    private final MasterWatch master;

    private RouterConfig config;
    private Election election;
    private State state = State.INITIALIZE;
    private boolean started;
    private long latestNs = Long.MIN_VALUE;
    private long sinceNs;
    private int priority;

    private long preemptAtNs = UNSET;

    private boolean grouped;
    private Standing imposed = Standing.READY;
    private boolean wantsMaster;

    public VirtualRouter(RouterConfig config) {
        this.config = config;
        election = config.election().honoured();
        watch = new Watch(config);
        priority = watch.priority();
        master = new MasterWatch(config.wire().version(), config.wire().interval().ns());
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
                state == State.MASTER ? watch.source() : master.lastHeard(),
                state == State.MASTER ? priority : master.lastHeardPriority(),
                master.downNs(priority, election.downAdverts()),
                faults,
                counters.snapshot());
    }

    // What the group calls; a router without one does the same by itself.

    void becomeMember() {
        Check.state(!grouped, "a router is a member of one group");
        grouped = true;
    }

    /** It goes on alone, and stays what it is until its next event. */
    void leaveGroup(long nowNs) {
        grouped = false;
        imposed = Standing.READY;
        if (wantsMaster) {
            wantsMaster = false;
            timers.set(Timer.MASTER_DOWN, nowNs);
        }
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
            case Event.AddressesLost(var lost) -> {
                if (state == State.MASTER) {
                    role.restore(self(), lost);
                }
            }
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
            role.end(self(), false);
            becomeBackup(nowNs);
        }
    }

    /** Another member heard a lower Master. */
    void repairCaches(long nowNs) {
        if (state == State.MASTER) {
            role.repairCaches(self(), nowNs);
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
            role.end(self(), true);
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

    private void reload(RouterConfig next, long nowNs) {
        Check.argument(config.continues(next), "another virtual router");
        Self former = self();
        config = next;
        election = next.election().honoured();
        if (started && !former.config().wire().delivery().equals(next.wire().delivery())) {
            leaveMulticast(former.config());
            joinMulticast();
        }
        if (state == State.MASTER) {
            role.reload(former, self(), nowNs);
        }
        master.ownInterval(next.wire().interval().ns());
        judge(nowNs);
        if (state == State.BACKUP) {
            armMasterDown();
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
            role.end(self(), true);
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
        becomeBackup(nowNs);
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
        switch (timer) {
            case MASTER_DOWN -> masterIsDown(nowNs);
            case ADVERT -> role.advertise(self(), dueNs, nowNs);
            case ANNOUNCE_AGAIN -> role.announceAgain(self());
            case ANNOUNCE_AFTER_LOWER -> role.announceAfterLower(self());
            case ANNOUNCE_REFRESH -> role.remind(self(), nowNs);
        }
    }

    // BACKUP, RFC 9568 section 6.4.2.

    private void hearAsBackup(Advert advert, IpAddress sender, long receivedNs) {
        master.hear(advert, sender);
        if (advert.resigns()) {
            master.resigned(receivedNs);
            armMasterDown();
            return;
        }
        boolean lower = advert.priority() < priority;
        if (election.preempt() && lower && !leavesInPeace(receivedNs)) {
            return;
        }
        wantsMaster = false;
        follow(advert, sender, receivedNs);
        if (!lower) {
            preemptAtNs = UNSET;
        } else if (preemptAtNs == UNSET) {
            preemptAtNs = receivedNs + election.preemptDelayNs();
        }
    }

    private void follow(Advert advert, IpAddress sender, long receivedNs) {
        master.follow(
                advert, sender, receivedNs, master.deadlineNs(priority, election.downAdverts()));
        armMasterDown();
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
        timers.set(Timer.MASTER_DOWN, master.deadlineNs(priority, election.downAdverts()));
    }

    // MASTER, RFC 9568 section 6.4.3.

    private void hearAsMaster(Advert advert, IpAddress sender, long receivedNs) {
        if (advert.resigns()) {
            role.answerResignation(self(), receivedNs);
            return;
        }
        int rank = Integer.compare(advert.priority(), priority);
        if (rank == 0 && priority == Vrrp.PRIORITY_OWNER) {
            out.add(new Effect.Report(Incident.OWNER_CONFLICT, sender, priority));
        }
        if (rank == 0) {
            rank = sender.compareTo(self().presentSource());
        }
        if (rank > 0) {
            yieldTo(advert, sender, receivedNs);
        } else if (rank < 0) {
            role.assertAgainst(self(), advert, sender, sinceNs, receivedNs);
        } else {
            out.add(new Effect.Report(Incident.SAME_ADDRESS, sender, priority));
        }
    }

    private void yieldTo(Advert advert, IpAddress sender, long nowNs) {
        counters.count(Count.HIGHER_MASTER_HEARD);
        if (election.higherPrioritySendAdvert()) {
            role.speak(self());
        }
        role.end(self(), false);
        master.hear(advert, sender);
        becomeBackup(nowNs);
        follow(advert, sender, nowNs);
    }

    // Transitions.

    private void becomeMaster(long nowNs) {
        timers.cancel(Timer.MASTER_DOWN);
        wantsMaster = false;
        role.begin(self(), nowNs);
        enter(State.MASTER, nowNs);
    }

    private void becomeBackup(long nowNs) {
        wantsMaster = false;
        preemptAtNs = UNSET;
        master.expectAnybody(config.wire().interval().ns(), nowNs);
        armMasterDown();
        enter(State.BACKUP, nowNs);
    }

    private void enter(State next, long nowNs) {
        out.add(new Effect.Notify(state, next, priority));
        state = next;
        sinceNs = nowNs;
    }

    private Self self() {
        return new Self(config, priority, watch.source());
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
}
