package io.aplomb.cluster.live;

import io.aplomb.cluster.rules.Intervals;
import io.aplomb.cluster.schedule.Step;
import io.aplomb.model.cib.Element;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fencing, as a leader has it done: by devices where there are some, else by the end of the lease.
 * A node whose lease is over, and which stops by itself what it may not run, is as good as fenced;
 * docs/safety.md says what that rests on. Not for several threads at once.
 *
 * <p>With {@code stonith-watchdog-timeout} the end of a lease is not taken for the end of what ran:
 * the node's guard has its stop margin then, and where it does not make it, or does not run, the
 * watchdog has its time. After both, counted from when this node knows that the lease is over, the
 * lost node runs nothing whatever state it is in. A node that fed no watchdog when it was last
 * heard cannot be counted on to do so. Devices go first; when they fail, the watchdog has its turn
 * (Pacemaker Explained, "Cluster Options": {@code stonith-watchdog-timeout}).
 */
final class FencingDesk {
    private static final long MILLISECOND_NS = 1_000_000;
    private static final long TIMEOUT_MS = 60_000;
    private static final long MAX_REST_NS = 10_000 * MILLISECOND_NS;

    private static final String NO_WATCHDOG =
            "it fed no watchdog when it was last heard, and stonith-watchdog-timeout relies on that";

    private final String self;

    /** Nodes to be fenced by the end of their lease, with what was to be done to them. */
    private final Map<String, String> condemned = new HashMap<>();

    /** Since when the leases of those are known to be over. */
    private final Map<String, Long> overNs = new HashMap<>();

    /** Nodes whose record by lease is under way. */
    private final Set<String> recording = new HashSet<>();

    private final Map<String, Integer> failures = new HashMap<>();
    private long restUntilNs = Long.MIN_VALUE;

    FencingDesk(String self) {
        this.self = self;
    }

    void clear() {
        condemned.clear();
        overNs.clear();
        recording.clear();
        failures.clear();
        restUntilNs = Long.MIN_VALUE;
    }

    /** Whether a node is to be fenced, though it may be there. */
    boolean isCondemned(String node) {
        return condemned.containsKey(node);
    }

    /** After fencing failed there is a rest before it is decided anew. */
    boolean mayDecide(Now now) {
        return now.monotonicNs() >= restUntilNs;
    }

    /** A step asks for it. */
    void fence(Step step, String node, ClusterState state, Now now, List<Effect> effects) {
        String action = step.parameters().getOrDefault("CRM_meta_stonith_action", "reboot");
        boolean devicesFailed = failures.containsKey(node) && Watchdogs.goneMs(state).isPresent();
        if ((hasDevices(state) && !devicesFailed) || action.equals("on")) {
            String delay = step.parameters().getOrDefault("CRM_meta_priority_fencing_delay", "0");
            effects.add(
                    new Effect.Fence(node, action, timeoutMs(state), Cibs.number(delay) * 1000));
        } else {
            condemned.put(node, action);
            work(state, now, effects);
        }
    }

    /** Whose lease is over, and whose watchdog has had its time where that counts, is fenced. */
    void work(ClusterState state, Now now, List<Effect> effects) {
        Optional<Long> goneMs = Watchdogs.goneMs(state);
        condemned.forEach(
                (node, action) -> {
                    if (state.isUp(node) || recording.contains(node)) {
                        return;
                    }
                    long over = overNs.computeIfAbsent(node, _ -> now.monotonicNs());
                    boolean relied = goneMs.isPresent() && state.session(node) != null;
                    boolean fed = Watchdogs.isFed(state, node);
                    long waitNs = relied && fed ? goneMs.get() * MILLISECOND_NS : 0;
                    if (now.monotonicNs() - over >= waitNs) {
                        boolean _ = recording.add(node);
                        String detail = relied && !fed ? NO_WATCHDOG : "";
                        record(node, action, relied, detail, now, effects);
                    }
                });
    }

    private void record(
            String node,
            String action,
            boolean watchdog,
            String failure,
            Now now,
            List<Effect> effects) {
        FencingRecord fencing =
                new FencingRecord(
                        node,
                        action,
                        watchdog ? FencingRecord.WATCHDOG : FencingRecord.LEASE,
                        self,
                        failure.isEmpty(),
                        now.wallMs(),
                        failure);
        effects.add(
                new Effect.Submit(
                        new Command.RecordFencing(fencing, Command.RecordFencing.ANY_SESSION)));
    }

    /**
     * A node has come again; whether it was waited for its watchdog, which is of no use now: what
     * it ran before is looked for on it.
     */
    boolean returned(String node) {
        boolean waiting = overNs.containsKey(node) && !recording.contains(node);
        if (waiting) {
            dropped(node);
        }
        return waiting;
    }

    /** The record came too late. */
    void dropped(String node) {
        recording.remove(node);
        condemned.remove(node);
        overNs.remove(node);
    }

    void recorded(FencingRecord record, Now now) {
        recording.remove(record.target());
        condemned.remove(record.target());
        overNs.remove(record.target());
        if (record.succeeded()) {
            failures.remove(record.target());
        } else {
            int count = failures.merge(record.target(), 1, Integer::sum);
            long rest = Math.min(MAX_REST_NS, (1L << Math.min(count, 10)) * 500 * MILLISECOND_NS);
            restUntilNs = now.monotonicNs() + rest;
        }
    }

    private static long timeoutMs(ClusterState state) {
        String wanted = state.property("stonith-timeout");
        long millis = wanted == null ? -1 : Intervals.millis(wanted);
        return millis > 0 ? millis : TIMEOUT_MS;
    }

    /** Whether there are fence devices. */
    static boolean hasDevices(ClusterState state) {
        return hasDevices(Office.resources(state));
    }

    private static boolean hasDevices(Element in) {
        for (Element child : in.children()) {
            boolean device =
                    (child.is("primitive") || child.is("template"))
                            && child.attribute("class", "").equals("stonith");
            if (device || hasDevices(child)) {
                return true;
            }
        }
        return false;
    }
}
