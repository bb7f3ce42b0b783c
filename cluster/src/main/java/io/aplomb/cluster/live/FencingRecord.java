package io.aplomb.cluster.live;

/**
 * One attempt to fence.
 *
 * @param action off, reboot, on
 * @param device what did it; {@code lease} where its lease was over, {@code watchdog} where its
 *     watchdog has had its time besides, {@code human} where a person said so
 * @param by the node that carried it out
 * @param atMs when it ended, in milliseconds since 1970
 * @param detail why it failed; empty where it did not
 */
public record FencingRecord(
        String target,
        String action,
        String device,
        String by,
        boolean succeeded,
        long atMs,
        String detail) {
    /** The device where the end of a lease was enough. */
    public static final String LEASE = "lease";

    /** The device where the node's own watchdog has reset it by now. */
    public static final String WATCHDOG = "watchdog";

    /** The device where a person said that the node is down. */
    public static final String HUMAN = "human";
}
