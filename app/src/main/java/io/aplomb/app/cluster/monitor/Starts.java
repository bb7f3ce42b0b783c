package io.aplomb.app.cluster.monitor;

/**
 * What starts with this machine.
 *
 * @param daemon the daemon itself
 * @param node its node besides
 */
public record Starts(boolean daemon, boolean node) {}
