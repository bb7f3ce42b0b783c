package io.aplomb.linux.nftables;

import io.aplomb.base.Bytes;

/** An element of a set or map. */
public sealed interface SetElement {

    /** What it is found by; the order of the octets is that of the rule that looks. */
    Bytes key();

    /** In a set: it is there. In a set of ranges: one begins. */
    record Member(Bytes key) implements SetElement {}

    /** In a set of ranges: after the last one that is in. */
    record RangeEnd(Bytes key) implements SetElement {}

    /** In a map: with these octets. */
    record Entry(Bytes key, Bytes value) implements SetElement {}

    /** In a map of verdicts. */
    record Decision(Bytes key, Verdict verdict) implements SetElement {}
}
