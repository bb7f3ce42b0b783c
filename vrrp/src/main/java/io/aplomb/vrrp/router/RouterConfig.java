package io.aplomb.vrrp.router;

import io.aplomb.base.Check;
import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.track.TrackedItem;
import io.aplomb.vrrp.wire.Advert;
import io.aplomb.vrrp.wire.AdvertPolicy;
import io.aplomb.vrrp.wire.VrrpVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A virtual router as configured. Immutable.
 *
 * @param name of the instance, for people
 * @param vrid 1 to 255, unique on the link and for the family
 * @param v6 the family adverts are sent by
 * @param addresses those adverts name; of that family
 * @param excluded those held likewise and not named in adverts, of any family
 * @param accept whether packets to the addresses are this machine's while it is Master and does not
 *     own them (Accept_Mode)
 * @param tracked what it watches; no name twice
 */
public record RouterConfig(
        String name,
        int vrid,
        boolean v6,
        Election election,
        WireOptions wire,
        Announcing announcing,
        List<VirtualAddress> addresses,
        List<VirtualAddress> excluded,
        boolean accept,
        List<TrackedItem> tracked) {

    public RouterConfig {
        Check.argument(vrid >= 1 && vrid <= 255, "a virtual router id is 1 to 255");
        Check.argument(!v6 || wire.version() == VrrpVersion.V3, "version 2 knows IPv4 only");
        boolean family = v6;
        Check.argument(
                addresses.stream().allMatch(each -> each.address().v6() == family),
                "addresses of the family adverts are sent by");
        addresses = List.copyOf(addresses);
        excluded = List.copyOf(excluded);
        tracked = List.copyOf(tracked);
        Set<String> names = new HashSet<>();
        Check.argument(
                tracked.stream().allMatch(item -> names.add(item.name())),
                "something is watched twice");
    }

    /** As keepalived does it when nothing but the address is configured. */
    public static RouterConfig of(
            String name, int vrid, VrrpVersion version, List<VirtualAddress> addresses) {
        Check.argument(!addresses.isEmpty(), "the family follows from the first address");
        boolean v6 = addresses.getFirst().address().v6();
        return new RouterConfig(
                name,
                vrid,
                v6,
                Election.DEFAULT,
                WireOptions.of(version, v6),
                Announcing.DEFAULT,
                addresses,
                List.of(),
                true,
                List.of());
    }

    /** All addresses the Master holds. */
    public List<VirtualAddress> held() {
        return Stream.concat(addresses.stream(), excluded.stream()).toList();
    }

    /** What the reader of adverts has to check. */
    public AdvertPolicy policy(@Nullable IpAddress ownAddress) {
        return new AdvertPolicy(
                wire.version(),
                vrid,
                wire.interval(),
                wire.authentication(),
                advertised(),
                wire.addressCheck(),
                wire.acceptChecksums(),
                wire.delivery(),
                wire.strict(),
                election.isOwner(),
                ownAddress);
    }

    /** The advert to send with that priority. */
    public Advert advert(int priority) {
        return new Advert(
                wire.version(),
                vrid,
                priority,
                wire.interval(),
                wire.authentication(),
                advertised());
    }

    /** Whether a running router can go on as the other one: same name, id, family and version. */
    public boolean continues(RouterConfig other) {
        return name.equals(other.name)
                && vrid == other.vrid
                && v6 == other.v6
                && wire.version() == other.wire.version();
    }

    public RouterConfig with(Election other) {
        return new RouterConfig(
                name, vrid, v6, other, wire, announcing, addresses, excluded, accept, tracked);
    }

    public RouterConfig with(WireOptions other) {
        return new RouterConfig(
                name, vrid, v6, election, other, announcing, addresses, excluded, accept, tracked);
    }

    public RouterConfig with(Announcing other) {
        return new RouterConfig(
                name, vrid, v6, election, wire, other, addresses, excluded, accept, tracked);
    }

    public RouterConfig withAddresses(List<VirtualAddress> other) {
        return new RouterConfig(
                name, vrid, v6, election, wire, announcing, other, excluded, accept, tracked);
    }

    public RouterConfig withTracked(List<TrackedItem> other) {
        return new RouterConfig(
                name, vrid, v6, election, wire, announcing, addresses, excluded, accept, other);
    }

    private List<IpAddress> advertised() {
        return addresses.stream().map(VirtualAddress::address).toList();
    }
}
