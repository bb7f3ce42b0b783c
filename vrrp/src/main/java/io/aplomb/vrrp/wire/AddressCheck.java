package io.aplomb.vrrp.wire;

/**
 * What becomes of an advert that names other addresses than configured here (RFC 9568 section 7.1:
 * MAY verify, SHOULD log).
 */
public enum AddressCheck {
    /**
     * It is refused, as RFC 3768 section 7.1 and keepalived do. While the addresses of two routers
     * differ, both are Master.
     */
    REFUSE,
    /** It counts, and the difference is remarked, as RFC 9568 does. */
    REMARK,
    /** Nobody looks; keepalived's {@code skip_check_adv_addr} for a Master already checked. */
    SKIP
}
