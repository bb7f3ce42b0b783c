package io.aplomb.cluster.live;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What nodes say to each other beside beats and the log. May get lost with a link. */
public sealed interface Message {

    /**
     * A voter to its leader: a session gets no voice of it any more.
     *
     * @param bar which bar of the session is answered
     * @param remainingMs how long the last voice it gave still counts, in milliseconds; negative
     *     for as long as it has not counted any more
     */
    record Barred(String node, long session, int bar, long remainingMs) implements Message {}

    /** Its octets. */
    default byte[] encode() {
        return switch (this) {
            case Barred barred -> {
                byte[] node = barred.node().getBytes(StandardCharsets.UTF_8);
                yield ByteBuffer.allocate(1 + 8 + 4 + 8 + node.length)
                        .put((byte) 1)
                        .putLong(barred.session())
                        .putInt(barred.bar())
                        .putLong(barred.remainingMs())
                        .put(node)
                        .array();
            }
        };
    }

    /** That of octets, or null where they are none. */
    static @Nullable Message decode(byte[] octets) {
        if (octets.length < 22 || octets[0] != 1) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(octets, 1, octets.length - 1);
        long session = in.getLong();
        int bar = in.getInt();
        long remaining = in.getLong();
        String node = StandardCharsets.UTF_8.decode(in).toString();
        return new Barred(node, session, bar, remaining);
    }
}
