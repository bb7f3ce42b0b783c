package io.aplomb.control.vip.report;

import io.aplomb.vrrp.wire.Discard;

/** The discarded adverts as keepalived sorts them in its statistics. */
enum PacketErrors {
    LENGTH("packet_len_err", Discard.TRUNCATED, Discard.TRAILING, Discard.CHECKSUM),
    TTL("ip_ttl_err", Discard.HOP_LIMIT, Discard.PEER_HOP_LIMIT),
    INVALID_TYPE("invalid_type_rcvd", Discard.TYPE, Discard.VERSION),
    INTERVAL("advert_interval_err", Discard.INTERVAL_MISMATCH, Discard.INTERVAL_ZERO),
    ADDRESS_LIST(
            "addr_list_err",
            Discard.ADDRESS_COUNT,
            Discard.ADDRESS_LIST,
            Discard.NO_ADDRESSES,
            Discard.FIRST_NOT_LINK_LOCAL),
    AUTHENTICATION_INVALID("invalid_authtype", Discard.AUTHENTICATION_UNKNOWN),
    AUTHENTICATION_MISMATCH("authtype_mismatch", Discard.AUTHENTICATION_MISMATCH),
    AUTHENTICATION_FAILURE("auth_failure", Discard.AUTHENTICATION_FAILED);

    private final String jsonName;
    private final Discard[] reasons;

    PacketErrors(String jsonName, Discard... reasons) {
        this.jsonName = jsonName;
        this.reasons = reasons;
    }

    /** Its name in keepalived's JSON. */
    String jsonName() {
        return jsonName;
    }

    long of(RouterReport router) {
        return router.discarded(reasons);
    }
}
