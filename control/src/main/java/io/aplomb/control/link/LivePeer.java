package io.aplomb.control.link;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One other node: its decision, its streams, and a connection for each network. Of the detector's
 * thread, but for what says otherwise.
 */
final class LivePeer {

    /** The place of one connection. */
    private static final class Slot {
        /** Open, or on its way. */
        private @Nullable Connection connection;

        private long nextAttemptNs;
        private int failures;
        private long connects;
        private long losses;
    }

    /**
     * First pause after a failed attempt; a dying process may have its port open a little longer.
     */
    private static final long FIRST_PAUSE_NS = 10_000_000;

    /** Pauses double up to that. A node that comes up knocks, so it need not wait for it. */
    private static final long LONGEST_PAUSE_NS = 500_000_000;

    private static final int MOST_DOUBLINGS = 6;

    /** Chunks in one go; then others have their turn. */
    private static final int CHUNKS_IN_A_ROW = 32;

    private final PeerWatch watch;
    private final OutboundStream outbound = new OutboundStream();
    private final InboundStream inbound;
    private final List<Slot> slots = new ArrayList<>();
    private final boolean dials;

    private volatile Peer peer;
    private @Nullable Connection carrier;
    private long tick;
    private long heardTick;
    private long received;
    private long downs;

    // Of any thread.
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean up;

    /**
     * @param dials whether it is for this node to make the connections, and not for the other
     */
    LivePeer(Peer peer, LinkSettings settings, boolean dials) {
        this.peer = peer;
        this.dials = dials;
        this.watch = new PeerWatch(settings);
        this.inbound = new InboundStream(settings.messageBytes());
        for (int link = 0; link < Peer.MAX_LINKS; link++) {
            slots.add(new Slot());
        }
    }

    Peer peer() {
        return peer;
    }

    String name() {
        return peer.name();
    }

    PeerWatch watch() {
        return watch;
    }

    boolean dials() {
        return dials;
    }

    /** Other addresses for the same node; gives the links that are to be closed. */
    List<Integer> become(Peer next) {
        List<Integer> changed = new ArrayList<>();
        for (int link = 0; link < Peer.MAX_LINKS; link++) {
            InetSocketAddress before = address(link);
            if (before != null && !before.equals(address(next, link))) {
                changed.add(link);
            }
        }
        peer = next;
        return changed;
    }

    @Nullable InetSocketAddress address(int link) {
        return address(peer, link);
    }

    private static @Nullable InetSocketAddress address(Peer of, int link) {
        return link < of.addresses().size() ? of.addresses().get(link) : null;
    }

    // Connections

    @Nullable Connection connection(int link) {
        return slots.get(link).connection;
    }

    /** All connections, open or on their way. */
    List<Connection> connections() {
        List<Connection> all = new ArrayList<>();
        for (Slot slot : slots) {
            if (slot.connection != null) {
                all.add(slot.connection);
            }
        }
        return all;
    }

    /** Whether an attempt to connect is due. */
    boolean isAttemptDue(int link, long nowNs) {
        Slot slot = slots.get(link);
        return slot.connection == null && nowNs - slot.nextAttemptNs >= 0;
    }

    /** When the next attempt is due, of those that wait; {@link Long#MAX_VALUE} for none. */
    long nextAttemptNs() {
        long next = Long.MAX_VALUE;
        for (int link = 0; link < peer.addresses().size(); link++) {
            Slot slot = slots.get(link);
            if (slot.connection == null) {
                next = Math.min(next, slot.nextAttemptNs);
            }
        }
        return next;
    }

    /** An attempt is under way. */
    void attempts(int link, Connection connection) {
        slots.get(link).connection = connection;
    }

    /** An attempt has failed, or a knock was heard without an answer yet. */
    void attemptFailed(int link, long nowNs) {
        Slot slot = slots.get(link);
        slot.connection = null;
        slot.nextAttemptNs =
                nowNs
                        + Math.min(
                                FIRST_PAUSE_NS << Math.min(slot.failures, MOST_DOUBLINGS),
                                LONGEST_PAUSE_NS);
        slot.failures++;
    }

    /** The other node is there: no need to wait. */
    void attemptSoon(int link, long nowNs) {
        Slot slot = slots.get(link);
        if (slot.connection == null) {
            slot.nextAttemptNs = nowNs;
            slot.failures = 0;
        }
    }

    /** A connection has come to its greeting; gives the one whose place it takes. */
    @Nullable Connection opened(int link, Connection connection) {
        Slot slot = slots.get(link);
        Connection before = slot.connection;
        slot.connection = connection;
        slot.failures = 0;
        slot.connects++;
        return before == connection ? null : before;
    }

    /** An open connection is over. */
    void lost(int link, long nowNs) {
        Slot slot = slots.get(link);
        slot.connection = null;
        slot.nextAttemptNs = nowNs;
        slot.failures = 0;
        slot.losses++;
    }

    // Beats

    /** The number of the next round of beats. */
    long nextTick() {
        return ++tick;
    }

    /** Whether a beat is of a newer round than all before. */
    boolean isNewTick(long number) {
        if (number <= heardTick) {
            return false;
        }
        heardTick = number;
        return true;
    }

    // Messages

    OutboundStream outbound() {
        return outbound;
    }

    InboundStream inbound() {
        return inbound;
    }

    /** Whether the node counts as there. Any thread. */
    boolean isUp() {
        return up;
    }

    void wentUp() {
        up = true;
    }

    /** Both streams begin anew. */
    void wentDown() {
        up = false;
        downs++;
        heardTick = 0;
        carrier = null;
        inbound.clear();
        queuedBytes.addAndGet(-outbound.heldBytes());
        dropped.addAndGet(outbound.clear());
    }

    /** Room for a message; false, and counted, when there is none. Any thread. */
    boolean reserve(byte[] message, int mostBytes) {
        int bytes = OutboundStream.weight(message);
        if (up) {
            if (queuedBytes.addAndGet(bytes) <= mostBytes) {
                return true;
            }
            queuedBytes.addAndGet(-bytes);
        }
        dropped.incrementAndGet();
        return false;
    }

    /** Takes a message for which there is room. */
    void queue(byte[] message) {
        if (up) {
            sent.incrementAndGet();
            outbound.offer(message);
        } else {
            queuedBytes.addAndGet(-OutboundStream.weight(message));
            dropped.incrementAndGet();
        }
    }

    /** The other end has all chunks before that number. */
    void confirmed(long expected) throws LinkProtocolException {
        queuedBytes.addAndGet(-outbound.confirmed(expected));
    }

    /** A message is complete. */
    void countReceived() {
        received++;
    }

    /**
     * Sends chunks as long as the kernel takes them at once.
     *
     * @return whether there is more that could be sent now
     */
    boolean pump() {
        boolean carried = carrier != null && carrier.stage() == Connection.Stage.OPEN;
        if (!up || (carried && !outbound.isWaiting())) {
            return false;
        }
        Connection by = chooseCarrier();
        if (by == null) {
            return false;
        }
        for (int count = 0; count < CHUNKS_IN_A_ROW; count++) {
            if (!by.isFree()) {
                return false;
            }
            Frame.Chunk chunk = outbound.take();
            if (chunk == null) {
                return false;
            }
            boolean _ = by.send(chunk); // when it breaks, a rewind has it sent again
        }
        return by.isFree() && outbound.isWaiting();
    }

    /** The first link that works; a change of it has all that is not confirmed sent again. */
    private @Nullable Connection chooseCarrier() {
        Connection chosen = null;
        for (int link = 0; link < slots.size() && chosen == null; link++) {
            Connection candidate = slots.get(link).connection;
            if (candidate != null
                    && candidate.stage() == Connection.Stage.OPEN
                    && watch.isUp(link)) {
                chosen = candidate;
            }
        }
        if (chosen != carrier) {
            carrier = chosen;
            outbound.rewind();
        }
        return chosen;
    }

    LinksReport.PeerReport report(long nowNs) {
        List<LinksReport.LinkReport> links = new ArrayList<>();
        for (int link = 0; link < peer.addresses().size(); link++) {
            links.add(report(link, peer.addresses().get(link), nowNs));
        }
        return new LinksReport.PeerReport(
                name(),
                watch.isUp(),
                watch.isSuspect(),
                links,
                queuedBytes.get(),
                sent.get(),
                received,
                dropped.get(),
                downs);
    }

    private LinksReport.LinkReport report(int link, InetSocketAddress address, long nowNs) {
        Slot slot = slots.get(link);
        Connection connection = slot.connection;
        boolean open = connection != null && connection.stage() == Connection.Stage.OPEN;
        BeatClock beats = connection != null && open ? connection.beats() : null;
        return new LinksReport.LinkReport(
                link,
                address,
                watch.isUp(link),
                beats == null ? -1 : beats.roundTripNs(),
                watch.isUp(link) ? watch.silentNs(link, nowNs) : -1,
                beats == null ? 0 : beats.late(),
                slot.connects,
                slot.losses);
    }
}
