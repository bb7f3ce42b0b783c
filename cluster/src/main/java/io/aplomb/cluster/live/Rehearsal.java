package io.aplomb.cluster.live;

import io.aplomb.model.cib.Element;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * A takeover in the head. The first time a Java program does something costs it tens of
 * milliseconds, for classes to load and code to compile; without this a node would lead and decide
 * for the first time when another has died, and clients would wait for that, too. A cluster of
 * three that exists nowhere: its leader dies with what it ran, the node here takes office and has
 * it started. Pure; touches nothing.
 */
public final class Rehearsal {
    private static final long STEP_MS = 10;
    private static final long START_MS = 60_000;
    private static final int MOST_STEPS = 500;
    private static final String HERE = "here";
    private static final String DEAD = "dead";
    private static final String OTHER = "other";
    private static final AgentName AGENT = new AgentName("ocf", "heartbeat", "IPaddr2");

    private final Controller controller;
    private final Queue<Input> inputs = new ArrayDeque<>();
    private final List<OperationOrder> executed = new ArrayList<>();
    private ClusterState state;
    private long nowMs = START_MS;
    private long calls;

    private Rehearsal() {
        state = ClusterState.initial(membership());
        controller = new Controller(HERE, "1", Map.of(), 0);
    }

    /** Once, from the first beat to the last result; what the node here was told to run. */
    public static List<OperationOrder> run() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.assemble();
        rehearsal.takeOver();
        return List.copyOf(rehearsal.executed);
    }

    private static Membership membership() {
        List<Member> members = new ArrayList<>();
        for (String name : List.of(HERE, DEAD, OTHER)) {
            int number = members.size() + 1;
            members.add(
                    new Member(
                            name,
                            number,
                            name,
                            Member.Kind.VOTER,
                            List.of("192.0.2." + number),
                            1,
                            1));
        }
        return new Membership("rehearsal", "rehearsal", 1, members);
    }

    /** The one that is going to die leads, and runs the resource. */
    private void assemble() {
        inputs.add(new Input.Restored(state));
        inputs.add(new Input.LeaseHeld());
        inputs.add(new Input.PeerUp(DEAD));
        inputs.add(new Input.PeerUp(OTHER));
        inputs.add(new Input.Follows(DEAD, 1));
        commit(new Command.TakeOffice(DEAD, 1));
        commit(new Command.NodeUp(DEAD, "1", Map.of(), nowMs));
        commit(new Command.NodeUp(OTHER, "1", Map.of(), nowMs));
        commit(new Command.ReplaceConfiguration(configuration(), null, "", "", nowMs));
        settle();
        OperationOrder start =
                new OperationOrder(1, 1, 1, "vip", AGENT, "start", 0, 20_000, 0, Map.of(), 0, "");
        commit(new Command.RecordResults(DEAD, 1, 1, List.of(result(start)), nowMs));
        settle();
    }

    private Element configuration() {
        Element operations =
                Cibs.element("operations")
                        .withChild(
                                Cibs.element(
                                        "op", "id", "m", "name", "monitor", "interval", "10s"));
        Element resource =
                Cibs.element(
                                "primitive",
                                "id",
                                "vip",
                                "class",
                                "ocf",
                                "provider",
                                "heartbeat",
                                "type",
                                "IPaddr2")
                        .withChild(operations);
        return state.configuration()
                .withChanged(
                        child -> child.is("resources"),
                        Cibs.element("resources"),
                        section -> section.withChild(resource));
    }

    private void takeOver() {
        inputs.add(new Input.PeerDown(DEAD, Input.Loss.SILENCE));
        inputs.add(new Input.Follows(null, 2));
        inputs.add(new Input.Leads(2));
        settle();
    }

    /** Until nothing happens but that time passes. */
    private void settle() {
        int quiet = 0;
        for (int step = 0; step < MOST_STEPS && quiet < LeaseSettings.DEFAULT.marginMs(); step++) {
            Input next = inputs.poll();
            quiet = next == null ? quiet + 1 : 0;
            nowMs += STEP_MS;
            Now now = new Now(nowMs * 1_000_000, nowMs, ZoneOffset.UTC);
            controller.on(next == null ? new Input.Tick() : next, now).forEach(this::carryOut);
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Submit submit -> commit(submit.command());
            case Effect.Execute execute -> {
                executed.add(execute.order());
                inputs.add(new Input.Finished(result(execute.order())));
            }
            case Effect.TellBarred tell -> {
                Message told = new Message.Barred(tell.node(), tell.session(), tell.bar(), 0);
                inputs.add(new Input.Received(HERE, told));
                inputs.add(new Input.Received(OTHER, told));
            }
            default -> {
                // of no matter here
            }
        }
    }

    /** As on the log: in octets, and applied. */
    private void commit(Command command) {
        Command read = CommandCodec.decode(CommandCodec.encode(command));
        StateMachine.Applied applied = StateMachine.apply(state, read);
        state = applied.state();
        inputs.add(new Input.Applied(read, applied.reply(), state, nowMs));
        if (read instanceof Command.GiveOrders give) {
            give.orders().stream()
                    .filter(order -> !order.node().equals(HERE))
                    .forEach(this::answer);
        }
    }

    /** What the other nodes say of their orders. */
    private void answer(PendingOrder pending) {
        NodeSession session = state.session(pending.node());
        if (session != null) {
            commit(
                    new Command.RecordResults(
                            pending.node(),
                            session.number(),
                            session.lastResult() + 1,
                            List.of(result(pending.order())),
                            nowMs));
        }
    }

    private OperationResult result(OperationOrder order) {
        long nowS = nowMs / 1000;
        return new OperationResult(
                order,
                ++calls,
                order.isProbe() ? 7 : 0,
                OperationResult.Status.DONE,
                "",
                0,
                1,
                nowS,
                nowS);
    }
}
