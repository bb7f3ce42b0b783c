package io.aplomb.proxy.health;

/**
 * What checks and agents think of a server; the administrator's wishes stand beside it.
 *
 * <pre>
 *   STOPPED --rise checks pass, slowstart--> STARTING --slowstart over--> RUNNING
 *   STOPPED --rise checks pass-------------------------------------------> RUNNING
 *   RUNNING, STARTING --conditional pass, health stopping--> STOPPING --pass--> RUNNING
 *   any --fall checks fail--> STOPPED
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
