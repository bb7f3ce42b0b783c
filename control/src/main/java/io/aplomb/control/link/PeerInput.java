package io.aplomb.control.link;

/** What happens to the links with one node. */
sealed interface PeerInput {

    /**
     * A connection is there and both ends know who the other is.
     *
     * @param incarnation chosen at random by the process at the other end
     * @param session how often that process has given us up
     */
    record Connected(int link, long incarnation, long session) implements PeerInput {}

    /**
     * A beat came.
     *
     * @param ready whether the other end is willing to count us as up
     * @param confirmedNs when the newest of our beats was sent that the other end has heard
     */
    record Heard(int link, boolean ready, long confirmedNs) implements PeerInput {}

    /** Something else than a beat came: only who counts us as up sends that. */
    record Talked(int link) implements PeerInput {}

    /** A connection was closed from outside. */
    record Closed(int link) implements PeerInput {}

    /** Our connection is of no use: what came was not the protocol. */
    record Garbled(int link) implements PeerInput {}

    /** An attempt to connect was refused: nobody listens there. */
    record Refused(int link) implements PeerInput {}

    /** The other end says that it does not hear us on this link. */
    record Unheard(int link) implements PeerInput {}

    /** The other end leaves. */
    record Goodbye() implements PeerInput {}

    /** A network is no longer one. */
    record Withdrawn(int link) implements PeerInput {}

    /** We ourselves did not run for so long, and could not have heard anything. */
    record Stalled(long byNs) implements PeerInput {}

    /** Time has passed. */
    record Tick() implements PeerInput {}
}
