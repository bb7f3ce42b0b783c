package io.aplomb.sample;

import io.aplomb.sample.facts.Payload;
import java.util.Arrays;

/** Octets all at hand. */
public final class FakePayload implements Payload {

    private final byte[] octets;
    private final boolean complete;

    public FakePayload(byte[] octets, boolean complete) {
        this.octets = octets.clone();
        this.complete = complete;
    }

    public static FakePayload of(String text) {
        return new FakePayload(Octets.of(text), true);
    }

    @Override
    public int length() {
        return octets.length;
    }

    @Override
    public int octet(int index) {
        return octets[index] & 0xFF;
    }

    @Override
    public byte[] slice(int offset, int length) {
        return Arrays.copyOfRange(octets, offset, offset + length);
    }

    @Override
    public boolean complete() {
        return complete;
    }

    @Override
    public long announcedLength() {
        return -1;
    }
}
