package io.aplomb.vrrp.wire;

/**
 * Why an advert was discarded: one constant for each check of RFC 9568 section 7.1 and RFC 3768
 * section 7.1, and for those keepalived adds. In the order they are made.
 */
public enum Discard {
    /** It comes from our own address: looped back, or another machine has our address. */
    OWN_SOURCE("RFC 9568 section 6.4.3", "source is our own address"),
    /** The TTL or hop limit is not 255, so a router may have forwarded it. */
    HOP_LIMIT("RFC 9568 section 7.1", "hop limit is not 255"),
    /** A unicast peer's TTL or hop limit is outside its configured bounds. */
    PEER_HOP_LIMIT("keepalived min_ttl, max_ttl", "hop limit outside the peer's bounds"),
    /** Multicast where the peers are named, or the reverse. */
    DESTINATION("keepalived unicast_peer", "multicast and unicast mixed up"),
    /** It comes from nobody we were told of. */
    SOURCE_NOT_PEER("keepalived check_unicast_src", "source is no unicast peer"),
    /** Not the version configured. */
    VERSION("RFC 9568 section 7.1", "another version"),
    /** Not an advertisement. */
    TYPE("RFC 9568 section 7.1", "unknown packet type"),
    /** Shorter than its count of addresses says. */
    TRUNCATED("RFC 9568 section 7.1", "incomplete packet"),
    /** Longer than its count of addresses says. */
    TRAILING("keepalived", "octets after the end"),
    /** The checksum does not match in any style accepted. */
    CHECKSUM("RFC 9568 section 7.1", "wrong checksum"),
    /** Another virtual router. */
    VRID("RFC 9568 section 7.1", "virtual router id not configured here"),
    /** We own the addresses; only in strict mode, for ignoring a rival ends no conflict. */
    LOCAL_OWNER("RFC 3768 section 7.1", "this router owns the addresses"),
    /** No address, though we have some. */
    NO_ADDRESSES("RFC 9568 section 5.2.5", "address count is 0"),
    /** An authentication nobody defined. */
    AUTHENTICATION_UNKNOWN("RFC 2338 section 5.3.6", "unknown authentication type"),
    /** A known authentication, not the one configured. */
    AUTHENTICATION_MISMATCH("RFC 2338 section 7.1", "another authentication type"),
    /** The password is another one. */
    AUTHENTICATION_FAILED("RFC 2338 section 7.1", "wrong password"),
    /** Version 2: the sender's interval is not ours. */
    INTERVAL_MISMATCH("RFC 3768 section 7.1", "another advert interval"),
    /** Version 3: no interval at all, from which no time-out can be computed. */
    INTERVAL_ZERO("RFC 9568 section 7.1, erratum 8301", "advert interval is 0"),
    /** Strict mode: the first IPv6 address must be link-local. */
    FIRST_NOT_LINK_LOCAL("RFC 9568 section 5.2.9", "first address is not link-local"),
    /** Another number of addresses than configured. */
    ADDRESS_COUNT("RFC 3768 section 7.1", "another number of addresses"),
    /** Other addresses than configured. */
    ADDRESS_LIST("RFC 3768 section 7.1", "other addresses");

    private final String source;
    private final String label;

    Discard(String source, String label) {
        this.source = source;
        this.label = label;
    }

    /** Who asks for the check. */
    public String source() {
        return source;
    }

    /** A few words for logs and statistics. */
    public String label() {
        return label;
    }
}
