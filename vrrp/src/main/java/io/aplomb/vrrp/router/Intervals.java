package io.aplomb.vrrp.router;

import io.aplomb.vrrp.wire.VrrpVersion;

/** The arithmetic of the timers, in nanoseconds; exact but for less than one. Pure. */
public final class Intervals {

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int PRIORITIES = 256;

    private Intervals() {}

    /**
     * Skew_Time: the better the priority, the sooner a Backup moves. (256 - priority) / 256 of a
     * second in version 2 (RFC 3768 section 6.1), of the Master's interval in version 3 (RFC 9568
     * section 6.1).
     *
     * @param priority the effective one, 1 to 255
     * @param masterIntervalNs as learnt from the Master (Active_Adver_Interval)
     */
    public static long skewNs(VrrpVersion version, int priority, long masterIntervalNs) {
        long unitNs =
                switch (version) {
                    case V2 -> NS_PER_SECOND;
                    case V3 -> masterIntervalNs;
                };
        return (PRIORITIES - priority) * unitNs / PRIORITIES;
    }

    /**
     * Master_Down_Interval, Active_Down_Interval in RFC 9568: the silence after which the Master is
     * taken for dead.
     *
     * @param adverts how many of its adverts may be missed; 3 in the RFCs
     */
    public static long masterDownNs(
            VrrpVersion version, int priority, long masterIntervalNs, int adverts) {
        return adverts * masterIntervalNs + skewNs(version, priority, masterIntervalNs);
    }
}
