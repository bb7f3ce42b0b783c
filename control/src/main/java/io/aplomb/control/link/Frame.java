package io.aplomb.control.link;

import io.aplomb.base.Check;

/** What goes over a link, inside TLS. */
sealed interface Frame {

    /** First on a connection, from both ends. */
    record Hello(int link, long incarnation, long session) implements Frame {
        public Hello {
            Check.argument(link >= 0 && link < Peer.MAX_LINKS, "no link " + link);
        }
    }

    /**
     * Still here.
     *
     * @param ready whether the sender is willing to count the receiver as up
     * @param sequence of beats on this connection, from 1
     * @param echo the sequence of the newest beat heard on it; 0 for none
     * @param echoAgeUs how long ago that came
     * @param tick of beats to this node on all links, from 1; for payloads
     * @param expected the number of the next chunk, all before have come
     * @param payload up to {@link BeatPayload#MAX_BYTES}
     */
    record Beat(
            boolean ready,
            int sequence,
            int echo,
            int echoAgeUs,
            long tick,
            long expected,
            byte[] payload)
            implements Frame {
        public Beat {
            Check.argument(payload.length <= BeatPayload.MAX_BYTES, "too much for a beat");
        }
    }

    /**
     * A piece of a message.
     *
     * @param number from 0 since both nodes are up to each other
     * @param last whether the message is complete with it
     * @param from where it begins
     * @param bytes the whole message when sent, the piece alone when received
     */
    record Chunk(long number, boolean last, byte[] bytes, int from, int length) implements Frame {

        /** Beats wait for at most one of them on a connection, and it fits in one TLS record. */
        static final int MAX_BYTES = 8 << 10;

        public Chunk {
            Check.argument(length >= 0 && length <= MAX_BYTES, "no chunk of " + length);
            Check.argument(from >= 0 && from + length <= bytes.length, "a chunk out of bounds");
        }
    }

    /** The sender has not heard the receiver on this link, and closes it. */
    record Unheard() implements Frame {}

    /** The sender leaves. */
    record Goodbye() implements Frame {}
}
