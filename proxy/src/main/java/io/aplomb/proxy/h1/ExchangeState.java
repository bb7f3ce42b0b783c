package io.aplomb.proxy.h1;

/** How far an {@link Exchange} is; its class comment draws the way. */
enum ExchangeState {
    /** No request. */
    IDLE,
    /** Rules decide what becomes of it. */
    RULES,
    /** A rule wants to see the body first. */
    WAITING_FOR_BODY,
    /** Refused, and the answer is held back. */
    TARPIT,
    /** Getting a server connection. */
    DISPATCHING,
    /** The request is on its way; no complete response head yet. */
    AWAITING_RESPONSE,
    /** The response's head went to the client. */
    FORWARDING
}
