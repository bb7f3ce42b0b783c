package io.aplomb.vrrp.router;

import io.aplomb.base.Check;

/**
 * How neighbours are told where the addresses are: gratuitous ARP (RFC 5944 section 4.6) or
 * unsolicited neighbour advertisements (RFC 4861 section 7.2.6). keepalived's {@code garp_*}.
 *
 * @param masterRepeat how many for each address on becoming Master
 * @param masterDelayNs after which as many are sent again; 0 for not
 * @param lowerPriorityRepeat how many when a lower Master is heard, to repair what it told; 0 for
 *     none
 * @param lowerPriorityDelayNs after which as many are sent again; 0 for not
 * @param refreshNs the time between reminders while Master; 0 for none
 * @param refreshRepeat how many at each reminder
 */
public record Announcing(
        int masterRepeat,
        long masterDelayNs,
        int lowerPriorityRepeat,
        long lowerPriorityDelayNs,
        long refreshNs,
        int refreshRepeat) {

    private static final long FIVE_SECONDS_NS = 5_000_000_000L;

    /** keepalived's defaults: five at once, five more after 5 s, no reminders. */
    public static final Announcing DEFAULT =
            new Announcing(5, FIVE_SECONDS_NS, 5, FIVE_SECONDS_NS, 0, 1);

    public Announcing {
        Check.argument(
                masterRepeat >= 0 && lowerPriorityRepeat >= 0 && refreshRepeat >= 0,
                "a number of announcements is not negative");
        Check.argument(
                masterDelayNs >= 0 && lowerPriorityDelayNs >= 0 && refreshNs >= 0,
                "a delay is not negative");
    }
}
