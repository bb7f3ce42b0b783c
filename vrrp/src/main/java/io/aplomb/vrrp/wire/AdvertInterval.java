package io.aplomb.vrrp.wire;

import io.aplomb.base.Check;
import java.util.Locale;

/**
 * The time between two adverts of a Master. Immutable.
 *
 * @param centiseconds 1 to 25500; which of these can be sent depends on the version
 */
public record AdvertInterval(int centiseconds) {

    /** The default of both versions. */
    public static final AdvertInterval ONE_SECOND = new AdvertInterval(100);

    /** What the 12 bits of Max Advertise Interval hold (RFC 9568 section 5.2.7): 40.95 s. */
    public static final int MAX_V3_CENTISECONDS = 0x0FFF;

    /** What the 8 bits of Adver Int hold (RFC 3768 section 5.3.7). */
    public static final int MAX_V2_SECONDS = 0xFF;

    private static final int CENTISECONDS_PER_SECOND = 100;
    private static final long NS_PER_CENTISECOND = 10_000_000;

    /** Refuses zero, which no version knows, and what no version can express. */
    public AdvertInterval {
        Check.argument(
                centiseconds >= 1 && centiseconds <= MAX_V2_SECONDS * CENTISECONDS_PER_SECOND,
                "an advert interval is 0.01 s to 255 s");
    }

    public static AdvertInterval ofSeconds(int seconds) {
        return new AdvertInterval(Math.multiplyExact(seconds, CENTISECONDS_PER_SECOND));
    }

    /**
     * Whether adverts of that version can carry it: whole seconds up to 255 in version 2, so that
     * less than a second is refused there; up to 40.95 s in version 3.
     */
    public boolean fits(VrrpVersion version) {
        return switch (version) {
            case V2 -> centiseconds % CENTISECONDS_PER_SECOND == 0;
            case V3 -> centiseconds <= MAX_V3_CENTISECONDS;
        };
    }

    /** Whole seconds; meaningful when it fits version 2. */
    public int seconds() {
        return centiseconds / CENTISECONDS_PER_SECOND;
    }

    /** Nanoseconds, exact. */
    public long ns() {
        return centiseconds * NS_PER_CENTISECOND;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d.%02d s",
                centiseconds / CENTISECONDS_PER_SECOND,
                centiseconds % CENTISECONDS_PER_SECOND);
    }
}
