package io.aplomb.control.link;

import java.util.concurrent.TimeUnit;

/** The beats of one connection: which were heard, how long they take. Pure. */
final class BeatClock {

    /** Beats whose sending is remembered; a link is lost long before the other end echoes older. */
    private static final int REMEMBERED = 256;

    /** New round trips weigh that little in the mean (RFC 6298, 2). */
    private static final int SMOOTHING = 8;

    private static final long UNKNOWN = -1;

    private long beatNs;
    private final long[] sentNs = new long[REMEMBERED];
    private int sequence;
    private int heardSequence;
    private long heardNs;
    private long roundTripNs = UNKNOWN;
    private long late;

    BeatClock(long beatNs, long nowNs) {
        this.beatNs = beatNs;
        this.heardNs = nowNs;
    }

    /** Beats come this often from now on. */
    void become(long nextBeatNs) {
        beatNs = nextBeatNs;
    }

    /** The next beat to send. */
    Frame.Beat next(boolean ready, long tick, long expected, byte[] payload, long nowNs) {
        sequence++;
        sentNs[sequence % REMEMBERED] = nowNs;
        long ageUs = Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMicros(nowNs - heardNs));
        return new Frame.Beat(ready, sequence, heardSequence, (int) ageUs, tick, expected, payload);
    }

    /**
     * Takes a beat.
     *
     * @return when the newest of our beats was sent that the other end has heard; {@link
     *     Long#MIN_VALUE} when that is not known
     * @throws LinkProtocolException when it echoes what was never sent, or comes out of order
     */
    long heard(Frame.Beat beat, long nowNs) throws LinkProtocolException {
        if (beat.sequence() != heardSequence + 1) {
            throw new LinkProtocolException("beat " + beat.sequence() + " after " + heardSequence);
        }
        if (beat.echo() < 0 || beat.echo() > sequence || beat.echoAgeUs() < 0) {
            throw new LinkProtocolException("an echo of beat " + beat.echo() + " of " + sequence);
        }
        if (nowNs - heardNs > 2 * beatNs) {
            late++;
        }
        heardSequence = beat.sequence();
        heardNs = nowNs;
        if (beat.echo() == 0 || sequence - beat.echo() >= REMEMBERED) {
            return Long.MIN_VALUE;
        }
        long echoed = sentNs[beat.echo() % REMEMBERED];
        measured(nowNs - echoed - TimeUnit.MICROSECONDS.toNanos(beat.echoAgeUs()));
        return echoed;
    }

    private void measured(long sampleNs) {
        long sample = Math.max(0, sampleNs);
        roundTripNs =
                roundTripNs == UNKNOWN ? sample : roundTripNs + (sample - roundTripNs) / SMOOTHING;
    }

    /** Mean time there and back, in nanoseconds; -1 before the first. */
    long roundTripNs() {
        return roundTripNs;
    }

    /** How many beats came more than one beat late: lost on the way and sent again, or held up. */
    long late() {
        return late;
    }
}
