package io.aplomb.linux.netlink;

import io.aplomb.base.net.IpNetwork;
import java.util.Map;

/**
 * What tells routes apart.
 *
 * @param kind {@code rtm_type}: 1 unicast, 6 blackhole, 7 unreachable, 8 prohibit, 9 throw
 * @param destination all zero with no bits for the default route
 * @param table 254 is {@code main}
 * @param tos type of service, 0 for any
 * @param metric 0 for none with IPv4; with IPv6 the kernel's choice, and when removing any
 * @param protocol who set it ({@code rtm_protocol})
 */
public record RouteKey(
        int kind, IpNetwork destination, long table, int tos, long metric, int protocol) {

    private static final int UNICAST = 1;
    private static final Map<Integer, String> KINDS =
            Map.of(UNICAST, "unicast", 6, "blackhole", 7, "unreachable", 8, "prohibit", 9, "throw");

    /** Whether that one, as the kernel tells it, is this one, as it was set. */
    public boolean isToldAs(RouteKey told) {
        boolean sameMetric = metric == told.metric || (metric == 0 && destination.address().v6());
        return sameMetric
                && kind == told.kind
                && destination.equals(told.destination)
                && table == told.table
                && tos == told.tos
                && protocol == told.protocol;
    }

    /** As {@code ip route del} takes it. */
    @Override
    public String toString() {
        return KINDS.getOrDefault(kind, Integer.toString(kind))
                + " "
                + destination.address()
                + "/"
                + destination.prefixBits()
                + (tos == 0 ? "" : " tos 0x" + Integer.toHexString(tos))
                + " table "
                + table
                + (metric == 0 ? "" : " metric " + metric)
                + " proto "
                + protocol;
    }
}
