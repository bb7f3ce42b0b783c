package io.aplomb.control.store;

import io.aplomb.control.store.ReplicatedMachine.Applied;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What an entry does to sessions and machine; the same in the running store and when a log is read
 * again.
 */
final class Applying {
    private final Sessions sessions;
    private final ReplicatedMachine machine;
    private Optional<byte[]> fresh = Optional.empty();

    Applying(Sessions sessions, ReplicatedMachine machine) {
        this.sessions = sessions;
        this.machine = machine;
    }

    Answer apply(long term, long index, Envelope envelope) {
        fresh = Optional.empty();
        if (envelope.session() == Envelope.NEW_SESSION) {
            sessions.open(index);
            return Answer.done(octets(index));
        }
        if (envelope.session() == Envelope.MARK) {
            return Answer.done(octets(index));
        }
        Optional<Answer> known = sessions.known(envelope);
        if (known.isPresent()) {
            return known.get();
        }
        Applied applied = machine.apply(term, index, envelope.command());
        sessions.applied(envelope, applied.reply());
        fresh = Optional.of(envelope.command());
        return Answer.done(applied.reply());
    }

    private static byte[] octets(long index) {
        return ByteBuffer.allocate(Long.BYTES).putLong(index).array();
    }

    /** The command, when the machine has seen it now for the first time. */
    Optional<byte[]> fresh() {
        return fresh;
    }
}
