package io.aplomb.control.store;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who has had which command applied; part of the replicated state, so that it goes with the
 * snapshots and a new leader knows it too. All of it depends on the commands alone. A session is
 * named by the index of the entry that asked for it.
 *
 * <p>Not thread-safe: belongs to the machine.
 */
final class Sessions {
    /** Each start of a node takes one; the one unused for longest goes first. */
    static final int SESSIONS_MAX = 256;

    private static final class Session {
        private long settled;
        private final TreeMap<Long, byte[]> replies = new TreeMap<>();
    }

    private final LinkedHashMap<Long, Session> byUse = new LinkedHashMap<>(64, 0.75f, true);

    /** Opens a session; the one unused for longest makes room. */
    void open(long index) {
        byUse.put(index, new Session());
        if (byUse.size() > SESSIONS_MAX) {
            byUse.pollFirstEntry();
        }
    }

    /** What to answer without applying the command; empty when it is to be applied. */
    Optional<Answer> known(Envelope envelope) {
        Session session = byUse.get(envelope.session());
        if (session == null) {
            return Optional.of(Answer.without(Answer.Kind.NO_SESSION));
        }
        byte[] reply = session.replies.get(envelope.sequence());
        if (reply != null) {
            return Optional.of(Answer.done(reply));
        }
        return envelope.sequence() < session.settled
                ? Optional.of(Answer.without(Answer.Kind.SETTLED))
                : Optional.empty();
    }

    /** Notes that the command was applied, and forgets what its submitter has settled. */
    void applied(Envelope envelope, byte[] reply) {
        Session session = byUse.get(envelope.session());
        if (session == null) {
            throw new IllegalStateException("applied for no session: " + envelope.session());
        }
        session.settled = Math.max(session.settled, envelope.settled());
        session.replies.put(envelope.sequence(), reply);
        session.replies.headMap(session.settled).clear();
    }

    byte[] encode() {
        int length = Integer.BYTES;
        for (Session session : byUse.values()) {
            length += 2 * Long.BYTES + Integer.BYTES;
            for (byte[] reply : session.replies.values()) {
                length += Long.BYTES + Integer.BYTES + reply.length;
            }
        }
        ByteBuffer out = ByteBuffer.allocate(length).putInt(byUse.size());
        for (Map.Entry<Long, Session> entry : byUse.entrySet()) {
            Session session = entry.getValue();
            out.putLong(entry.getKey()).putLong(session.settled).putInt(session.replies.size());
            session.replies.forEach(
                    (sequence, reply) -> out.putLong(sequence).putInt(reply.length).put(reply));
        }
        return out.array();
    }

    /** Forgets all and becomes what was encoded. */
    void decode(byte[] octets) {
        byUse.clear();
        ByteBuffer in = ByteBuffer.wrap(octets);
        int sessions = in.getInt();
        for (int i = 0; i < sessions; i++) {
            long index = in.getLong();
            Session session = new Session();
            session.settled = in.getLong();
            int replies = in.getInt();
            for (int j = 0; j < replies; j++) {
                long sequence = in.getLong();
                byte[] reply = new byte[in.getInt()];
                in.get(reply);
                session.replies.put(sequence, reply);
            }
            byUse.put(index, session);
        }
    }
}
