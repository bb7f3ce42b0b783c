package io.aplomb.vrrp.router;

/**
 * The states of a virtual router (RFC 9568 section 6.4), with keepalived's words and its FAULT.
 *
 * <pre>
 *                   Startup                 Active down timer, or
 *   INITIALIZE ----------------> BACKUP <-------------------------> MASTER
 *     ^  ^  ^                     |  ^        better advert          |
 *     |  |  |      Shutdown       |  |                               |
 *     |  |  +---------------------+  |                               |
 *     |  |         Shutdown: priority 0, addresses removed           |
 *     |  +-----------------------------------------------------------+
 *     |                     |  ^ fault gone                          |
 *     | Shutdown            v  |                                     |
 *     +------------------- FAULT <-----------------------------------+
 *                                  fault: priority 0, addresses removed
 *
 *   Startup leads to FAULT when there is one, and to MASTER for the owner of the addresses.
 * </pre>
 */
public enum State {
    /** Not started, or started and waiting for the first result of something watched. */
    INITIALIZE,
    /** Listens to the Master and would take over. Holds no address. */
    BACKUP,
    /** Holds the addresses and tells so. The RFC's Active Router. */
    MASTER,
    /** Cannot serve: link, source address, something watched, or a member of its group. */
    FAULT
}
