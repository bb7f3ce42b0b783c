package io.aplomb.cluster.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one node does for the cluster: it comes and goes, carries out orders, tells results, and
 * when it leads decides ({@link Office}). From inputs to effects; no socket, thread or clock
 * inside.
 *
 * <pre>
 *             NodeUp committed              lease lapsed, or session ended by others
 *   OUT ---------------------------> IN ------------------------------------------> STOPPING
 *    ^                               |                                                 |
 *    |        LEFT <-----------------'  NodeDown committed after it asked to leave     |
 *    '---------------------------------------------------------------------------------'
 *                         all stopped, and the end of the session committed
 * </pre>
 *
 * <p>Not for several threads at once.
 */
public final class Controller {
    /** How long a command that came to nothing rests before it is tried again. */
    private static final long RETRY_NS = 100_000_000;

    /** How long a command may be under way before it is tried again whatever is known of it. */
    private static final long LOST_NS = 5_000_000_000L;

    /** Between two tellings of how long the voice for a barred session counts. */
    private static final long TELL_NS = 250_000_000;

    private enum Phase {
        OUT,
        IN,
        STOPPING,
        LEFT
    }

    private final String self;
    private final String incarnation;
    private final Map<String, String> attributes;
    private final Office office;
    private final Alone alone;
    private final Outbox outbox = new Outbox();
    private final Map<String, Peer> peers = new HashMap<>();

    /** Orders of this session that were begun: one that is given again is not done again. */
    private final Set<String> begun = new HashSet<>();

    private final List<PendingOrder> held = new ArrayList<>();
    private List<Effect> effects = new ArrayList<>();
    private @Nullable ClusterState state;
    private Phase phase = Phase.OUT;
    private boolean leaseHeld;
    private boolean leaving;
    private boolean joined;
    private boolean allStopped;
    private @Nullable String leader;

    /** Of the store: what was told of an older one is out of date. */
    private long knownTerm;

    private long tryAgainNs = Long.MIN_VALUE;
    private long toldBarredNs;

    /** What is known of the way to another node. */
    record Peer(boolean up, Input.@Nullable Loss cause, long sinceNs) {}

    /**
     * @param incarnation of this process: made anew at each start
     * @param attributes that the node comes with, as transient attributes
     * @param startNs when the process started
     */
    public Controller(
            String self, String incarnation, Map<String, String> attributes, long startNs) {
        this.self = self;
        this.incarnation = incarnation;
        this.attributes = Map.copyOf(attributes);
        this.office = new Office(self, startNs);
        this.alone = new Alone(self, startNs);
    }

    /** Something happened. What is to be done about it, in this order. */
    public List<Effect> on(Input input, Now now) {
        effects = new ArrayList<>();
        switch (input) {
            case Input.Applied applied -> applied(applied, now);
            case Input.Restored restored -> restored(restored.state(), now);
            case Input.Leads leads -> leads(leads.term(), now);
            case Input.Follows follows -> follows(follows.leader(), follows.term(), now);
            case Input.NotCommitted failed -> notCommitted(failed, now);
            case Input.PeerUp up -> peers.put(up.node(), new Peer(true, null, now.monotonicNs()));
            case Input.PeerDown down -> peerDown(down, now);
            case Input.Received received ->
                    office.received(received.from(), received.message(), now);
            case Input.Finished finished -> finished(finished.result());
            case Input.AllStopped _ -> allStopped = true;
            case Input.FencingFinished fencing -> fencingFinished(fencing.fencing(), now);
            case Input.Confirmed confirmed -> alone.confirmed(confirmed.node());
            case Input.LeaseHeld _ -> leaseHeld(now);
            case Input.LeaseLapsed _ -> leaseLapsed(now);
            case Input.LeaveRequested _ -> leaving = true;
            case Input.Tick _ -> tellBarredAgain(now);
        }
        ClusterState known = state;
        if (known != null) {
            live(known, now);
            office.work(known, peers, now, effects);
            alone.work(known, leader, peers, now, effects);
        }
        return effects;
    }

    /** Whether something is due soon, so that time should be told more often. */
    public boolean isBusy() {
        return office.isBusy() || phase != Phase.IN || !outbox.isEmpty() || leader == null;
    }

    /** Who leads, as this node was told; null for nobody. */
    public @Nullable String leader() {
        return leader;
    }

    /** The term for which this node was told that it leads; negative when it does not. */
    public long leadsTerm() {
        return office.electedTerm();
    }

    /** Whether this node leads and its office is committed. */
    public boolean isInOffice() {
        return office.isTaken();
    }

    private void applied(Input.Applied applied, Now now) {
        ClusterState before = state;
        state = applied.state();
        if (applied.reply() instanceof Reply.Refused) {
            refused(applied.command());
        } else {
            committed(applied.command(), before, applied.state(), whenGiven(applied, now));
        }
        office.applied(applied.command(), applied.reply(), applied.state(), now, effects);
    }

    /** By the wall clock of who gave the command: a node that starts hears of old ones. */
    private static Now whenGiven(Input.Applied applied, Now now) {
        return applied.givenMs() > 0
                ? new Now(now.monotonicNs(), applied.givenMs(), now.zone())
                : now;
    }

    private void committed(
            Command command, @Nullable ClusterState before, ClusterState after, Now now) {
        switch (command) {
            case Command.NodeUp up -> {
                if (up.node().equals(self) && up.incarnation().equals(incarnation)) {
                    enter();
                }
                updateLeases(after);
                report(ClusterEvent.Kind.NODE_UP, up.node(), "is there", now);
            }
            case Command.BarSession bar -> {
                updateLeases(after);
                if (bar.barred()) {
                    tellBarred(after, bar.node());
                    report(ClusterEvent.Kind.NODE_SUSPECT, bar.node(), "is believed lost", now);
                }
            }
            case Command.NodeDown down -> {
                updateLeases(after);
                ended(down, before, now);
            }
            case Command.TakeOffice taken -> {
                leader = taken.node();
                after.sessions().keySet().forEach(node -> tellBarred(after, node));
                report(ClusterEvent.Kind.LEADER, taken.node(), "leads", now);
            }
            case Command.RecordFencing fencing -> {
                updateLeases(after);
                reportFencing(fencing.fencing(), now);
            }
            case Command.ChangeMembership _ -> {
                // first: the lease of one who gets a second voter beside him may lapse by it
                effects.add(new Effect.OnLapse(alone.lapsePolicy(after)));
                updateLeases(after);
                report(ClusterEvent.Kind.MEMBERSHIP, "", "other nodes belong to the cluster", now);
            }
            case Command.ReplaceConfiguration replace -> {
                updateLeases(after);
                effects.add(new Effect.OnLapse(alone.lapsePolicy(after)));
                String what = replace.author() + ": " + replace.comment();
                report(ClusterEvent.Kind.CONFIGURATION, "", what, now);
            }
            case Command.RecordResults results -> {
                if (results.node().equals(self) && before != null) {
                    outbox.recorded(lastResult(after) - lastResult(before));
                }
                results.results().forEach(result -> reportResult(results.node(), result, now));
            }
            case Command.ForgetResource forget -> {
                if (forget.node().equals(self)) {
                    effects.add(new Effect.Forget(forget.resource()));
                }
            }
            case Command.RequestShutdown _,
                    Command.GiveOrders _,
                    Command.ExpireOrder _,
                    Command.SetAttribute _,
                    Command.CleanUp _,
                    Command.ClearFailures _,
                    Command.SetTicket _,
                    Command.AlertsTold _,
                    Command.PutDocument _ -> {
                // nothing here changes by it, or what follows from the state is done later
            }
        }
    }

    private long lastResult(ClusterState of) {
        NodeSession session = of.session(self);
        return session == null ? 0 : session.lastResult();
    }

    /** This process has a session of its own now. */
    private void enter() {
        phase = Phase.IN;
        joined = true;
        allStopped = false;
        outbox.clear();
        begun.clear();
        held.clear();
    }

    /** A session is over. */
    private void ended(Command.NodeDown down, @Nullable ClusterState before, Now now) {
        boolean mine = down.node().equals(self) && joined;
        if (mine && down.clean() && leaving) {
            leave();
        } else if (mine && phase == Phase.IN) {
            stopEverything("the session is over: " + down.cause());
        }
        boolean known = before != null && before.isUp(down.node());
        if (known) {
            report(
                    down.clean() ? ClusterEvent.Kind.NODE_LEFT : ClusterEvent.Kind.NODE_LOST,
                    down.node(),
                    down.cause(),
                    now);
        }
    }

    private void stopEverything(String reason) {
        phase = Phase.STOPPING;
        allStopped = false;
        outbox.clear();
        held.clear();
        effects.add(new Effect.StopEverything(reason));
    }

    private void leave() {
        phase = Phase.LEFT;
        effects.add(new Effect.Left());
    }

    private void refused(Command command) {
        boolean mine =
                command instanceof Command.RecordResults results && results.node().equals(self);
        if (mine) {
            outbox.retry();
        }
    }

    private void restored(ClusterState restored, Now now) {
        state = restored;
        if (phase == Phase.IN && !hasSession(restored)) {
            stopEverything("the session is over");
        }
        updateLeases(restored);
        restored.sessions().keySet().forEach(node -> tellBarred(restored, node));
        effects.add(new Effect.OnLapse(alone.lapsePolicy(restored)));
        office.restored(now);
    }

    private void updateLeases(ClusterState of) {
        Set<String> voters = new HashSet<>();
        for (Member member : of.membership().members()) {
            if (member.votes()) {
                voters.add(member.name());
            }
        }
        Map<String, Long> open = new LinkedHashMap<>();
        of.sessions()
                .forEach(
                        (node, session) -> {
                            if (session.up() && !session.barred()) {
                                open.put(node, session.number());
                            }
                        });
        effects.add(new Effect.UpdateLeases(voters, joined, open, LeaseSettings.of(of).leaseMs()));
    }

    /** The leader is told how long this node's voice for a barred session still counts. */
    private void tellBarred(ClusterState of, String node) {
        NodeSession session = of.session(node);
        String to = of.leader();
        boolean votes = of.membership().find(self).filter(Member::votes).isPresent();
        if (votes && session != null && session.up() && session.barred() && !to.isEmpty()) {
            effects.add(new Effect.TellBarred(to, node, session.number(), session.bars()));
        }
    }

    /** Messages get lost with links. */
    private void tellBarredAgain(Now now) {
        ClusterState known = state;
        if (known != null && now.monotonicNs() - toldBarredNs > TELL_NS) {
            toldBarredNs = now.monotonicNs();
            known.sessions().keySet().forEach(node -> tellBarred(known, node));
        }
    }

    private void leads(long term, Now now) {
        if (term < knownTerm || office.electedTerm() == term) {
            return;
        }
        knownTerm = term;
        leader = self;
        office.elected(term, now, effects);
    }

    private void follows(@Nullable String other, long term, Now now) {
        if (term < knownTerm) {
            return;
        }
        knownTerm = term;
        leader = other;
        alone.leaderChanged(other, now);
        office.lost();
        outbox.retry();
    }

    private void notCommitted(Input.NotCommitted failed, Now now) {
        if (failed.command() instanceof Command.RecordResults) {
            outbox.retry();
        }
        tryAgainNs = now.monotonicNs() + RETRY_NS;
        office.notCommitted(failed.command(), now);
    }

    private void peerDown(Input.PeerDown down, Now now) {
        Peer known = peers.get(down.node());
        if (known == null || known.up() || down.cause() != Input.Loss.SILENCE) {
            long since = known == null || known.up() ? now.monotonicNs() : known.sinceNs();
            peers.put(down.node(), new Peer(false, down.cause(), since));
        }
    }

    private void finished(OperationResult result) {
        if (phase == Phase.IN) {
            outbox.add(result);
        }
    }

    private void fencingFinished(FencingRecord fencing, Now now) {
        if (!alone.fencingFinished(fencing, now)) {
            office.fencingFinished(fencing, now, effects);
        }
    }

    private void leaseHeld(Now now) {
        leaseHeld = true;
        List<PendingOrder> due = List.copyOf(held);
        held.clear();
        due.forEach(order -> begin(order, now));
    }

    private void leaseLapsed(Now now) {
        if (!leaseHeld) {
            return;
        }
        leaseHeld = false;
        ClusterState known = state;
        if (phase != Phase.IN || known == null) {
            return;
        }
        LapsePolicy policy = alone.lapsePolicy(known);
        report(
                ClusterEvent.Kind.LEASE_LAPSED,
                self,
                "no majority of voters answers: "
                        + (policy == LapsePolicy.FREEZE
                                ? "what runs here stays, nothing is started"
                                : "resources here are stopped"),
                now);
        if (policy != LapsePolicy.FREEZE) {
            stopEverything("the lease is over");
        }
    }

    /** What this node owes the cluster at this moment. */
    private void live(ClusterState known, Now now) {
        switch (phase) {
            case OUT -> join(known, now);
            case IN -> {
                if (!hasSession(known)) {
                    stopEverything("the session is over");
                    return;
                }
                takeOrders(known, now);
                tellResults(known, now);
                if (leaving) {
                    leave(known, now);
                }
            }
            case STOPPING -> endSession(known, now);
            case LEFT -> {
                // nothing is owed any more
            }
        }
    }

    private boolean mayTry(Now now) {
        if (leader == null || now.monotonicNs() < tryAgainNs) {
            return false;
        }
        tryAgainNs = now.monotonicNs() + LOST_NS;
        return true;
    }

    /** Whether the cluster counts on this process. */
    private boolean hasSession(ClusterState known) {
        NodeSession session = known.session(self);
        return session != null && session.up() && session.incarnation().equals(incarnation);
    }

    private void join(ClusterState known, Now now) {
        if (!hasSession(known) && !leaving && mayTry(now)) {
            submit(new Command.NodeUp(self, incarnation, attributes, now.wallMs()));
        } else if (leaving) {
            leave();
        }
    }

    /** All is stopped: if others still count this session, it is ended here. */
    private void endSession(ClusterState known, Now now) {
        if (!allStopped) {
            return;
        }
        NodeSession session = known.session(self);
        if (leaving && leader == null) {
            // nobody is left who could be told
            leave();
        } else if (session == null || !hasSession(known)) {
            phase = Phase.OUT;
            tryAgainNs = Long.MIN_VALUE;
        } else if (mayTry(now)) {
            String cause = "it stopped its resources itself, for its lease was over";
            submit(new Command.NodeDown(self, session.number(), true, cause, now.wallMs()));
        }
    }

    private void leave(ClusterState known, Now now) {
        NodeSession session = Objects.requireNonNull(known.session(self));
        boolean runsResources =
                known.membership().find(self).filter(Member::runsResources).isPresent();
        if (!runsResources && mayTry(now)) {
            submit(
                    new Command.NodeDown(
                            self, session.number(), true, "it left in order", now.wallMs()));
        } else if (runsResources && !asked(known) && mayTry(now)) {
            submit(new Command.RequestShutdown(self, now.wallMs()));
        }
    }

    private boolean asked(ClusterState known) {
        return known.cib().childOrEmpty("status").children("node_state").stream()
                .filter(node -> self.equals(node.attribute("uname")))
                .anyMatch(node -> Cibs.transients(node).containsKey("shutdown"));
    }

    private void takeOrders(ClusterState known, Now now) {
        NodeSession session = known.session(self);
        if (session == null) {
            return;
        }
        for (PendingOrder order : known.pending()) {
            if (order.node().equals(self)
                    && order.session() == session.number()
                    && begun.add(name(order.order()))) {
                begin(order, now);
            }
        }
        held.removeIf(order -> !known.pending().contains(order));
    }

    private static String name(OperationOrder order) {
        return order.term() + ":" + order.transition() + ':' + order.step();
    }

    private void begin(PendingOrder order, Now now) {
        if (leaseHeld) {
            effects.add(new Effect.Execute(order.order()));
            report(
                    ClusterEvent.Kind.OPERATION,
                    self,
                    order.order().resource(),
                    order.order().operation() + " begins",
                    now);
        } else {
            held.add(order);
        }
    }

    private void tellResults(ClusterState known, Now now) {
        NodeSession session = known.session(self);
        if (leader == null || session == null) {
            return;
        }
        Command command = outbox.next(self, session, now.wallMs());
        if (command != null) {
            submit(command);
        }
    }

    private void submit(Command command) {
        effects.add(new Effect.Submit(command));
    }

    private void reportResult(String node, OperationResult result, Now now) {
        OperationOrder order = result.order();
        if (result.status() == OperationResult.Status.CANCELLED) {
            return;
        }
        boolean probed = order.isProbe() && result.rc() == 7;
        String text =
                "%s: rc %d in %d ms%s"
                        .formatted(
                                order.key(),
                                result.rc(),
                                result.executedMs(),
                                result.exitReason().isEmpty() ? "" : ": " + result.exitReason());
        report(
                result.succeeded() || probed
                        ? ClusterEvent.Kind.OPERATION
                        : ClusterEvent.Kind.OPERATION_FAILED,
                node,
                order.resource(),
                text,
                now);
    }

    private void reportFencing(FencingRecord fencing, Now now) {
        report(
                fencing.succeeded() ? ClusterEvent.Kind.FENCED : ClusterEvent.Kind.FENCING_FAILED,
                fencing.target(),
                fencing.action()
                        + " by "
                        + fencing.device()
                        + (fencing.detail().isEmpty() ? "" : ": " + fencing.detail()),
                now);
    }

    private void report(ClusterEvent.Kind kind, String node, String text, Now now) {
        report(kind, node, "", text, now);
    }

    private void report(
            ClusterEvent.Kind kind, String node, String resource, String text, Now now) {
        effects.add(
                new Effect.Report(
                        new ClusterEvent(
                                kind, now.wallMs(), now.monotonicNs(), node, resource, text)));
    }
}
