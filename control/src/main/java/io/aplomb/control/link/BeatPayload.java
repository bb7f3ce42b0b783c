package io.aplomb.control.link;

/**
 * Some octets that ride on the beats between nodes that are up to each other: leases. Both calls
 * come on the detector's thread and may not block. Octets may be lost with their beat, or not
 * arrive when a newer beat is there; they never arrive twice or after newer ones.
 */
public interface BeatPayload {

    /** Most octets on one beat. */
    int MAX_BYTES = 64;

    /** No octets. */
    BeatPayload NONE =
            new BeatPayload() {
                @Override
                public byte[] outgoing(String peer) {
                    return new byte[0];
                }

                @Override
                public void incoming(String peer, byte[] bytes) {}
            };

    /** What goes with the next beat to a node; at most {@link #MAX_BYTES}, may be empty. */
    byte[] outgoing(String peer);

    /** What came with a beat of a node; never empty. */
    void incoming(String peer, byte[] bytes);
}
