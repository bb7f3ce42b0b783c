package io.aplomb.sample.facts;

/** What the kernel tells of a TCP connection (TCP_INFO). Times in microseconds. */
public interface TcpFacts {

    /** Smoothed round trip time. */
    long rttUs();

    /** Mean deviation of the round trip time. */
    long rttVarianceUs();

    /** Segments sent and not yet acknowledged. */
    long unacknowledged();

    /** Segments acknowledged selectively. */
    long selectivelyAcknowledged();

    /** Segments thought lost. */
    long lost();

    /** Segments in retransmission. */
    long retransmissions();

    /** Forward acknowledged segments. */
    long forwardAcknowledged();

    /** Reordering metric. */
    long reordering();
}
