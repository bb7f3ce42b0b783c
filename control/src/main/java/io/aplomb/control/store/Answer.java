package io.aplomb.control.store;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** What the machine's side tells the submitter's: how it went, and the reply of the command. */
record Answer(Kind kind, byte[] reply) {
    enum Kind {
        /** Applied, now or when it came first. */
        DONE,
        /** Not applied now: the session is not known, no longer or never. */
        NO_SESSION,
        /** Not applied now: its submitter had settled it. */
        SETTLED
    }

    private static final Kind[] KINDS = Kind.values();
    private static final byte[] NOTHING = {};

    static Answer done(byte[] reply) {
        return new Answer(Kind.DONE, reply);
    }

    static Answer without(Kind kind) {
        return new Answer(kind, NOTHING);
    }

    byte[] encode() {
        return ByteBuffer.allocate(1 + reply.length).put((byte) kind.ordinal()).put(reply).array();
    }

    static Answer decode(byte[] octets) {
        return new Answer(KINDS[octets[0]], Arrays.copyOfRange(octets, 1, octets.length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Answer that
                && kind == that.kind
                && Arrays.equals(reply, that.reply);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(reply);
    }
}
