package io.aplomb.vrrp.track;

/** What is known of something watched. */
public sealed interface TrackStatus {

    /** Nobody has looked yet. */
    TrackStatus UNKNOWN = new Unknown();

    TrackStatus UP = new Up();
    TrackStatus DOWN = new Down();

    /** Not looked at yet: neither good nor bad. */
    record Unknown() implements TrackStatus {}

    /** A script succeeds, an interface is up, a process runs. */
    record Up() implements TrackStatus {}

    /** The opposite. */
    record Down() implements TrackStatus {}

    /** The number read from a file. */
    record Value(int number) implements TrackStatus {}

    static TrackStatus of(boolean up) {
        return up ? UP : DOWN;
    }
}
