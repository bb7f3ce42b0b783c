package io.aplomb.cluster.live;

import io.aplomb.cluster.schedule.Decision;
import io.aplomb.cluster.schedule.Scheduler;
import io.aplomb.cluster.schedule.Step;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a leader does: it says which nodes are lost, has decided what is to be done, and has it
 * carried out. It knows nothing that the state does not say, except what is under way, so that
 * another can go on at any time. Not for several threads at once.
 */
final class Office {
    private static final long MILLISECOND_NS = 1_000_000;

    /** How long a command may be under way before it is given again. */
    private static final long LOST_NS = 5_000 * MILLISECOND_NS;

    /** A node of which nothing was heard since this one leads counts as silent after this. */
    private static final long FIRST_SIGHT_NS = 1_000 * MILLISECOND_NS;

    /** How long nodes that start at the same time are waited for, where nobody would be fenced. */
    private static final long START_GRACE_NS = 2_000 * MILLISECOND_NS;

    /** Conditions that depend on time are looked at this often. */
    private static final long RECHECK_NS = 15_000 * MILLISECOND_NS;

    /**
     * As many decisions in a row that come to nothing are normal; more, and each waits a second.
     */
    private static final int MANY_DECISIONS = 30;

    private static final long SLOW_NS = 1_000 * MILLISECOND_NS;

    /** Beyond an operation's own time, its node has this long to say what came of it. */
    private static final long ANSWER_MS = 60_000;

    /** As many operations are under way at once unless {@code batch-limit} says otherwise. */
    private static final int BATCH = 100;

    private final String self;
    private final long startNs;
    private final Bars bars = new Bars();
    private final FencingDesk fencing;

    /** Commands under way, and since when. */
    private final Map<Command, Long> underWay = new HashMap<>();

    /** Nodes that a person says are off, and that are not waited for. */
    private final Set<String> confirmedOff = new HashSet<>();

    /** Nodes that devices are fencing, and the sessions that they had then. */
    private final Map<String, Long> fencedSessions = new HashMap<>();

    private long term = -1;
    private boolean elected;
    private boolean taken;
    private long takenNs;
    private long transitions;
    private @Nullable Transition transition;
    private boolean dirty;
    private long decidedNs;
    private int decisions;

    Office(String self, long startNs) {
        this.self = self;
        this.startNs = startNs;
        this.fencing = new FencingDesk(self);
    }

    /** The term of the election that this node won; negative when it does not lead. */
    long electedTerm() {
        return elected ? term : -1;
    }

    boolean isTaken() {
        return taken;
    }

    /** Whether something is due soon. */
    boolean isBusy() {
        return elected && (!taken || dirty || transition != null || !underWay.isEmpty());
    }

    void elected(long newTerm, Now now, List<Effect> effects) {
        lost();
        term = newTerm;
        elected = true;
        submit(new Command.TakeOffice(self, newTerm), now, effects);
    }

    void lost() {
        elected = false;
        taken = false;
        transition = null;
        underWay.clear();
        bars.clear();
        fencing.clear();
    }

    void restored(Now now) {
        dirty = true;
        decidedNs = now.monotonicNs();
    }

    void received(String from, Message message, Now now) {
        switch (message) {
            case Message.Barred barred -> bars.tell(from, barred, now.monotonicNs());
        }
    }

    void notCommitted(Command command, Now now) {
        // given again soon, should it still be wanted
        underWay.computeIfPresent(
                command, (_, _) -> now.monotonicNs() - LOST_NS + 100 * MILLISECOND_NS);
    }

    void fencingFinished(FencingRecord record, Now now, List<Effect> effects) {
        Long session = fencedSessions.remove(record.target());
        if (elected && session != null) {
            submit(new Command.RecordFencing(record, session), now, effects);
        }
    }

    /** A command is committed: what it means for what is under way. */
    void applied(Command command, Reply reply, ClusterState state, Now now, List<Effect> effects) {
        underWay.remove(command);
        if (!elected) {
            return;
        }
        if (reply instanceof Reply.Refused) {
            refused(command);
            return;
        }
        switch (command) {
            case Command.TakeOffice office -> {
                if (office.term() == term) {
                    taken = true;
                    takenNs = now.monotonicNs();
                    changed();
                }
            }
            case Command.RecordResults results -> results.results().forEach(this::result);
            case Command.ExpireOrder expire -> unexpected(expire.order());
            case Command.NodeDown down -> {
                boolean asked =
                        current()
                                .done(
                                        step ->
                                                step.what() == Step.What.SHUTDOWN
                                                        && down.node().equals(step.node()));
                if (!asked) {
                    current()
                            .failed(
                                    step ->
                                            step.what() == Step.What.OPERATION
                                                    && down.node().equals(step.node()));
                }
                changed();
            }
            case Command.RecordFencing record -> fencingRecorded(record.fencing(), now);
            case Command.NodeUp up -> {
                confirmedOff.remove(up.node());
                if (fencing.returned(up.node())) {
                    failed(Step.What.FENCE, up.node());
                }
                decisions = 0;
                changed();
            }
            case Command.ClearFailures clear ->
                    expected(Step.What.CLEAR_FAILURES, clear.resource(), clear.node());
            case Command.ForgetResource forget ->
                    expected(Step.What.FORGET, forget.resource(), forget.node());
            case Command.GiveOrders give ->
                    give.orders().stream()
                            .filter(order -> isOurs(order.order()))
                            .forEach(order -> current().committed(order.order().step()));
            case Command.PutDocument _, Command.BarSession _, Command.AlertsTold _ -> {
                // what these mean is known already, or is no matter of places
            }
            case Command.ReplaceConfiguration _,
                    Command.ChangeMembership _,
                    Command.RequestShutdown _,
                    Command.SetAttribute _,
                    Command.CleanUp _,
                    Command.SetTicket _ -> {
                decisions = 0;
                changed();
            }
        }
    }

    /** What a step had submitted was refused: the step has failed, whatever the reason. */
    private void refused(Command command) {
        switch (command) {
            case Command.GiveOrders give ->
                    give.orders().stream()
                            .filter(order -> isOurs(order.order()))
                            .forEach(order -> current().failed(order.order().step()));
            case Command.RecordFencing record -> {
                String target = record.fencing().target();
                fencing.dropped(target);
                failed(Step.What.FENCE, target);
            }
            case Command.NodeDown down -> failed(Step.What.SHUTDOWN, down.node());
            case Command.ClearFailures clear -> failed(Step.What.CLEAR_FAILURES, clear.node());
            case Command.ForgetResource forget -> failed(Step.What.FORGET, forget.node());
            case Command.BarSession _ -> {
                // it is over already, and that is known
                return;
            }
            default -> {
                // no step waits for it
            }
        }
        changed();
    }

    private void failed(Step.What what, String node) {
        current().failed(step -> step.what() == what && node.equals(step.node()));
    }

    private boolean isOurs(OperationOrder order) {
        return order.term() == term && order.transition() == current().number();
    }

    private Transition current() {
        Transition now = transition;
        return now == null ? new Transition(-1, List.of()) : now;
    }

    /** What was decided may be wrong now. */
    private void changed() {
        dirty = true;
        current().abort();
    }

    private void result(OperationResult result) {
        OperationOrder order = result.order();
        if (result.status() == OperationResult.Status.CANCELLED) {
            // wanted by whoever cancelled it; one that nobody waits for any more tells nothing
            if (isOurs(order)) {
                current().failed(order.step());
            }
        } else if (!isOurs(order)) {
            changed();
        } else if (!result.succeeded()) {
            unexpected(order);
        } else if (!current().done(order.step())) {
            // something that recurs changed to the good
            changed();
        }
    }

    private void unexpected(OperationOrder order) {
        if (isOurs(order)) {
            current().failed(order.step());
        }
        changed();
    }

    private void expected(Step.What what, String resource, String node) {
        boolean ours =
                current()
                        .done(
                                step ->
                                        step.what() == what
                                                && step.resource().equals(resource)
                                                && node.equals(step.node()));
        if (!ours) {
            changed();
        }
    }

    private void fencingRecorded(FencingRecord record, Now now) {
        fencing.recorded(record, now);
        if (record.succeeded() && record.device().equals(FencingRecord.HUMAN)) {
            confirmedOff.add(record.target());
        }
        if (record.succeeded()) {
            boolean ours =
                    current()
                            .done(
                                    step ->
                                            step.what() == Step.What.FENCE
                                                    && record.target().equals(step.node()));
            if (!ours) {
                changed();
            }
        } else {
            failed(Step.What.FENCE, record.target());
            changed();
        }
    }

    /** What is due. */
    void work(
            ClusterState state, Map<String, Controller.Peer> peers, Now now, List<Effect> effects) {
        if (!elected) {
            return;
        }
        if (!taken) {
            submit(new Command.TakeOffice(self, term), now, effects);
            return;
        }
        watchNodes(state, peers, now, effects);
        expireOrders(state, now, effects);
        if (now.monotonicNs() - decidedNs > RECHECK_NS && transition == null) {
            dirty = true;
        }
        advance(state, peers, now, effects);
    }

    private void watchNodes(
            ClusterState state, Map<String, Controller.Peer> peers, Now now, List<Effect> effects) {
        Set<String> voters = new HashSet<>();
        state.membership().members().stream()
                .filter(Member::votes)
                .forEach(member -> voters.add(member.name()));
        for (Map.Entry<String, NodeSession> each : state.sessions().entrySet()) {
            String node = each.getKey();
            NodeSession session = each.getValue();
            boolean condemned = fencing.isCondemned(node);
            if (!session.up()) {
                continue;
            }
            Controller.Peer peer = peers.get(node);
            boolean lost = condemned || (!node.equals(self) && isLost(peer, now));
            if (lost != session.barred()) {
                submit(new Command.BarSession(node, session.number(), lost), now, effects);
            } else if (lost && isOver(bars.overNs(node, session, voters), state, now)) {
                String cause = condemned ? "it is to be fenced" : words(peer);
                submit(
                        new Command.NodeDown(node, session.number(), false, cause, now.wallMs()),
                        now,
                        effects);
            }
        }
    }

    private boolean isLost(Controller.@Nullable Peer peer, Now now) {
        return peer == null ? now.monotonicNs() - takenNs > FIRST_SIGHT_NS : !peer.up();
    }

    private static boolean isOver(long leaseNs, ClusterState state, Now now) {
        return leaseNs != Bars.NEVER_NS
                && leaseNs + LeaseSettings.of(state).marginNs() <= now.monotonicNs();
    }

    private static String words(Controller.@Nullable Peer peer) {
        Input.Loss cause = peer == null ? null : peer.cause();
        if (cause == null) {
            return "nothing was heard of it";
        }
        return switch (cause) {
            case PROCESS_DEATH -> "its process is dead";
            case SILENCE -> "it is silent";
            case GOODBYE -> "it said goodbye";
        };
    }

    private void expireOrders(ClusterState state, Now now, List<Effect> effects) {
        for (PendingOrder pending : state.pending()) {
            OperationOrder order = pending.order();
            long due = pending.atMs() + order.timeoutMs() + order.startDelayMs() + ANSWER_MS;
            if (now.wallMs() > due) {
                boolean asked =
                        underWay.keySet().stream()
                                .anyMatch(
                                        command ->
                                                command instanceof Command.ExpireOrder expire
                                                        && expire.order().equals(order));
                if (!asked) {
                    submit(
                            new Command.ExpireOrder(pending.node(), order, now.wallMs()),
                            now,
                            effects);
                }
            }
        }
    }

    private void advance(
            ClusterState state, Map<String, Controller.Peer> peers, Now now, List<Effect> effects) {
        if (transition != null) {
            // a session that ended takes its orders with it
            transition.lost(
                    step ->
                            state.pending().stream()
                                    .anyMatch(
                                            pending ->
                                                    isOurs(pending.order())
                                                            && pending.order().step()
                                                                    == step.id()));
        }
        if (transition != null && transition.isOver()) {
            // what was decided is done: that there is nothing left is looked at once more; what is
            // blocked stays so until something changes
            dirty = dirty || transition.wasBegun();
            transition = null;
        }
        if (transition == null && dirty && mayDecide(state, peers, now)) {
            decide(state, now, effects);
        }
        if (transition != null) {
            give(transition, state, now, effects);
        }
    }

    private boolean mayDecide(ClusterState state, Map<String, Controller.Peer> peers, Now now) {
        if (!state.pending().isEmpty() || !fencing.mayDecide(now)) {
            return false;
        }
        if (decisions > MANY_DECISIONS && now.monotonicNs() - decidedNs < SLOW_NS) {
            return false;
        }
        return now.monotonicNs() - startNs > grace(state)
                || state.membership().members().stream()
                        .filter(Member::runsResources)
                        .noneMatch(member -> mayBeStarting(member.name(), state, peers));
    }

    /** One that was heard of and fell silent is lost, and does not start. */
    private boolean mayBeStarting(
            String node, ClusterState state, Map<String, Controller.Peer> peers) {
        Controller.Peer peer = peers.get(node);
        return !state.isUp(node) && !confirmedOff.contains(node) && (peer == null || peer.up());
    }

    /** How long nodes are waited for that start at the same time as this one. */
    private static long grace(ClusterState state) {
        String wanted = state.property("dc-deadtime");
        if (wanted != null) {
            return Math.max(0, io.aplomb.cluster.rules.Intervals.millis(wanted)) * MILLISECOND_NS;
        }
        return FencingDesk.hasDevices(state) ? 20_000 * MILLISECOND_NS : START_GRACE_NS;
    }

    private void decide(ClusterState state, Now now, List<Effect> effects) {
        dirty = false;
        decidedNs = now.monotonicNs();
        Decision decision = Scheduler.decide(state.cib(), now.time());
        List<Step> steps = decision.steps();
        if (steps.isEmpty()) {
            decisions = 0;
            return;
        }
        decisions++;
        transitions++;
        transition = new Transition(transitions, steps);
        effects.add(
                new Effect.Report(
                        new ClusterEvent(
                                ClusterEvent.Kind.DECISION,
                                now.wallMs(),
                                now.monotonicNs(),
                                "",
                                "",
                                decision.summary().strip())));
    }

    private void give(Transition of, ClusterState state, Now now, List<Effect> effects) {
        int room = batchLimit(state) - of.given();
        List<PendingOrder> orders = new ArrayList<>();
        for (Step step : of.take(Math.max(0, room))) {
            String node = step.node();
            if (node == null) {
                of.failed(step.id());
                continue;
            }
            switch (step.what()) {
                case MOMENT -> throw new IllegalStateException("a moment is given to nobody");
                case OPERATION -> {
                    NodeSession session = state.session(node);
                    if (session == null || !session.up()) {
                        of.failed(step.id());
                        dirty = true;
                    } else {
                        orders.add(
                                new PendingOrder(
                                        node,
                                        session.number(),
                                        order(of.number(), step),
                                        now.wallMs()));
                    }
                }
                case FENCE -> {
                    List<Effect> wanted = new ArrayList<>();
                    fencing.fence(step, node, state, now, wanted);
                    fence(wanted, state, now, effects);
                }
                case SHUTDOWN -> {
                    NodeSession session = state.session(node);
                    if (session != null && session.up()) {
                        submit(
                                new Command.NodeDown(
                                        node,
                                        session.number(),
                                        true,
                                        "it left in order",
                                        now.wallMs()),
                                now,
                                effects);
                    }
                }
                case CLEAR_FAILURES ->
                        submit(new Command.ClearFailures(step.resource(), node), now, effects);
                case FORGET ->
                        submit(new Command.ForgetResource(node, step.resource()), now, effects);
            }
        }
        if (!orders.isEmpty()) {
            submit(new Command.GiveOrders(term, orders), now, effects);
        }
        List<Effect> wanted = new ArrayList<>();
        fencing.work(state, now, wanted);
        fence(wanted, state, now, effects);
        repeat(now, effects);
    }

    private void fence(List<Effect> wanted, ClusterState state, Now now, List<Effect> effects) {
        for (Effect effect : wanted) {
            if (effect instanceof Effect.Submit record) {
                submit(record.command(), now, effects);
            } else {
                if (effect instanceof Effect.Fence fence) {
                    fencedSessions.put(fence.target(), state.sessionNumber(fence.target()));
                }
                effects.add(effect);
            }
        }
    }

    private OperationOrder order(long number, Step step) {
        return new OperationOrder(
                term,
                number,
                step.id(),
                step.resource(),
                new AgentName(step.standard(), step.provider(), step.type()),
                step.task(),
                step.intervalMs(),
                step.timeoutMs() > 0 ? step.timeoutMs() : 20_000,
                step.startDelayMs(),
                step.parameters(),
                step.expectedRc(),
                step.digest());
    }

    private static int batchLimit(ClusterState state) {
        long wanted = Cibs.number(state.property("batch-limit"));
        return wanted > 0 ? (int) Math.min(wanted, BATCH) : BATCH;
    }

    /** Commands of the transition that were lost on the way are given again. */
    private void repeat(Now now, List<Effect> effects) {
        for (Map.Entry<Command, Long> each : underWay.entrySet()) {
            if (now.monotonicNs() - each.getValue() > LOST_NS) {
                each.setValue(now.monotonicNs());
                effects.add(new Effect.Submit(each.getKey()));
            }
        }
    }

    private void submit(Command command, Now now, List<Effect> effects) {
        Command known = sameUnderWay(command);
        if (known == null) {
            underWay.put(command, now.monotonicNs());
            effects.add(new Effect.Submit(command));
        } else if (now.monotonicNs() - underWay.getOrDefault(known, 0L) > LOST_NS) {
            underWay.put(known, now.monotonicNs());
            effects.add(new Effect.Submit(known));
        }
    }

    /** One that says the same is under way; the moment at which it was said is no matter. */
    private @Nullable Command sameUnderWay(Command command) {
        if (underWay.containsKey(command)) {
            return command;
        }
        if (command instanceof Command.NodeDown down) {
            for (Command other : underWay.keySet()) {
                if (other instanceof Command.NodeDown same
                        && same.node().equals(down.node())
                        && same.session() == down.session()) {
                    return other;
                }
            }
        }
        return null;
    }

    /** The resources section, in which fence devices are found. */
    static Element resources(ClusterState state) {
        return state.configuration().childOrEmpty("resources");
    }
}
