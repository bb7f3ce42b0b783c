package io.aplomb.proxy.health;

/**
 * How one of the two checks of a server stands: its health check or its agent check.
 *
 * @param configured whether the configuration asks for it
 * @param enabled whether an administrator lets it run
 * @param paused by maintenance
 * @param health the counter: 0 to rise + fall - 1, up from rise on
 * @param last its last result, without the words while the next one is in progress
 */
public record CheckFigures(
        boolean agent,
        boolean configured,
        boolean enabled,
        boolean paused,
        boolean inProgress,
        int rise,
        int fall,
        int health,
        CheckResult last) {

    private static final int IN_PROGRESS = 0x01;
    private static final int CONFIGURED = 0x02;
    private static final int ENABLED = 0x04;
    private static final int PAUSED = 0x08;
    private static final int AGENT = 0x10;

    /** Whether statistics show its columns. */
    public boolean isShown() {
        return enabled && !paused;
    }

    /** The column {@code check_status}: "L7OK", with an asterisk while the next one runs. */
    public String statusText() {
        return (inProgress ? "* " : "") + last.status().code();
    }

    /** {@code srv_check_result}: 0 unknown, 1 neutral, 2 failed, 3 passed, 4 conditionally. */
    public int resultNumber() {
        return inProgress ? 0 : last.status().verdict().ordinal();
    }

    /** {@code srv_check_state} and {@code srv_agent_state} (management manual 9.3). */
    public int stateBits() {
        return (inProgress ? IN_PROGRESS : 0)
                | (configured ? CONFIGURED : 0)
                | (enabled ? ENABLED : 0)
                | (paused ? PAUSED : 0)
                | (agent && configured ? AGENT : 0);
    }

    boolean isUp() {
        return health >= rise;
    }

    boolean isPerfect() {
        return health == rise + fall - 1;
    }

    /** "1/3" of what is left until the server changes. */
    String count() {
        return isUp() ? "%d/%d".formatted(health - rise + 1, fall) : health + "/" + rise;
    }
}
