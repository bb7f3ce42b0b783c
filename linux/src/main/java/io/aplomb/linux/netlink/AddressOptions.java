package io.aplomb.linux.netlink;

import io.aplomb.base.net.IpAddress;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an address is set (ip-address(8)).
 *
 * @param scope 0 the world, 253 the link, 254 the host; of IPv6 the kernel knows it by itself
 * @param label an alias of the interface, {@code eth0:1}; empty for none; of IPv4 only
 * @param broadcast null for none; of IPv4 only
 * @param peer the other end of a point-to-point link, to which the prefix length belongs then; null
 *     for none
 * @param preferredS seconds after which it is no longer chosen as source, 0 for never chosen,
 *     {@link #FOREVER}; of IPv6 only
 */
public record AddressOptions(
        int scope,
        String label,
        @Nullable IpAddress broadcast,
        @Nullable IpAddress peer,
        Set<Flag> flags,
        long preferredS) {

    /** A lifetime without end, as the kernel writes it. */
    public static final long FOREVER = 0xFFFF_FFFFL;

    /** For the world, with nothing else. */
    public static final AddressOptions GLOBAL =
            new AddressOptions(0, "", null, null, Set.of(), FOREVER);

    public AddressOptions {
        flags = Set.copyOf(flags);
    }

    /** The same with another preferred lifetime. */
    public AddressOptions withPreferred(long seconds) {
        return new AddressOptions(scope, label, broadcast, peer, flags, seconds);
    }

    /** The same with these flags. */
    public AddressOptions withFlags(Set<Flag> others) {
        return new AddressOptions(scope, label, broadcast, peer, others, preferredS);
    }

    /** IFA_F_* of {@code <linux/if_addr.h>} that a user may set. */
    public enum Flag {
        /** No duplicate address detection. */
        NODAD(0x02),
        /** The home address of Mobile IPv6. */
        HOME(0x10),
        /** The kernel makes temporary addresses of it (RFC 8981); its prefix has 64 bits. */
        MANAGE_TEMPORARY(0x100),
        /** No route to its network. */
        NO_PREFIX_ROUTE(0x200),
        /** Joins the multicast group that it is. */
        AUTO_JOIN(0x400);

        private final int bit;

        Flag(int bit) {
            this.bit = bit;
        }
    }

    /** IFA_FLAGS. Addresses of IPv6 here are in use elsewhere until now: none is tested. */
    int bits(boolean v6) {
        Set<Flag> all = EnumSet.noneOf(Flag.class);
        all.addAll(flags);
        if (v6) {
            all.add(Flag.NODAD);
        }
        return all.stream().mapToInt(flag -> flag.bit).reduce(0, (a, b) -> a | b);
    }
}
