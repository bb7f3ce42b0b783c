package io.aplomb.model.vrrp;

import io.aplomb.base.SourcePosition;
import io.aplomb.base.net.IpAddress;
import io.aplomb.base.net.IpNetwork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route that a master has, of {@code ip route add}.
 *
 * @param destination 0.0.0.0/0 or ::/0 for the default route
 * @param hops where to; empty for the kinds that discard, more than one to share the load
 * @param source preferred source address, null for none
 * @param table 254 ({@code main}) unless configured
 * @param scope null for the kernel's choice
 * @param metric 0 for none
 * @param mtu 0 for none
 * @param tos 0 for none
 * @param tracked whether its loss makes the instance give up being master (false: {@code no_track})
 */
public record VirtualRoute(
        Kind kind,
        IpNetwork destination,
        List<Hop> hops,
        @Nullable IpAddress source,
        long table,
        @Nullable AddressScope scope,
        long metric,
        int mtu,
        int tos,
        boolean append,
        boolean tracked,
        SourcePosition position) {

    public VirtualRoute {
        hops = List.copyOf(hops);
    }

    /**
     * One way to go.
     *
     * @param gateway null when the destination is on the link
     * @param interfaceName null for the kernel's choice, or the instance's interface when there is
     *     no gateway either
     * @param weight 1..256
     */
    public record Hop(
            @Nullable IpAddress gateway,
            @Nullable String interfaceName,
            int weight,
            boolean onLink) {}

    /** What happens to packets, with the kernel's number. */
    public enum Kind {
        UNICAST(1),
        BLACKHOLE(6),
        UNREACHABLE(7),
        PROHIBIT(8),
        THROW(9);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        /** {@code rtm_type} of rtnetlink. */
        public int number() {
            return number;
        }
    }
}
