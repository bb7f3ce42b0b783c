package io.aplomb.vrrp.router;

import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.wire.Advert;
import io.aplomb.vrrp.wire.AdvertInterval;
import io.aplomb.vrrp.wire.VrrpVersion;
import java.util.List;
import java.util.Objects;

/** Virtual routers for the tests, and words to speak about them. */
final class Routers {
    static final long MS = 1_000_000;
    static final long SECOND = 1000 * MS;
    static final VirtualAddress VIP = VirtualAddress.of(address("192.168.1.100"));
    static final IpAddress OWN = address("192.168.1.5");
    static final IpAddress LESSER = address("192.168.1.4");
    static final IpAddress GREATER = address("192.168.1.6");

    private Routers() {}

    static RouterConfig config(VrrpVersion version, int priority) {
        return RouterConfig.of("VI_1", 51, version, List.of(VIP))
                .with(Election.DEFAULT.withPriority(priority));
    }

    static Election owner() {
        return new Election(255, true, true, 0, 3, false, false);
    }

    /** Started at time 0 with a link and an address. */
    static VirtualRouter started(RouterConfig config) {
        VirtualRouter router = new VirtualRouter(config);
        router.on(new Event.SourceChanged(OWN), 0);
        router.on(new Event.Startup(), 0);
        return router;
    }

    /** Started, and Master from its first Master down timer on. */
    static VirtualRouter master(RouterConfig config) {
        VirtualRouter router = started(config);
        router.on(new Event.TimerExpired(Timer.MASTER_DOWN), router.nextTimerNs());
        return router;
    }

    static Advert advert(VrrpVersion version, int priority, AdvertInterval interval) {
        return RouterConfig.of("peer", 51, version, List.of(VIP))
                .with(WireOptions.of(version, false).withInterval(interval))
                .advert(priority);
    }

    static Event.AdvertReceived heard(int priority, IpAddress sender, long atNs) {
        return new Event.AdvertReceived(
                advert(VrrpVersion.V3, priority, AdvertInterval.ONE_SECOND), sender, atNs);
    }

    static IpAddress address(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }

    static <T extends Effect> List<T> only(List<Effect> effects, Class<T> type) {
        return effects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The priorities of the adverts sent. */
    static List<Integer> sent(List<Effect> effects) {
        return only(effects, Effect.SendAdvert.class).stream()
                .map(each -> each.advert().priority())
                .toList();
    }
}
