package io.aplomb.vrrp.router;

/** The timers of a virtual router. At most one of each kind runs. */
public enum Timer {
    /** BACKUP: the Master has been silent for too long (Active_Down_Timer). */
    MASTER_DOWN,
    /** MASTER: the next advert is due (Adver_Timer). */
    ADVERT,
    /** MASTER: neighbours are told a second time after taking over. */
    ANNOUNCE_AGAIN,
    /** MASTER: neighbours are told a second time after a lower Master was heard. */
    ANNOUNCE_AFTER_LOWER,
    /** MASTER: neighbours are reminded. */
    ANNOUNCE_REFRESH
}
