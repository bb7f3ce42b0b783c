package io.aplomb.vrrp.track;

import io.aplomb.base.Check;

/**
 * Something a virtual router watches, and how much it counts: keepalived's {@code track_script},
 * {@code track_interface}, {@code track_process}, {@code track_file}, {@code track_bfd}.
 *
 * @param name unique among the items of one router
 * @param weight 0: while it is down the router is in fault. Positive: added to the priority while
 *     it is up. Negative: added, and so taken away, while it is down. Of a file: what its number is
 *     multiplied by.
 * @param reverse turns the sign of what the weight adds, and with weight 0 which of up and down is
 *     the fault
 */
public record TrackedItem(Kind kind, String name, int weight, boolean reverse) {

    /** The greatest weight of anything but a file. */
    public static final int MAX_WEIGHT = 254;

    /** What is watched. */
    public enum Kind {
        SCRIPT,
        INTERFACE,
        PROCESS,
        /** A file that holds a number. */
        FILE,
        BFD,
        /** This program's own proxy. */
        PROXY
    }

    public TrackedItem {
        Check.argument(
                kind == Kind.FILE || Math.abs(weight) <= MAX_WEIGHT, "a weight is -254 to 254");
    }

    public static TrackedItem script(String name, int weight) {
        return new TrackedItem(Kind.SCRIPT, name, weight, false);
    }

    /** Whether its failure is a fault rather than a matter of priority. */
    public boolean faults() {
        return weight == 0;
    }

    /** The same item with the other sense. */
    public TrackedItem reversed() {
        return new TrackedItem(kind, name, weight, !reverse);
    }
}
