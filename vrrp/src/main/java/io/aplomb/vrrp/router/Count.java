package io.aplomb.vrrp.router;

/** What a virtual router counts. */
public enum Count {
    ADVERTS_SENT,
    ADVERTS_RECEIVED,
    /** Of those sent, with priority 0. */
    RESIGNATIONS_SENT,
    /** Of those received, with priority 0. */
    RESIGNATIONS_RECEIVED,
    BECAME_MASTER,
    LEFT_MASTER,
    FAULTS,
    /** As Master, adverts of a lower one. */
    LOWER_MASTER_HEARD,
    /** As Master, adverts of a better one, to which we yielded. */
    HIGHER_MASTER_HEARD,
    /** Times two Masters existed, as far as we heard; see {@link Incident#SPLIT_BRAIN}. */
    SPLIT_BRAINS,
    LATE_ADVERTS
}
