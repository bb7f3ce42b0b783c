package io.aplomb.cluster.live;

/**
 * A node's time in the cluster, from when it came until it was gone.
 *
 * @param number counts how often the node came, from 1; leases and orders are for one session
 * @param incarnation made anew whenever the node's process starts
 * @param up whether it is there
 * @param barred voters give it no voice any more: it is believed lost
 * @param bars how often it was barred
 * @param lastResult the number of the newest result of it that is recorded
 */
public record NodeSession(
        long number, String incarnation, boolean up, boolean barred, int bars, long lastResult) {
    NodeSession gone() {
        return new NodeSession(number, incarnation, false, true, bars, lastResult);
    }

    NodeSession recorded(long result) {
        return new NodeSession(number, incarnation, up, barred, bars, result);
    }

    NodeSession barred(boolean now) {
        return new NodeSession(number, incarnation, up, now, now ? bars + 1 : bars, lastResult);
    }
}
