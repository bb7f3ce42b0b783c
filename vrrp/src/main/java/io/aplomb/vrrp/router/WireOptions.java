package io.aplomb.vrrp.router;

import io.aplomb.base.Check;
import io.aplomb.vrrp.wire.AddressCheck;
import io.aplomb.vrrp.wire.AdvertInterval;
import io.aplomb.vrrp.wire.Authentication;
import io.aplomb.vrrp.wire.ChecksumStyle;
import io.aplomb.vrrp.wire.Delivery;
import io.aplomb.vrrp.wire.Delivery.Multicast;
import io.aplomb.vrrp.wire.Vrrp;
import io.aplomb.vrrp.wire.VrrpVersion;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the adverts of a virtual router look like.
 *
 * @param interval must fit the version
 * @param authentication none in version 3
 * @param sendChecksum of version 3 over IPv4
 * @param acceptChecksums likewise; not empty
 * @param strict keepalived's {@code vrrp_strict}
 */
public record WireOptions(
        VrrpVersion version,
        AdvertInterval interval,
        Authentication authentication,
        ChecksumStyle sendChecksum,
        Set<ChecksumStyle> acceptChecksums,
        Delivery delivery,
        AddressCheck addressCheck,
        boolean strict) {

    public WireOptions {
        Check.argument(interval.fits(version), "interval " + interval + " with VRRP" + version);
        Check.argument(
                version == VrrpVersion.V2 || authentication instanceof Authentication.None,
                "version 3 has no authentication");
        Check.argument(!acceptChecksums.isEmpty(), "no checksum would be accepted");
        acceptChecksums = Set.copyOf(acceptChecksums);
    }

    /**
     * As keepalived by default: one second, no password, multicast, a pseudo-header under the
     * checksum. Any checksum is accepted, because refusing one makes two Masters. Addresses are
     * checked as the RFC of the version wants it.
     */
    public static WireOptions of(VrrpVersion version, boolean v6) {
        return new WireOptions(
                version,
                AdvertInterval.ONE_SECOND,
                Authentication.NONE,
                ChecksumStyle.PSEUDO_HEADER,
                EnumSet.allOf(ChecksumStyle.class),
                new Multicast(Vrrp.group(v6)),
                version == VrrpVersion.V2 ? AddressCheck.REFUSE : AddressCheck.REMARK,
                false);
    }

    public WireOptions withInterval(AdvertInterval other) {
        return new WireOptions(
                version,
                other,
                authentication,
                sendChecksum,
                acceptChecksums,
                delivery,
                addressCheck,
                strict);
    }

    public WireOptions withAuthentication(Authentication other) {
        return new WireOptions(
                version,
                interval,
                other,
                sendChecksum,
                acceptChecksums,
                delivery,
                addressCheck,
                strict);
    }
}
