package io.aplomb.control.guard;

/**
 * What the guard does when the lease lapses: the {@code no-quorum-policy} of the cluster. The death
 * of the daemon is not a matter of policy: then everything is stopped.
 */
public enum LapsePolicy {
    /** Everything is stopped. */
    STOP,
    /** Everything goes on; safe only where others do not take over before this node was fenced. */
    FREEZE,
    /** What can be demoted is demoted and goes on, everything else is stopped. */
    DEMOTE,
    /** The machine is reset. */
    SUICIDE
}
