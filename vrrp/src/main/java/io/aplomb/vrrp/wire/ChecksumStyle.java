package io.aplomb.vrrp.wire;

/**
 * What the checksum of a version 3 advert over IPv4 covers. Three readings are in use, and a router
 * that computes another one is not heard at all. Version 2 always covers the message only, IPv6
 * always the pseudo-header as well.
 */
public enum ChecksumStyle {
    /** The message only: RFC 9568 section 5.2.8, keepalived's {@code v3_checksum_as_v2}, Cisco. */
    MESSAGE,
    /** With a pseudo-header: how keepalived and others read RFC 5798; keepalived's default. */
    PSEUDO_HEADER,
    /**
     * With a pseudo-header that names the multicast group even when sent to one peer: keepalived up
     * to 1.3.6, and its {@code old_unicast_checksum}.
     */
    PSEUDO_HEADER_OF_GROUP
}
