package io.aplomb.vrrp.wire;

import io.aplomb.base.Check;
import io.aplomb.base.net.IpAddress;
import java.util.List;

/**
 * One VRRP advertisement. Immutable; what cannot be put on the wire cannot be built.
 *
 * @param vrid the virtual router, 1 to 255
 * @param priority 0 when the Master resigns, 255 of the address owner, 1 to 254 otherwise
 * @param interval the sender's; must fit the version
 * @param authentication none but in version 2
 * @param addresses of one family, at most 255; may be empty, as keepalived allows
 */
public record Advert(
        VrrpVersion version,
        int vrid,
        int priority,
        AdvertInterval interval,
        Authentication authentication,
        List<IpAddress> addresses) {

    private static final int MAX_ADDRESSES = 255;

    /** Checks what the fields of the wire can hold. */
    public Advert {
        Check.argument(vrid >= 1 && vrid <= 255, "a virtual router id is 1 to 255");
        Check.argument(priority >= 0 && priority <= 255, "a priority is 0 to 255");
        Check.argument(interval.fits(version), "interval " + interval + " with VRRP" + version);
        Check.argument(
                version == VrrpVersion.V2 || authentication instanceof Authentication.None,
                "version 3 has no authentication");
        Check.argument(addresses.size() <= MAX_ADDRESSES, "at most 255 addresses");
        addresses = List.copyOf(addresses);
        boolean v6 = !addresses.isEmpty() && addresses.getFirst().v6();
        Check.argument(
                addresses.stream().allMatch(address -> address.v6() == v6),
                "addresses of one family");
        Check.argument(version == VrrpVersion.V3 || !v6, "version 2 knows IPv4 only");
    }

    /** Whether the sender stops being Master. */
    public boolean resigns() {
        return priority == Vrrp.PRIORITY_RESIGN;
    }
}
