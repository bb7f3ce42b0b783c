package io.aplomb.vrrp.wire;

import io.aplomb.base.net.IpAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a virtual router expects of the adverts of its peers.
 *
 * @param interval the one configured here
 * @param addresses those configured here; the order does not matter
 * @param checksums which are accepted in version 3 over IPv4
 * @param strict keepalived's {@code vrrp_strict}: also the checks that make matters worse
 * @param addressOwner whether this router has priority 255
 * @param ownAddress what we send from, or null while there is none
 */
public record AdvertPolicy(
        VrrpVersion version,
        int vrid,
        AdvertInterval interval,
        Authentication authentication,
        List<IpAddress> addresses,
        AddressCheck addressCheck,
        Set<ChecksumStyle> checksums,
        Delivery delivery,
        boolean strict,
        boolean addressOwner,
        @Nullable IpAddress ownAddress) {

    public AdvertPolicy {
        addresses = List.copyOf(addresses);
        checksums = Set.copyOf(checksums);
    }
}
