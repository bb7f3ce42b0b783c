package io.aplomb.cluster.live;

import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One machine with the real control code on it: its process may be killed, stopped and started, the
 * machine lose its power; what runs on it goes on without its process until the guard ends it.
 */
final class SimulatedNode {
    /** The longest that the guard takes to stop all. */
    private static final int GUARD_MS = 30;

    private final String name;
    private final SimulatedCluster cluster;
    private final Agenda agenda;
    private final Random random;

    /** What really runs here. */
    private final TreeSet<String> active = new TreeSet<>();

    private final Map<String, OperationOrder> recurring = new LinkedHashMap<>();
    private final Map<String, Integer> lastRc = new HashMap<>();
    private final Map<String, Long> heardNs = new HashMap<>();
    private final Map<String, Boolean> peerUp = new HashMap<>();
    private final Deque<Input> whileFrozen = new ArrayDeque<>();

    /** Operations that wait for a lease. */
    private final Deque<OperationOrder> waiting = new ArrayDeque<>();

    private @Nullable Controller controller;
    private @Nullable Leases leases;
    private LapsePolicy policy = LapsePolicy.STOP;
    private int life;
    private int appliedTo;
    private long calls;
    private boolean powered = true;

    /** The longest that voices of this machine have ever counted; survives its processes. */
    private int keptLeaseMs = LeaseSettings.DEFAULT.leaseMs();

    private boolean running;
    private boolean frozen;
    private boolean held;
    private boolean guardActed;

    SimulatedNode(String name, SimulatedCluster cluster, Agenda agenda, Random random) {
        this.name = name;
        this.cluster = cluster;
        this.agenda = agenda;
        this.random = random;
    }

    String name() {
        return name;
    }

    boolean isRunning() {
        return running && powered && !frozen;
    }

    /** Counts its processes. */
    int life() {
        return life;
    }

    boolean isPowered() {
        return powered;
    }

    boolean isFrozen() {
        return frozen;
    }

    TreeSet<String> active() {
        return active;
    }

    @Nullable Controller controller() {
        return controller;
    }

    /** How it is, for people. */
    String describe() {
        Leases own = leases;
        return "%s running %s frozen %s held %s applied %d lease %d peers %s active %s"
                .formatted(
                        name,
                        running,
                        frozen,
                        held,
                        appliedTo,
                        own == null
                                ? 0
                                : (own.leaseUntilNs(agenda.nowNs()) - agenda.nowNs()) / Agenda.MS,
                        peerUp,
                        active);
    }

    void start() {
        if (running || !powered) {
            return;
        }
        life++;
        running = true;
        frozen = false;
        held = false;
        guardActed = false;
        appliedTo = 0;
        recurring.clear();
        waiting.clear();
        whileFrozen.clear();
        lastRc.clear();
        heardNs.clear();
        peerUp.clear();
        leases = new Leases(name, keptLeaseMs, keptLeaseMs, agenda.nowNs());
        controller = new Controller(name, name + '-' + life, Map.of(), agenda.nowNs());
        on(new Input.Restored(cluster.initial()));
        int mine = life;
        agenda.after(random.nextInt(50) * Agenda.MS, () -> beat(mine));
        agenda.after(random.nextInt(10) * Agenda.MS, () -> tick(mine));
        catchUpSoon();
    }

    /** The process dies; the guard, which does not, stops what it ran. */
    void kill() {
        if (!running) {
            return;
        }
        running = false;
        frozen = false;
        controller = null;
        leases = null;
        guardStops();
        int mine = life;
        for (SimulatedNode other : cluster.nodes()) {
            agenda.after(
                    (5 + random.nextInt(15)) * Agenda.MS,
                    () -> {
                        if (!running && life == mine && cluster.areConnected(name, other.name)) {
                            other.lose(name, Input.Loss.PROCESS_DEATH);
                        }
                    });
        }
    }

    /** The process is asked to end in order. */
    void leave() {
        on(new Input.LeaveRequested());
    }

    /** The machine is dead at once. */
    void powerOff() {
        running = false;
        frozen = false;
        powered = false;
        controller = null;
        leases = null;
        active.clear();
    }

    void powerOn() {
        powered = true;
    }

    void freeze() {
        frozen = running;
    }

    void thaw() {
        if (frozen) {
            frozen = false;
            List.copyOf(whileFrozen).forEach(input -> later(0, input));
            whileFrozen.clear();
            catchUpSoon();
        }
    }

    /** A resource here breaks by itself. */
    void breakResource(String resource) {
        active.remove(resource);
    }

    private void guardStops() {
        guardActed = true;
        agenda.after(
                random.nextInt(GUARD_MS) * Agenda.MS,
                () -> {
                    active.clear();
                    recurring.clear();
                    cluster.check();
                });
    }

    void later(int withinMs, Input input) {
        int mine = life;
        agenda.after(
                (1 + random.nextInt(Math.max(1, withinMs))) * Agenda.MS,
                () -> {
                    if (life == mine) {
                        on(input);
                    }
                });
    }

    void on(Input input) {
        Controller mine = controller;
        if (mine == null || !powered) {
            return;
        }
        if (frozen) {
            whileFrozen.add(input);
            return;
        }
        Now now =
                new Now(
                        agenda.nowNs(),
                        1_700_000_000_000L + agenda.nowNs() / Agenda.MS,
                        ZoneOffset.UTC);
        for (Effect effect : mine.on(input, now)) {
            carryOut(effect);
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Submit submit -> cluster.store().submit(this, submit.command());
            case Effect.Send send -> message(send.to(), send.message());
            case Effect.Execute execute -> execute(execute.order());
            case Effect.Forget forget ->
                    recurring
                            .values()
                            .removeIf(order -> order.resource().equals(forget.resource()));
            case Effect.StopEverything _ -> {
                waiting.clear();
                recurring.clear();
                int mine = life;
                agenda.after(
                        (1 + random.nextInt(GUARD_MS)) * Agenda.MS,
                        () -> {
                            if (life == mine && running) {
                                active.clear();
                                on(new Input.AllStopped());
                            }
                        });
            }
            case Effect.Fence fence -> fence(fence);
            case Effect.UpdateLeases update -> {
                Leases mine = leases;
                if (mine != null) {
                    // on the disk first, as the real node has it
                    keptLeaseMs = Math.max(keptLeaseMs, update.leaseMs());
                    mine.update(update.voters(), update.joined(), update.open(), update.leaseMs());
                }
            }
            case Effect.TellBarred tell -> {
                Leases mine = leases;
                if (mine != null) {
                    long remaining = mine.remainingMs(tell.node(), agenda.nowNs());
                    message(
                            tell.to(),
                            new Message.Barred(tell.node(), tell.session(), tell.bar(), remaining));
                }
            }
            case Effect.OnLapse lapse -> policy = lapse.policy();
            case Effect.GoOnAlone _ -> throw new IllegalStateException("there are no pairs");
            case Effect.Left _ -> {
                running = false;
                controller = null;
                leases = null;
            }
            case Effect.Report report -> cluster.report(name, report.event());
        }
    }

    /** The device switches a machine off, and for a reboot on again; or does not. */
    private void fence(Effect.Fence fence) {
        SimulatedNode target = cluster.node(fence.target());
        int mine = life;
        agenda.after(
                (fence.delayMs() + 100 + random.nextInt(900)) * Agenda.MS,
                () -> {
                    boolean works = !cluster.devicesFail() || random.nextInt(5) > 0;
                    if (works && !fence.action().equals("on")) {
                        cluster.note("fenced: " + fence.target() + " by " + name);
                        target.powerOff();
                        if (fence.action().equals("reboot")) {
                            agenda.after(
                                    (1000 + random.nextInt(2000)) * Agenda.MS,
                                    () -> {
                                        target.powerOn();
                                        target.start();
                                    });
                        }
                    }
                    if (life == mine) {
                        on(
                                new Input.FencingFinished(
                                        new FencingRecord(
                                                fence.target(),
                                                fence.action(),
                                                SimulatedCluster.DEVICE,
                                                name,
                                                works,
                                                1_700_000_000_000L + agenda.nowNs() / Agenda.MS,
                                                works ? "" : "it does not answer")));
                    }
                });
    }

    private void message(String to, Message message) {
        Message read = Message.decode(message.encode());
        if (read == null) {
            throw new IllegalStateException("a message that cannot be read");
        }
        SimulatedNode other = cluster.node(to);
        if (other != this && cluster.losesMessages() && random.nextInt(10) == 0) {
            // lost with its link
            return;
        }
        agenda.after(
                random.nextInt(3) * Agenda.MS,
                () -> {
                    if (other == this || cluster.areConnected(name, to)) {
                        other.on(new Input.Received(name, read));
                    }
                });
    }

    private void execute(OperationOrder order) {
        Leases mine = leases;
        if (mine == null || mine.leaseUntilNs(agenda.nowNs()) < agenda.nowNs()) {
            waiting.add(order);
            return;
        }
        String key = order.resource() + '/' + order.operation() + '/' + order.intervalMs();
        switch (order.operation()) {
            case "start", "migrate_from" -> {
                active.add(order.resource());
                cluster.check();
                finish(order, cluster.startFails(order.resource()) ? 1 : 0, 30);
            }
            case "stop" ->
                    afterwards(
                            20,
                            () -> {
                                active.remove(order.resource());
                                finish(order, 0, 1);
                            });
            case "cancel" -> {
                String operation = order.parameters().getOrDefault("CRM_meta_operation", "monitor");
                recurring.remove(order.resource() + '/' + operation + '/' + order.intervalMs());
                finish(order, 0, 5);
            }
            case "monitor" -> {
                int rc = active.contains(order.resource()) ? 0 : 7;
                if (order.intervalMs() > 0) {
                    recurring.put(key, order);
                    lastRc.put(key, rc);
                    agenda.after(order.intervalMs() * Agenda.MS, () -> monitor(key, order));
                }
                finish(order, rc, 10);
            }
            default -> finish(order, 0, 10);
        }
    }

    private void afterwards(int withinMs, Runnable what) {
        int mine = life;
        agenda.after(
                random.nextInt(withinMs) * Agenda.MS,
                () -> {
                    if (life == mine && running && powered) {
                        what.run();
                    }
                });
    }

    private void monitor(String key, OperationOrder order) {
        if (recurring.get(key) != order || !running || !powered) {
            return;
        }
        int rc = active.contains(order.resource()) ? 0 : 7;
        if (!frozen && lastRc.put(key, rc) != rc) {
            finish(order, rc, 5);
        }
        agenda.after(order.intervalMs() * Agenda.MS, () -> monitor(key, order));
    }

    private void finish(OperationOrder order, int rc, int withinMs) {
        long call = ++calls;
        long nowS = 1_700_000_000L + agenda.nowNs() / Agenda.MS / 1000;
        later(
                withinMs,
                new Input.Finished(
                        new OperationResult(
                                order,
                                call,
                                rc,
                                OperationResult.Status.DONE,
                                "",
                                0,
                                withinMs,
                                nowS,
                                nowS)));
    }

    private void beat(int mine) {
        if (life != mine || !running || !powered) {
            return;
        }
        Leases own = leases;
        if (!frozen && own != null) {
            for (SimulatedNode other : cluster.nodes()) {
                if (other == this || !cluster.areConnected(name, other.name)) {
                    continue;
                }
                LeaseBeat beat = LeaseBeat.decode(own.beat(other.name, agenda.nowNs()).encode());
                if (beat != null) {
                    agenda.after(random.nextInt(4) * Agenda.MS, () -> other.hear(name, beat));
                }
            }
        }
        agenda.after((40 + random.nextInt(20)) * Agenda.MS, () -> beat(mine));
    }

    private void hear(String from, LeaseBeat beat) {
        Leases own = leases;
        if (!isRunning() || own == null) {
            return;
        }
        own.received(from, beat, agenda.nowNs());
        heardNs.put(from, agenda.nowNs());
        if (!peerUp.getOrDefault(from, false)) {
            peerUp.put(from, true);
            on(new Input.PeerUp(from));
        }
    }

    private void lose(String peer, Input.Loss cause) {
        if (isRunning() && peerUp.getOrDefault(peer, false)) {
            peerUp.put(peer, false);
            on(new Input.PeerDown(peer, cause));
        }
    }

    /**
     * Each ten milliseconds: what is silent, whether there is a lease, and time for the controller.
     */
    private void tick(int mine) {
        if (life != mine || !running || !powered) {
            return;
        }
        guard();
        if (!frozen) {
            for (Map.Entry<String, Boolean> peer : Map.copyOf(peerUp).entrySet()) {
                long silence = agenda.nowNs() - heardNs.getOrDefault(peer.getKey(), 0L);
                if (peer.getValue() && silence > 200 * Agenda.MS) {
                    lose(peer.getKey(), Input.Loss.SILENCE);
                }
            }
            lookForLeader();
            on(new Input.Tick());
        }
        agenda.after(10 * Agenda.MS, () -> tick(mine));
    }

    /** Who leads is looked for, as not all that is told arrives. */
    private void lookForLeader() {
        SimulatedStore store = cluster.store();
        String leader = store.leader();
        Controller mine = controller;
        if (leader == null || mine == null || !store.isLed() || !store.reaches(this)) {
            return;
        }
        if (leader.equals(name) && mine.leadsTerm() != store.term()) {
            catchUp();
            on(new Input.Leads(store.term()));
        } else if (!leader.equals(name) && !leader.equals(mine.leader())) {
            on(new Input.Follows(leader, store.term()));
        }
    }

    /** The guard knows the deadline even when the process is stopped. */
    private void guard() {
        Leases own = leases;
        if (own == null) {
            return;
        }
        boolean valid =
                frozen
                        ? held && agenda.nowNs() < frozenDeadlineNs
                        : agenda.nowNs() < own.leaseUntilNs(agenda.nowNs());
        if (!frozen) {
            frozenDeadlineNs = own.leaseUntilNs(agenda.nowNs());
        }
        if (valid && !frozen) {
            List<OperationOrder> due = List.copyOf(waiting);
            waiting.clear();
            due.forEach(this::execute);
        }
        if (valid && !held) {
            held = true;
            guardActed = false;
            on(new Input.LeaseHeld());
        } else if (!valid && held) {
            held = false;
            if (policy == LapsePolicy.STOP && !guardActed) {
                guardStops();
            }
            on(new Input.LeaseLapsed());
        }
    }

    private long frozenDeadlineNs;

    void catchUpSoon() {
        int mine = life;
        agenda.after(
                random.nextInt(8) * Agenda.MS,
                () -> {
                    if (life == mine) {
                        catchUp();
                    }
                });
    }

    /** Applies what is committed and reaches this node. */
    void catchUp() {
        SimulatedStore store = cluster.store();
        if (!isRunning()) {
            return;
        }
        if (!store.reaches(this)) {
            return;
        }
        while (appliedTo < store.length() && isRunning()) {
            int index = appliedTo++;
            StateMachine.Applied applied = store.applied(index);
            on(new Input.Applied(store.command(index), applied.reply(), applied.state(), 0));
        }
    }
}
