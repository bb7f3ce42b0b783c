package io.aplomb.vrrp.router;

import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.wire.Advert;
import io.aplomb.vrrp.wire.Vrrp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a Master does: adverts, addresses, announcements, the answer to a lower Master. */
final class MasterRole {

    private final Consumer<Effect> out;
    private final Timers timers;
    private final Counters counters;
    private final RivalWatch rivals = new RivalWatch();

    MasterRole(Consumer<Effect> out, Timers timers, Counters counters) {
        this.out = out;
        this.timers = timers;
        this.counters = counters;
    }

    /** Takes the addresses (RFC 9568 section 6.4.2). */
    void begin(Self self, long nowNs) {
        rivals.reset();
        counters.count(Count.BECAME_MASTER);
        // The advert goes first: the former Master must have removed the addresses before the
        // neighbours are told.
        speak(self);
        out.accept(new Effect.AddAddresses(self.config().held(), self.accepts()));
        Announcing announcing = self.config().announcing();
        announce(self, announcing.masterRepeat());
        timers.set(Timer.ADVERT, nowNs + self.intervalNs());
        if (announcing.masterDelayNs() > 0) {
            timers.set(Timer.ANNOUNCE_AGAIN, nowNs + announcing.masterDelayNs());
        }
        if (announcing.refreshNs() > 0) {
            timers.set(Timer.ANNOUNCE_REFRESH, nowNs + announcing.refreshNs());
        }
    }

    /** Gives up all that only a Master has; a resignation needs an address to send it from. */
    void end(Self self, boolean resign) {
        counters.count(Count.LEFT_MASTER);
        timers.cancelAll();
        if (resign && self.source() != null) {
            counters.count(Count.RESIGNATIONS_SENT);
            send(self, Vrrp.PRIORITY_RESIGN);
        }
        out.accept(new Effect.RemoveAddresses(self.config().held()));
    }

    /** An advert besides those that are due. */
    void speak(Self self) {
        send(self, self.priority());
    }

    /** The advert that was due then. */
    void advertise(Self self, long dueNs, long nowNs) {
        long nextNs = dueNs + self.intervalNs();
        if (nextNs <= nowNs) {
            counters.count(Count.LATE_ADVERTS);
            report(Incident.LATE_ADVERT, self.presentSource(), self.priority());
            nextNs = nowNs + self.intervalNs();
        }
        speak(self);
        timers.set(Timer.ADVERT, nextNs);
    }

    /** Another Master resigned (RFC 9568 section 6.4.3). */
    void answerResignation(Self self, long nowNs) {
        speak(self);
        timers.set(Timer.ADVERT, nowNs + self.intervalNs());
    }

    /** A lower Master was heard (RFC 9568 section 6.4.3, and section 1.2, change 5). */
    void assertAgainst(Self self, Advert advert, IpAddress sender, long sinceNs, long nowNs) {
        counters.count(Count.LOWER_MASTER_HEARD);
        Election election = self.config().election();
        long silenceNs = election.downAdverts() * advert.interval().ns();
        if (rivals.begins(nowNs, nowNs - sinceNs, self.intervalNs(), silenceNs)) {
            counters.count(Count.SPLIT_BRAINS);
            report(Incident.SPLIT_BRAIN, sender, advert.priority());
        }
        if (!election.lowerPriorityNoAdvert()) {
            speak(self);
        }
        repairCaches(self, nowNs);
        out.accept(new Effect.NotifyLowerMaster(sender, advert.priority()));
    }

    /** Tells the neighbours anew what a lower Master told them wrong. */
    void repairCaches(Self self, long nowNs) {
        Announcing announcing = self.config().announcing();
        if (announcing.lowerPriorityRepeat() == 0) {
            return;
        }
        announce(self, announcing.lowerPriorityRepeat());
        if (announcing.lowerPriorityDelayNs() > 0) {
            timers.set(Timer.ANNOUNCE_AFTER_LOWER, nowNs + announcing.lowerPriorityDelayNs());
        }
    }

    void announceAgain(Self self) {
        announce(self, self.config().announcing().masterRepeat());
    }

    void announceAfterLower(Self self) {
        announce(self, self.config().announcing().lowerPriorityRepeat());
    }

    void remind(Self self, long nowNs) {
        Announcing announcing = self.config().announcing();
        announce(self, announcing.refreshRepeat());
        timers.set(Timer.ANNOUNCE_REFRESH, nowNs + announcing.refreshNs());
    }

    /** Puts back what somebody took away. */
    void restore(Self self, List<VirtualAddress> lost) {
        List<VirtualAddress> ours = new ArrayList<>(self.config().held());
        ours.retainAll(lost);
        if (!ours.isEmpty()) {
            out.accept(new Effect.AddAddresses(List.copyOf(ours), self.accepts()));
            out.accept(new Effect.Announce(List.copyOf(ours), 1));
        }
    }

    /** Goes on with another configuration; only what differs is done. */
    void reload(Self former, Self self, long nowNs) {
        List<VirtualAddress> gone = new ArrayList<>(former.config().held());
        gone.removeAll(self.config().held());
        if (!gone.isEmpty()) {
            out.accept(new Effect.RemoveAddresses(List.copyOf(gone)));
        }
        List<VirtualAddress> added = new ArrayList<>(self.config().held());
        added.removeAll(former.config().held());
        if (!added.isEmpty() || former.accepts() != self.accepts()) {
            out.accept(new Effect.AddAddresses(self.config().held(), self.accepts()));
        }
        if (!added.isEmpty()) {
            out.accept(new Effect.Announce(List.copyOf(added), 1));
        }
        timers.set(
                Timer.ADVERT, Math.min(timers.deadlineNs(Timer.ADVERT), nowNs + self.intervalNs()));
        long refreshNs = self.config().announcing().refreshNs();
        if (refreshNs == 0) {
            timers.cancel(Timer.ANNOUNCE_REFRESH);
        } else if (refreshNs != former.config().announcing().refreshNs()) {
            timers.set(Timer.ANNOUNCE_REFRESH, nowNs + refreshNs);
        }
    }

    private void send(Self self, int priority) {
        counters.count(Count.ADVERTS_SENT);
        out.accept(new Effect.SendAdvert(self.config().advert(priority), self.presentSource()));
    }

    private void announce(Self self, int repeat) {
        if (repeat > 0 && !self.config().held().isEmpty()) {
            out.accept(new Effect.Announce(self.config().held(), repeat));
        }
    }

    private void report(Incident incident, IpAddress sender, int priority) {
        out.accept(new Effect.Report(incident, sender, priority));
    }
}
