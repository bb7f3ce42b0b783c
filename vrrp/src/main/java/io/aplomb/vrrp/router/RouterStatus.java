package io.aplomb.vrrp.router;

import io.aplomb.base.net.IpAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A virtual router at a moment, for people and monitors. Immutable.
 *
 * @param sinceNs when it entered the state
 * @param priority the effective one
 * @param master whom it last heard as Master; null when nobody since it started
 * @param masterPriority of that one; 0 when nobody
 * @param masterDownNs the silence it takes for the Master's death
 * @param faults what is wrong; of the group's other members {@code sync group}
 */
public record RouterStatus(
        String name,
        State state,
        long sinceNs,
        int priority,
        @Nullable IpAddress master,
        int masterPriority,
        long masterDownNs,
        List<String> faults,
        Map<Count, Long> counts) {
    public RouterStatus {
        faults = List.copyOf(faults);
        counts = Map.copyOf(counts);
    }
}
