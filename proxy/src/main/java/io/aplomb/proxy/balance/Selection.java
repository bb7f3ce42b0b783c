package io.aplomb.proxy.balance;

import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The input of one choice: the key to hash, the server to avoid, the time, a source of randomness.
 *
 * <p>Mutable and meant to be reused by one event loop, so that a choice allocates nothing: {@link
 * #reset} starts a new choice. The key bytes are not copied; they must stay unchanged until {@link
 * Balancer#pick} has returned.
 */
public final class Selection {

    private static final byte[] EMPTY = {};
    private static final int NO_KEY = -1;
    private static final int NOBODY = 0;

    private final RandomGenerator random;
    private byte[] key = EMPTY;
    private int keyOffset;
    private int keyLength = NO_KEY;
    private int avoidedId = NOBODY;
    private long nowMs;

    /** Takes the source of randomness for {@code balance random}; seeded in tests. */
    public Selection(RandomGenerator random) {
        this.random = random;
    }

    /** Forgets the former choice: no key, no server to avoid. */
    public Selection reset(long nowMs) {
        this.nowMs = nowMs;
        key = EMPTY;
        keyOffset = 0;
        keyLength = NO_KEY;
        avoidedId = NOBODY;
        return this;
    }

    /** Sets the bytes to hash; without a key, hash algorithms fall back to a round robin. */
    public Selection key(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        key = bytes;
        keyOffset = offset;
        keyLength = length;
        return this;
    }

    /** Sets the bytes to hash. */
    public Selection key(byte[] bytes) {
        return key(bytes, 0, bytes.length);
    }

    /** Sets the part of the bytes to hash; none if the range is absent. */
    public Selection key(byte[] bytes, KeyRange range) {
        return range.isPresent() ? key(bytes, range.offset(), range.length()) : this;
    }

    /** Names the server a redispatched request should not get again. */
    public Selection avoid(Candidate server) {
        avoidedId = server.id();
        return this;
    }

    boolean hasKey() {
        return keyLength != NO_KEY;
    }

    byte[] keyBytes() {
        return key;
    }

    int keyOffset() {
        return keyOffset;
    }

    int keyLength() {
        return keyLength;
    }

    boolean avoids(Candidate server) {
        return server.id() == avoidedId;
    }

    RandomGenerator random() {
        return random;
    }

    long nowMs() {
        return nowMs;
    }
}
