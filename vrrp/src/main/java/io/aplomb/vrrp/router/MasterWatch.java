package io.aplomb.vrrp.router;

import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.wire.Advert;
import io.aplomb.vrrp.wire.VrrpVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a Backup knows of its Master, and until when it waits for it (Active_Adver_Interval and
 * Active_Down_Timer of RFC 9568 section 6).
 *
 * <p>One thing beyond the RFC. When a better Master takes over, the last words of the former one
 * may come after its first. If the former's interval is shorter, the RFC's rule would arm the timer
 * by it, and the timer would expire before the new Master's second advert: a Backup becomes Master
 * for a moment, and so on by turns. So what a worse Master says never shortens the wait for a
 * better one. With equal intervals, as the RFC wants them (section 5.2.7), this changes nothing.
 */
final class MasterWatch {

    private final VrrpVersion version;
    private long intervalNs;
    private long armedNs;
    private boolean armedBySkew;
    private long floorNs = Long.MIN_VALUE;

    private @Nullable IpAddress followed;
    private int followedPriority;
    private @Nullable IpAddress heard;
    private int heardPriority;

    MasterWatch(VrrpVersion version, long ownIntervalNs) {
        this.version = version;
        intervalNs = ownIntervalNs;
    }

    /** Nobody is known: one's own interval counts. */
    void expectAnybody(long ownIntervalNs, long nowNs) {
        intervalNs = ownIntervalNs;
        followed = null;
        followedPriority = 0;
        arm(nowNs, false);
    }

    /** The configured interval changed, which counts until a Master teaches another. */
    void ownInterval(long ownIntervalNs) {
        if (version == VrrpVersion.V2 || followed == null) {
            intervalNs = ownIntervalNs;
        }
    }

    /** An advert came, of whatever worth; for the status. */
    void hear(Advert advert, IpAddress sender) {
        heard = sender;
        heardPriority = advert.priority();
    }

    /** The Master resigned. */
    void resigned(long nowNs) {
        followed = null;
        followedPriority = 0;
        arm(nowNs, true);
    }

    /**
     * The advert's sender is Master for us.
     *
     * @param deadlineNs until when we wait for the one followed so far
     */
    void follow(Advert advert, IpAddress sender, long nowNs, long deadlineNs) {
        boolean worse =
                followed != null && !sender.equals(followed) && isWorse(advert, sender, followed);
        if (version == VrrpVersion.V3) {
            intervalNs = advert.interval().ns();
        }
        arm(nowNs, false);
        if (worse) {
            floorNs = deadlineNs;
        } else {
            followed = sender;
            followedPriority = advert.priority();
        }
    }

    /** When the Master is dead, at the present priority of this router. */
    long deadlineNs(int priority, int downAdverts) {
        long ownNs = armedBySkew ? skewNs(priority) : downNs(priority, downAdverts);
        return Math.max(floorNs, armedNs + ownNs);
    }

    /** Master_Down_Interval. */
    long downNs(int priority, int downAdverts) {
        return Intervals.masterDownNs(version, priority, intervalNs, downAdverts);
    }

    @Nullable IpAddress lastHeard() {
        return heard;
    }

    int lastHeardPriority() {
        return heardPriority;
    }

    private long skewNs(int priority) {
        return Intervals.skewNs(version, priority, intervalNs);
    }

    private void arm(long nowNs, boolean bySkew) {
        armedNs = nowNs;
        armedBySkew = bySkew;
        floorNs = Long.MIN_VALUE;
    }

    private boolean isWorse(Advert advert, IpAddress sender, IpAddress than) {
        int byPriority = Integer.compare(advert.priority(), followedPriority);
        return byPriority != 0 ? byPriority < 0 : sender.compareTo(than) < 0;
    }
}
