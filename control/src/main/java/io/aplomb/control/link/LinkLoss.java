package io.aplomb.control.link;

/** Why one of the links to a node is lost. */
public enum LinkLoss {
    /** The other end, or something on the way, closed the connection. */
    CLOSED,
    /** Nothing was heard for too long. */
    SILENT,
    /** The other end does not hear us. */
    UNHEARD,
    /** What came is not our protocol. */
    GARBLED,
    /** The network is no longer configured, or has another address. */
    REMOVED
}
