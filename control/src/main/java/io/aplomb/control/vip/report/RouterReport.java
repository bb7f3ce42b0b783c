package io.aplomb.control.vip.report;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.vrrp.router.Count;
import io.aplomb.vrrp.router.RouterConfig;
import io.aplomb.vrrp.router.RouterStatus;
import io.aplomb.vrrp.router.State;
import io.aplomb.vrrp.wire.Discard;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A virtual router at a moment.
 *
 * @param source the address it speaks from; null when there is none
 * @param virtualLink the interface of its own; null when it has none
 */
public record RouterReport(
        Instance instance,
        RouterConfig config,
        RouterStatus status,
        Map<Discard, Long> discards,
        @Nullable IpAddress source,
        @Nullable String virtualLink) {

    public RouterReport {
        discards = Map.copyOf(discards);
    }

    String name() {
        return instance.name();
    }

    boolean isMaster() {
        return status.state() == State.MASTER;
    }

    /** Where its addresses go that name no interface; empty when it has none. */
    String addressInterface() {
        String own = virtualLink == null ? instance.interfaceName() : virtualLink;
        return Objects.requireNonNullElse(own, "");
    }

    long count(Count count) {
        return status.counts().getOrDefault(count, 0L);
    }

    /** Adverts discarded for any of these reasons. */
    long discarded(Discard... reasons) {
        long sum = 0;
        for (Discard reason : reasons) {
            sum += discards.getOrDefault(reason, 0L);
        }
        return sum;
    }
}
