package io.aplomb.control.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The name of a group of voters: 96 bits of the cluster's id and 32 bits of its generation, so that
 * members of one generation do not hear those of another, and yet can tell that they are of the
 * same cluster.
 */
final class Groups {
    private static final long LOW_HALF = 0xffff_ffffL;

    private Groups() {}

    static UUID id(String clusterId, long generation) {
        if (generation < 1 || generation > LOW_HALF) {
            throw new IllegalArgumentException("no generation: " + generation);
        }
        ByteBuffer digest = ByteBuffer.wrap(sha256(clusterId));
        return new UUID(digest.getLong(), (digest.getLong() & ~LOW_HALF) | generation);
    }

    /** The generation of a group of this cluster; empty for one of another cluster. */
    static OptionalLong generation(String clusterId, UUID group) {
        long generation = group.getLeastSignificantBits() & LOW_HALF;
        return generation >= 1 && id(clusterId, generation).equals(group)
                ? OptionalLong.of(generation)
                : OptionalLong.empty();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
