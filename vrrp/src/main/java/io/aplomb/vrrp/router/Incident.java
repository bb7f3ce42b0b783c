package io.aplomb.vrrp.router;

/** What an operator should hear about. */
public enum Incident {
    /**
     * Two Masters: a lower one sends adverts though we have been Master for longer than ours take
     * to reach it. Reported once for each time it begins.
     */
    SPLIT_BRAIN,
    /** Two routers have priority 255; the one with the lower address yields. */
    OWNER_CONFLICT,
    /** An equal priority from an equal address: no rule says who yields. */
    SAME_ADDRESS,
    /** Our advert went out more than one interval late; the machine was busy or stopped. */
    LATE_ADVERT
}
