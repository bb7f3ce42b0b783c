package io.aplomb.vrrp.router;

import io.aplomb.base.Check;
import io.aplomb.vrrp.wire.Vrrp;

/**
 * How a virtual router comes to be Master, and how it treats rivals.
 *
 * @param priority 1 to 254, or 255 of the router that owns the addresses
 * @param startAsMaster keepalived's {@code state MASTER}; an owner then does not wait at its start.
 *     Others wait as any Backup.
 * @param preempt whether it takes over from a Master of lower priority (Preempt_Mode)
 * @param preemptDelayNs how long a lower Master is left in peace before that
 * @param downAdverts how many intervals of silence mean a dead Master, 1 to 100; 3 in the RFCs
 * @param lowerPriorityNoAdvert do not answer a lower Master, as RFC 3768 wants it and RFC 9568 no
 *     longer does
 * @param higherPrioritySendAdvert send a last advert before yielding to a better Master, so that it
 *     repairs the neighbours' caches
 */
public record Election(
        int priority,
        boolean startAsMaster,
        boolean preempt,
        long preemptDelayNs,
        int downAdverts,
        boolean lowerPriorityNoAdvert,
        boolean higherPrioritySendAdvert) {

    /** The defaults of keepalived and of the RFCs. */
    public static final Election DEFAULT = new Election(100, false, true, 0, 3, false, false);

    private static final int MAX_DOWN_ADVERTS = 100;
    private static final long MAX_PREEMPT_DELAY_NS = 1_000_000_000_000L;

    public Election {
        Check.argument(priority >= 1 && priority <= Vrrp.PRIORITY_OWNER, "a priority is 1 to 255");
        Check.argument(
                preemptDelayNs >= 0 && preemptDelayNs <= MAX_PREEMPT_DELAY_NS,
                "a preempt delay is 0 to 1000 s");
        Check.argument(
                downAdverts >= 1 && downAdverts <= MAX_DOWN_ADVERTS, "1 to 100 adverts missed");
    }

    /**
     * What of it is honoured. As keepalived, {@code nopreempt} and {@code preempt_delay} have no
     * effect with {@code state MASTER}, {@code nopreempt} none on the owner of the addresses, and
     * {@code preempt_delay} none with {@code nopreempt}.
     */
    public Election honoured() {
        boolean preempts = preempt || startAsMaster || isOwner();
        return new Election(
                priority,
                startAsMaster,
                preempts,
                startAsMaster || !preempt ? 0 : preemptDelayNs,
                downAdverts,
                lowerPriorityNoAdvert,
                higherPrioritySendAdvert);
    }

    public boolean isOwner() {
        return priority == Vrrp.PRIORITY_OWNER;
    }

    public Election withPriority(int other) {
        return new Election(
                other,
                startAsMaster,
                preempt,
                preemptDelayNs,
                downAdverts,
                lowerPriorityNoAdvert,
                higherPrioritySendAdvert);
    }

    public Election withPreempt(boolean other, long delayNs) {
        return new Election(
                priority,
                startAsMaster,
                other,
                delayNs,
                downAdverts,
                lowerPriorityNoAdvert,
                higherPrioritySendAdvert);
    }
}
