package io.aplomb.vrrp.track;

import java.util.List;

/**
 * What all items together mean for a router.
 *
 * @param priority the effective one: 255 of an address owner, else 1 to 254
 * @param faults the names of the items whose state puts the router in fault
 * @param unknown the names of those that may do so, and of which nothing is known yet
 */
public record Verdict(int priority, List<String> faults, List<String> unknown) {
    public Verdict {
        faults = List.copyOf(faults);
        unknown = List.copyOf(unknown);
    }
}
