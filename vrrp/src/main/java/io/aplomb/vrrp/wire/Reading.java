package io.aplomb.vrrp.wire;

import java.util.Set;

/** What came of reading a datagram. */
public sealed interface Reading {

    /**
     * It is for the state machine.
     *
     * @param style the checksum it came with; {@link ChecksumStyle#PSEUDO_HEADER} over IPv6, {@link
     *     ChecksumStyle#MESSAGE} in version 2. A peer that computes another one than we send cannot
     *     hear us.
     */
    record Accepted(Advert advert, ChecksumStyle style, Set<Remark> remarks) implements Reading {
        public Accepted {
            remarks = Set.copyOf(remarks);
        }
    }

    /**
     * It is to be counted, logged with a limited rate, and forgotten.
     *
     * @param detail what was found and what was expected; never a password
     */
    record Refused(Discard reason, String detail) implements Reading {}
}
