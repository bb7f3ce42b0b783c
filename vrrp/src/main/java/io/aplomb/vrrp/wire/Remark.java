package io.aplomb.vrrp.wire;

/** What is wrong with an advert that counts all the same; worth a line in the log, rate-limited. */
public enum Remark {
    /** Version 3: its interval is not ours, which the RFC calls unstable (section 7.1). */
    INTERVAL_DIFFERS,
    /** Its addresses are not ours (RFC 9568 section 7.1). */
    ADDRESSES_DIFFER,
    /** Its sender owns the addresses, and so do we (RFC 9568 section 7.1, erratum 8298). */
    TWO_OWNERS
}
