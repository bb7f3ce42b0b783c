package io.aplomb.sample.facts;

/** Octets received and kept so far, in order. */
public interface Payload {

    /** How many octets are there. */
    int length();

    /** One octet, 0 to 255. */
    int octet(int index);

    /** A copy of a part; the part must lie inside. */
    byte[] slice(int offset, int length);

    /** Whether no more can come: the peer has finished, or the buffer is full. */
    boolean complete();

    /** Octets in all where the peer announced it (Content-Length), -1 when unknown. */
    long announcedLength();
}
