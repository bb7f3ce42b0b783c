package io.aplomb.control.agent;

import io.aplomb.cluster.live.OperationResult.Status;
import io.aplomb.control.guard.Hold;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What this node has, as far as operations tell, and how the guard is rid of it. Safe for many
 * threads.
 *
 * <p>A resource needs those that had been started when its own start began: whatever depends on
 * another is started after it.
 */
final class Holds {

    private final ExecutorListener listener;
    private final Map<String, Held> held = new LinkedHashMap<>();

    /** The call is kept for a stop. */
    record Held(AgentCall call, Agent agent, Hold hold, boolean started, boolean promoted) {

        Held without(String needed) {
            if (!hold.needs().contains(needed)) {
                return this;
            }
            Set<String> needs = new HashSet<>(hold.needs());
            needs.remove(needed);
            return new Held(
                    call,
                    agent,
                    new Hold(hold.id(), needs, hold.removals(), hold.stop(), hold.demote()),
                    started,
                    promoted);
        }
    }

    Holds(ExecutorListener listener) {
        this.listener = listener;
    }

    /** What may make the resource run is about to begin. */
    void before(Agent agent, AgentCall call) {
        switch (call.operation()) {
            case "start", "migrate_from" -> hold(agent, call, false, false);
            case "promote" -> hold(agent, call, true, true);
            default -> {}
        }
    }

    /** An operation has ended. */
    void after(Agent agent, AgentCall call, AgentAnswer answer, boolean probe) {
        if (answer.status() != Status.DONE) {
            return;
        }
        int rc = answer.rc();
        switch (call.operation()) {
            case "start", "migrate_from", "demote" -> {
                if (rc == Ocf.SUCCESS) {
                    hold(agent, call, false, true);
                }
            }
            case "stop" -> {
                if (rc == Ocf.SUCCESS) {
                    release(call.resource());
                }
            }
            case "monitor" -> {
                if (Ocf.isActive(rc)) {
                    if (!isHeldAs(call.resource(), isPromoted(rc))) {
                        hold(agent, call, isPromoted(rc), true);
                    }
                } else if (probe && rc == Ocf.NOT_RUNNING) {
                    // Of a recurring monitor it may mean that half of it runs still.
                    release(call.resource());
                }
            }
            default -> {}
        }
    }

    private static boolean isPromoted(int rc) {
        return rc == Ocf.RUNNING_PROMOTED
                || rc == Ocf.FAILED_PROMOTED
                || rc == Ocf.DEGRADED_PROMOTED;
    }

    /**
     * Whether it was started here and nothing has changed since: then a monitor, with parameters of
     * its own, has nothing to add.
     */
    private synchronized boolean isHeldAs(String resource, boolean promoted) {
        Held one = held.get(resource);
        return one != null && one.started() && one.promoted() == promoted;
    }

    private void hold(Agent agent, AgentCall call, boolean promoted, boolean started) {
        Hold hold;
        synchronized (this) {
            Held former = held.get(call.resource());
            Set<String> needs = former == null ? startedBefore() : former.hold().needs();
            Relief relief = agent.relief(call).orElse(null);
            if (relief == null) {
                return;
            }
            hold =
                    new Hold(
                            call.resource(),
                            needs,
                            relief.removals(),
                            relief.stop(),
                            promoted ? relief.demote() : List.of());
            held.put(
                    call.resource(),
                    new Held(
                            call,
                            agent,
                            hold,
                            started || (former != null && former.started()),
                            promoted));
            if (former != null && former.hold().equals(hold)) {
                return;
            }
        }
        listener.held(hold);
    }

    private Set<String> startedBefore() {
        Set<String> names = new LinkedHashSet<>();
        held.forEach(
                (name, one) -> {
                    if (one.started()) {
                        names.add(name);
                    }
                });
        return names;
    }

    /** Nobody needs it any more, either: when it starts again it may be the one that needs. */
    private void release(String resource) {
        List<Hold> changed = new ArrayList<>();
        synchronized (this) {
            if (held.remove(resource) == null) {
                return;
            }
            held.replaceAll(
                    (_, one) -> {
                        Held without = one.without(resource);
                        if (without != one) {
                            changed.add(without.hold());
                        }
                        return without;
                    });
        }
        listener.released(resource);
        changed.forEach(listener::held);
    }

    /** What is held, in the order in which it was started. */
    synchronized List<Held> all() {
        return List.copyOf(held.values());
    }
}
