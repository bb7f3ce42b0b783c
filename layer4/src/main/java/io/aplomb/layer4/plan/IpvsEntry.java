package io.aplomb.layer4.plan;

import io.aplomb.layer4.pool.Pool.Target;
import io.aplomb.model.vrrp.VirtualServer.Persistence;
import io.aplomb.model.vrrp.VirtualServer.Scheduler;
import io.aplomb.model.vrrp.VirtualServer.SchedulerFlags;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service in IPVS's table with its real servers.
 *
 * @param match one address, or a mark
 * @param targets with the port IPVS is told
 */
public record IpvsEntry(
        Match match,
        Scheduler scheduler,
        SchedulerFlags flags,
        boolean onePacket,
        @Nullable Persistence persistence,
        List<Target> targets) {

    public IpvsEntry {
        targets = List.copyOf(targets);
    }
}
