package io.aplomb.proxy.health;

/**
 * What checks and agents think of a server; the administrator's wishes stand beside it.
 *
 * <pre>
 *   STOPPED --rise checks pass, slowstart--> STARTING --slowstart over--> RUNNING
 *   STOPPED --rise checks pass-------------------------------------------> RUNNING
 *   any --conditional pass, health stopping--> STOPPING --pass--> STARTING or RUNNING
 *   any --fall checks fail, agent down--> STOPPED
 * </pre>
 */
public enum ServerState {
    /** Receives nothing. */
    STOPPED,
    /** Up for less than {@code slowstart}: weight and limit grow. */
    STARTING,
    /** Up. */
    RUNNING,
    /** Serves those who belong to it, no new clients (NOLB). */
    STOPPING
}
