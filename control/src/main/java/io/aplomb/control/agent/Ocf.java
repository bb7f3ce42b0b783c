package io.aplomb.control.agent;

/** Exit codes of resource agents (OCF Resource Agent API 1.1, section 3.5, and Pacemaker's). */
public final class Ocf {

    /** It is done; a monitor: it runs. */
    public static final int SUCCESS = 0;

    public static final int GENERIC_ERROR = 1;
    public static final int INVALID_PARAMETER = 2;

    /** The agent knows no such operation. */
    public static final int UNIMPLEMENTED = 3;

    public static final int INSUFFICIENT_PRIVILEGES = 4;

    /** What it needs is not on this node. */
    public static final int NOT_INSTALLED = 5;

    /** Its configuration is wrong on every node. */
    public static final int NOT_CONFIGURED = 6;

    /** It is cleanly stopped. */
    public static final int NOT_RUNNING = 7;

    public static final int RUNNING_PROMOTED = 8;
    public static final int FAILED_PROMOTED = 9;

    /** Runs, but is about to fail. */
    public static final int DEGRADED = 190;

    public static final int DEGRADED_PROMOTED = 191;

    /** Nobody knows: of operations that were cancelled. */
    public static final int UNKNOWN = 193;

    private Ocf() {}

    /** Whether a monitor found something that a stop has to end. */
    public static boolean isActive(int rc) {
        return switch (rc) {
            case SUCCESS, RUNNING_PROMOTED, FAILED_PROMOTED, DEGRADED, DEGRADED_PROMOTED -> true;
            default -> false;
        };
    }
}
