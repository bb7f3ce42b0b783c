package io.aplomb.vrrp.router;

import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.track.TrackStatus;
import io.aplomb.vrrp.wire.Advert;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to a virtual router. */
public sealed interface Event {

    /** It shall take part. What is known of link, source address and items was told before. */
    record Startup() implements Event {}

    /** It shall no longer take part. */
    record Shutdown() implements Event {}

    /**
     * An advert that passed all checks.
     *
     * @param receivedNs when it arrived, on the clock of the events. The shell gives out what it
     *     has received before what has expired: a Master heard in time is not dead.
     */
    record AdvertReceived(Advert advert, IpAddress sender, long receivedNs) implements Event {}

    /**
     * The time a {@link Effect.SetTimer} asked for has come. Late, early and repeated ones do no
     * harm.
     */
    record TimerExpired(Timer timer) implements Event {}

    /** The interface came up or went down. Taken for up until told otherwise. */
    record LinkChanged(boolean up) implements Event {}

    /** The address adverts are sent from, or null when the interface has none; null at first. */
    record SourceChanged(@Nullable IpAddress address) implements Event {}

    /** Something watched changed. Of no consequence when this router does not watch it. */
    record TrackedChanged(String item, TrackStatus status) implements Event {}

    /** An operator gave it another base priority, 1 to 255. */
    record PriorityChanged(int priority) implements Event {}

    /** Somebody took addresses away that the Master holds. */
    record AddressesLost(List<VirtualAddress> addresses) implements Event {
        public AddressesLost {
            addresses = List.copyOf(addresses);
        }
    }

    /** Another configuration of the same virtual router; see {@link RouterConfig#continues}. */
    record Reload(RouterConfig config) implements Event {}
}
