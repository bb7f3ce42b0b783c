package io.aplomb.control.link;

import io.aplomb.base.Check;
import java.time.Duration;

/**
 * How the links of a node behave. The nodes of a cluster should agree, but need not.
 *
 * @param beat between two beats on a link
 * @param silence after which a link, and with its last link a node, counts as lost
 * @param connect how long one attempt to connect may take
 * @param handshake how long a connection may take from its begin to its first beat
 * @param damping how long a node that was lost twice within {@link #DAMPING_WINDOW} must be heard
 *     before it counts again; twice as long at each further loss, at most {@link #MOST_DAMPING};
 *     zero for no damping
 * @param messageBytes longest message
 * @param queueBytes of messages to one node that it has not confirmed
 * @param realTimePriority of the thread, 1 to 99 where that is permitted; 0 for none
 * @param trafficClass octet of the IP header, for switches that prefer some traffic (RFC 2474)
 */
public record LinkSettings(
        Duration beat,
        Duration silence,
        Duration connect,
        Duration handshake,
        Duration damping,
        int messageBytes,
        int queueBytes,
        int realTimePriority,
        int trafficClass) {

    /** Losses that are older are forgiven. */
    static final Duration DAMPING_WINDOW = Duration.ofMinutes(1);

    /** Nobody waits longer than that for a node that is back. */
    static final Duration MOST_DAMPING = Duration.ofSeconds(10);

    private static final int MOST_MESSAGE_BYTES = 1 << 20;
    private static final int MOST_QUEUE_BYTES = 64 << 20;
    private static final int NETWORK_CONTROL = 0xc0; // class selector 6, as routing protocols use
    private static final int MOST_PRIORITY = 99;
    private static final int OCTET = 0xff;

    /** Checks that the times fit together. */
    public LinkSettings {
        Check.argument(
                beat.compareTo(Duration.ofMillis(5)) >= 0
                        && beat.compareTo(Duration.ofSeconds(10)) <= 0,
                "beat must be 5 ms to 10 s");
        Check.argument(
                silence.compareTo(beat.multipliedBy(3)) >= 0
                        && silence.compareTo(Duration.ofMinutes(1)) <= 0,
                "silence must be three beats at least and 1 min at most");
        Check.argument(connect.isPositive() && handshake.isPositive(), "limits must be positive");
        Check.argument(
                !damping.isNegative() && damping.compareTo(MOST_DAMPING) <= 0,
                "damping must be 0 to 10 s");
        Check.argument(
                messageBytes > 0 && messageBytes <= MOST_MESSAGE_BYTES,
                "messages may have 1 MB at most");
        Check.argument(
                queueBytes >= 2 * messageBytes && queueBytes <= MOST_QUEUE_BYTES,
                "a queue must hold two messages and 64 MB at most");
        Check.argument(
                realTimePriority >= 0 && realTimePriority <= MOST_PRIORITY,
                "priorities are 0 to 99");
        Check.argument(trafficClass >= 0 && trafficClass <= OCTET, "a traffic class is an octet");
    }

    /** A beat each 50 ms, silence after 200 ms. */
    public static LinkSettings defaults() {
        return new LinkSettings(
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofMillis(300),
                Duration.ofSeconds(2),
                Duration.ofMillis(200),
                MOST_MESSAGE_BYTES,
                8 << 20,
                50,
                NETWORK_CONTROL);
    }

    /** The same with another beat and silence. */
    public LinkSettings withBeat(Duration otherBeat, Duration otherSilence) {
        return new LinkSettings(
                otherBeat,
                otherSilence,
                connect,
                handshake,
                damping,
                messageBytes,
                queueBytes,
                realTimePriority,
                trafficClass);
    }

    long beatNs() {
        return beat.toNanos();
    }

    long silenceNs() {
        return silence.toNanos();
    }
}
