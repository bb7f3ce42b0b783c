package io.aplomb.cluster.live;

/**
 * A node's time in the cluster, from when it came until it was gone.
 *
 * @param number counts how often the node came, from 1; leases and orders are for one session
 * @param incarnation made anew whenever the node's process starts
 * @param up whether it is there
 * @param lastResult the number of the newest result of it that is recorded
 */
public record NodeSession(long number, String incarnation, boolean up, long lastResult) {
    NodeSession gone() {
        return new NodeSession(number, incarnation, false, lastResult);
    }

    NodeSession recorded(long result) {
        return new NodeSession(number, incarnation, up, result);
    }
}
