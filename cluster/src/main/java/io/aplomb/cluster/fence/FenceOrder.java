package io.aplomb.cluster.fence;

/**
 * A node is to be fenced.
 *
 * @param id by which the answer is known
 * @param target the node
 * @param action off, reboot or on
 * @param timeoutMs for each action of a device that has no time of its own, in milliseconds
 * @param delayMs before the first device acts, beside its own; a negative number for none at all,
 *     not even its own
 */
public record FenceOrder(String id, String target, String action, long timeoutMs, long delayMs) {}
