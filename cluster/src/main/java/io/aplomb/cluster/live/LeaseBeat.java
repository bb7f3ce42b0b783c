package io.aplomb.cluster.live;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a beat between two nodes says of leases.
 *
 * @param sentNs when it is sent, by the sender's monotonic clock, in nanoseconds
 * @param session for which the sender asks the receiver's voice; 0 for none
 * @param grantNs the {@code sentNs} of the receiver's beat that is answered; 0 where no voice is
 *     given
 * @param grantMs how long the voice counts from then, in milliseconds
 * @param grantSession for which of the receiver's sessions it is
 */
public record LeaseBeat(long sentNs, long session, long grantNs, int grantMs, long grantSession) {

    /** How long it is in octets. */
    public static final int LENGTH = 1 + 8 * 4 + 4;

    private static final byte FORMAT = 1;

    /** Its octets. */
    public byte[] encode() {
        return ByteBuffer.allocate(LENGTH)
                .put(FORMAT)
                .putLong(sentNs)
                .putLong(session)
                .putLong(grantNs)
                .putInt(grantMs)
                .putLong(grantSession)
                .array();
    }

    /** That of octets, or null where they are none. */
    public static @Nullable LeaseBeat decode(byte[] octets) {
        if (octets.length != LENGTH || octets[0] != FORMAT) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(octets, 1, LENGTH - 1);
        return new LeaseBeat(in.getLong(), in.getLong(), in.getLong(), in.getInt(), in.getLong());
    }
}
