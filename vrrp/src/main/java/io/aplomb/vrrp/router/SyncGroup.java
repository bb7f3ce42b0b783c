package io.aplomb.vrrp.router;

import io.aplomb.base.Check;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Virtual routers that are Master together or not at all: keepalived's {@code vrrp_sync_group}. For
 * one thread.
 *
 * <p>After each event:
 *
 * <ol>
 *   <li>All have the worst standing among them: one in fault takes all to FAULT, and the last fault
 *       gone brings all back. None starts before all know what they wait for.
 *   <li>One that yielded takes all to BACKUP.
 *   <li>All become Master when each would: its own Master is silent, resigned, or lower. A member
 *       that would and may not goes on waiting, until it accepts an advert.
 * </ol>
 *
 * So members are always in one state, but for one that a reload adds to a group of Masters: until
 * it knows what it waits for, the others stay what they are, and then it is Master with them. Two
 * machines of which each is better for one member keep the Master they have, rather than hand over
 * to and fro.
 */
public final class SyncGroup {

    private final SequencedMap<String, VirtualRouter> members = new LinkedHashMap<>();
    private final Set<VirtualRouter> joining = new HashSet<>();
    private State state;

    /**
     * Of routers not yet started, which from now on take their events here.
     *
     * @param routers at least one, no name twice
     */
    public SyncGroup(List<VirtualRouter> routers) {
        this(routers, State.INITIALIZE);
    }

    /**
     * Of routers some of which may run already, after a reload; {@link #start} starts the others.
     *
     * @param former the state of the group whose place this one takes
     */
    public SyncGroup(List<VirtualRouter> routers, State former) {
        state = former;
        Check.argument(!routers.isEmpty(), "a group has a member");
        for (VirtualRouter router : routers) {
            router.becomeMember();
            Check.argument(
                    members.put(router.config().name(), router) == null, "a member is there twice");
        }
    }

    /**
     * An event of one member.
     *
     * @throws IllegalArgumentException for start and stop, which are events of all
     */
    public List<GroupEffect> on(String member, Event event, long nowNs) {
        VirtualRouter router = members.get(member);
        Check.argument(router != null, "no such member");
        boolean ofAll = event instanceof Event.Startup || event instanceof Event.Shutdown;
        Check.argument(!ofAll, "a group starts and stops as one");
        Check.present(router, "member").handle(event, nowNs);
        return settle(nowNs);
    }

    /** An event of all members: start, stop, or what the group as a whole watches. */
    public List<GroupEffect> onAll(Event event, long nowNs) {
        imposeWorst(nowNs); // else the first would start before the last is known to be in fault
        for (VirtualRouter router : members.values()) {
            router.handle(event, nowNs);
        }
        return settle(nowNs);
    }

    /**
     * Starts the members that do not run yet. Where all the others are Master, these become it as
     * soon as they may run: a group that grows does not give up what it holds.
     */
    public List<GroupEffect> start(long nowNs) {
        List<VirtualRouter> waiting =
                members.values().stream().filter(each -> each.state() == State.INITIALIZE).toList();
        boolean holds =
                waiting.size() < members.size()
                        && members.values().stream()
                                .filter(each -> !waiting.contains(each))
                                .allMatch(each -> each.state() == State.MASTER);
        if (holds) {
            joining.addAll(waiting);
        }
        imposeWorst(nowNs);
        for (VirtualRouter router : members.values()) {
            router.handle(new Event.Startup(), nowNs);
        }
        return settle(nowNs);
    }

    /** Lets the members go: each is alone again, and stays what it is until its next event. */
    public void dissolve(long nowNs) {
        members.values().forEach(each -> each.leaveGroup(nowNs));
        members.clear();
        joining.clear();
    }

    /** That of all members. */
    public State state() {
        return state;
    }

    private List<GroupEffect> settle(long nowNs) {
        balance(nowNs);
        List<GroupEffect> effects = new ArrayList<>();
        Set<String> told = collect(effects);
        if (!told.isEmpty()) {
            repairCachesBut(told, nowNs);
            collect(effects);
        }
        VirtualRouter first = settled().findFirst().orElseThrow();
        State next = first.state();
        if (state != State.INITIALIZE && !first.isStarted()) {
            effects.add(new GroupEffect.NotifyStop(state));
        } else if (state != next) {
            effects.add(new GroupEffect.Notify(state, next));
        }
        state = next;
        return effects;
    }

    private void balance(long nowNs) {
        imposeWorst(nowNs);
        letIn(nowNs);
        if (settled().anyMatch(each -> each.state() != State.MASTER)) {
            members.values().forEach(each -> each.stepDown(nowNs));
        }
        if (members.values().stream().allMatch(VirtualRouter::wantsMaster)) {
            members.values().forEach(each -> each.promote(nowNs));
        }
    }

    /** All but those that join and still wait; at least one, for somebody was there before. */
    private Stream<VirtualRouter> settled() {
        return members.values().stream().filter(each -> !joining.contains(each));
    }

    /** Those that wait no longer are members like the others, and Master if those are. */
    private void letIn(long nowNs) {
        boolean hold = settled().allMatch(each -> each.state() == State.MASTER);
        List<VirtualRouter> ready =
                joining.stream().filter(each -> each.state() != State.INITIALIZE).toList();
        ready.forEach(joining::remove);
        if (hold) {
            ready.forEach(each -> each.promote(nowNs));
        }
    }

    private void imposeWorst(long nowNs) {
        Standing worst = Standing.READY;
        for (VirtualRouter router : members.values()) {
            worst = worst.worse(router.standing());
        }
        for (VirtualRouter router : members.values()) {
            router.impose(worst, nowNs);
        }
    }

    /** Gathers the effects; returns the members that heard a lower Master. */
    private Set<String> collect(List<GroupEffect> effects) {
        Set<String> told = new HashSet<>();
        for (Map.Entry<String, VirtualRouter> member : members.entrySet()) {
            for (Effect effect : member.getValue().drain()) {
                if (effect instanceof Effect.NotifyLowerMaster) {
                    told.add(member.getKey());
                }
                effects.add(new GroupEffect.OfMember(member.getKey(), effect));
            }
        }
        return told;
    }

    /** A lower Master holds, and told the neighbours of, the addresses of all members. */
    private void repairCachesBut(Set<String> told, long nowNs) {
        for (Map.Entry<String, VirtualRouter> member : members.entrySet()) {
            if (!told.contains(member.getKey())) {
                member.getValue().repairCaches(nowNs);
            }
        }
    }
}
