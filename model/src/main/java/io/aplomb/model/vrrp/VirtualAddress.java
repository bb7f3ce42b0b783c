package io.aplomb.model.vrrp;

import io.aplomb.base.SourcePosition;
import io.aplomb.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * An address that a master has.
 *
 * @param prefixBits the full width unless configured
 * @param interfaceName where it goes; null for the instance's own interface
 * @param broadcast null for none
 * @param peer the other end of a point-to-point link, null for none
 * @param label for {@code ip address}, null for none
 * @param preferredSeconds {@code preferred_lft}: 0 for a deprecated address (what an IPv6 address
 *     of full width is unless configured), {@link #FOREVER} otherwise
 * @param tracked whether its loss makes the instance give up being master (false: {@code no_track})
 */
public record VirtualAddress(
        IpAddress address,
        int prefixBits,
        @Nullable String interfaceName,
        AddressScope scope,
        @Nullable IpAddress broadcast,
        @Nullable IpAddress peer,
        @Nullable String label,
        long preferredSeconds,
        Flags flags,
        boolean tracked,
        SourcePosition position) {

    /** A lifetime without end, as the kernel writes it. */
    public static final long FOREVER = 0xFFFF_FFFFL;

    /** The address as written: with the prefix length if it is not the full width. */
    public String text() {
        return prefixBits == address.widthBits() ? address.toString() : address + "/" + prefixBits;
    }

    /** Flags of {@code ip address add}, all of IPv6 but for {@code noPrefixRoute}. */
    public record Flags(
            boolean home,
            boolean noDuplicateDetection,
            boolean manageTemporary,
            boolean noPrefixRoute,
            boolean autoJoin) {

        public static final Flags NONE = new Flags(false, false, false, false, false);
    }
}
