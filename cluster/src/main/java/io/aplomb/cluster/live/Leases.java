package io.aplomb.cluster.live;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may run resources until when, so that a resource is never in two places.
 *
 * <p><b>Leases.</b> Each beat of a node asks for the receiver's voice; a voter's next beat back
 * gives it, for the node's session, for a time that counts from when it was asked for. A node's
 * lease lasts as long as it has the voices of a majority of voters. Without one it stops what it
 * runs. The leader has no part in this, so that its death ends nobody's lease.
 *
 * <p><b>Taking over.</b> That a session is barred is committed first. A voter that applies it gives
 * no voice to the session any more, and tells how long the last one it gave still counts. Any two
 * majorities share a voter: when a majority has told, the lease is over after the longest of what
 * they told ({@link Bars}).
 *
 * <p>A voter that has just started does not know to whom it gave its voice before: until then it
 * may have been to anybody. It gives none before it has a session itself, for then it knows all
 * bars that it ever told of.
 *
 * <p><b>Leases that get longer or shorter.</b> How long a voice counts is the voter's own matter:
 * it goes with the voice ({@link LeaseBeat#grantMs}), so that nodes which know of a new time
 * earlier or later than others need not agree. Who asked counts it from its own question; the voter
 * remembers for each node when the latest of the voices it gave ends, whatever time held when it
 * gave them. So a time that got shorter does not make it forget a longer voice that is still out,
 * and one that got longer is told from the first voice on. What a voter's former process may have
 * given is known to whoever starts the next one, who keeps the longest of its times on the disk
 * <em>before</em> a voice of that length is given. Both ends are right at every moment, and no two
 * nodes change anything at the same one.
 *
 * <p>See docs/safety.md. Time comes as nanoseconds of one monotonic clock. Not for several threads
 * at once.
 */
public final class Leases {
    private static final long MILLISECOND_NS = 1_000_000;

    private final String self;
    private final long formerNs;
    private long leaseNs;
    private Set<String> voters = Set.of();

    /** Sessions that are there and not barred. */
    private Map<String, Long> sessions = Map.of();

    private final Map<String, Heard> heard = new HashMap<>();

    /**
     * Until when the latest ending voice that this node gave to each counts at the latest: from
     * when the beat came that asked for it. What is given again and again to a node that has fallen
     * silent gives it no time.
     */
    private final Map<String, Long> gave = new HashMap<>();

    /** Until when each voter's voice counts, for the present session of this node. */
    private final Map<String, Long> voices = new HashMap<>();

    /** The last beat of a peer, and when it came. */
    private record Heard(LeaseBeat beat, long atNs) {}

    /**
     * @param leaseMs how long voices of this node count, until {@link #update} says otherwise
     * @param formerMs the longest that voices of this node's former process may have counted
     * @param nowNs the start of the process
     */
    public Leases(String self, int leaseMs, int formerMs, long nowNs) {
        this.self = self;
        this.leaseNs = leaseMs * MILLISECOND_NS;
        this.formerNs = nowNs + formerMs * MILLISECOND_NS;
    }

    /**
     * What the cluster knows has changed.
     *
     * @param joined whether this process has, or had, a session of its own
     * @param open sessions that are there and not barred
     * @param leaseMs how long voices count that this node gives from now on, in milliseconds
     */
    public void update(Set<String> newVoters, boolean joined, Map<String, Long> open, int leaseMs) {
        leaseNs = leaseMs * MILLISECOND_NS;
        Map<String, Long> known = joined ? Map.copyOf(open) : Map.of();
        Long mine = known.get(self);
        if (mine == null || !mine.equals(sessions.get(self))) {
            voices.clear();
        }
        voters = Set.copyOf(newVoters);
        sessions = known;
    }

    /** What the next beat to a peer says. */
    public LeaseBeat beat(String peer, long nowNs) {
        long mine = sessions.getOrDefault(self, 0L);
        Heard asked = heard.get(peer);
        Long session = sessions.get(peer);
        if (!voters.contains(self)
                || session == null
                || asked == null
                || asked.beat().session() != session) {
            return new LeaseBeat(nowNs, mine, 0, 0, 0);
        }
        gave.merge(peer, asked.atNs() + leaseNs, Math::max);
        int leaseMs = Math.toIntExact(leaseNs / MILLISECOND_NS);
        return new LeaseBeat(nowNs, mine, asked.beat().sentNs(), leaseMs, session);
    }

    /** A peer's beat has come, at this moment or before. */
    public void received(String peer, LeaseBeat beat, long nowNs) {
        heard.put(peer, new Heard(beat, nowNs));
        Long mine = sessions.get(self);
        if (mine != null && beat.grantNs() != 0 && beat.grantSession() == mine) {
            long until = beat.grantNs() + beat.grantMs() * MILLISECOND_NS;
            voices.merge(peer, until, Math::max);
        }
    }

    /** Until when this node may run resources; the past where it may not. */
    public long leaseUntilNs(long nowNs) {
        if (!sessions.containsKey(self)) {
            return nowNs - 1;
        }
        List<Long> ends = new ArrayList<>();
        for (String voter : voters) {
            Long end = voices.get(voter);
            if (voter.equals(self)) {
                end = gave.merge(self, nowNs + leaseNs, Math::max);
            }
            if (end != null) {
                ends.add(end);
            }
        }
        int majority = voters.size() / 2 + 1;
        if (ends.size() < majority) {
            return nowNs - 1;
        }
        ends.sort(Collections.reverseOrder());
        return ends.get(majority - 1);
    }

    /**
     * How long this node's voice for another still counts, after {@link #update} barred it, in ms;
     * negative for as long as it has not counted any more.
     */
    public long remainingMs(String node, long nowNs) {
        long until = Math.max(formerNs, gave.getOrDefault(node, formerNs));
        return Math.ceilDiv(until - nowNs, MILLISECOND_NS);
    }
}
