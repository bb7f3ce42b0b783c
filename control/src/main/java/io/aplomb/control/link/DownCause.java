package io.aplomb.control.link;

/** Why a node counts as lost. */
public enum DownCause {
    /** Its process has ended: its connections were closed, and a new one was refused. */
    PROCESS_DEATH,
    /** No link works in both directions any more: machine, network or process hang. */
    SILENCE,
    /** It said that it leaves. */
    GOODBYE,
    /** It had given this node up: it was this node that was not heard. */
    GIVEN_UP,
    /** It is no longer among those to be watched. */
    REMOVED
}
