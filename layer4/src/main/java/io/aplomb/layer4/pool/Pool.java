package io.aplomb.layer4.pool;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.vrrp.VirtualServer.Forwarding;
import java.util.List;

/** The servers that stand in the kernel's tables, in the order of the configuration. */
public record Pool(List<Target> targets) {

    public Pool {
        targets = List.copyOf(targets);
    }

    /**
     * One server.
     *
     * @param slot its number among the real servers; the sorry server comes after the last
     * @param port 0 for that of the service
     * @param weight 0 for no new connections
     * @param failed whether the weight is 0 because a check failed ({@code inhibit_on_failure}):
     *     then clients that were bound to it move on, too
     */
    public record Target(
            int slot,
            IpAddress address,
            int port,
            Forwarding forwarding,
            int weight,
            boolean failed,
            long upperThreshold,
            long lowerThreshold) {}
}
