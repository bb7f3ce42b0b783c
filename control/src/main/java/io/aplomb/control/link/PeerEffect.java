package io.aplomb.control.link;

/** What comes of it. */
sealed interface PeerEffect {

    /** The node is there. */
    record Up() implements PeerEffect {}

    /** The node is lost; what is queued for it, or half received, is void. */
    record Down(DownCause cause, long silentNs) implements PeerEffect {}

    /** Half of the silence is over. */
    record Suspect() implements PeerEffect {}

    /** It was heard again. */
    record Cleared() implements PeerEffect {}

    /** A link works. */
    record LinkUp(int link) implements PeerEffect {}

    /** A link does not work any more. */
    record LinkDown(int link, LinkLoss why) implements PeerEffect {}

    /** Close the connection, after telling the other end that it is not heard. */
    record Drop(int link) implements PeerEffect {}

    /** The next beat should go at once: it says that we are ready. */
    record Ready() implements PeerEffect {}
}
