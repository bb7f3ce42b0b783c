package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.Transport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** No two instances may hear each other's adverts as their own. */
final class RouterIdCheck {

    private final Diagnostics diagnostics;

    RouterIdCheck(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** What tells the adverts of one virtual router from those of another. */
    private record Key(String link, int routerId, boolean v6, Object transport) {}

    void check(List<Instance> instances, Map<String, InstanceDraft> drafts) {
        Map<Key, Instance> seen = new HashMap<>();
        for (Instance instance : instances) {
            if (instance.virtualRouterId() == 0) {
                continue;
            }
            for (Object transport : transports(instance.transport())) {
                String link = Objects.requireNonNullElse(instance.interfaceName(), "");
                Key key = new Key(link, instance.virtualRouterId(), instance.v6(), transport);
                Instance other = seen.putIfAbsent(key, instance);
                if (other != null && other != instance) {
                    report(drafts.get(instance.name()), other);
                    break;
                }
            }
        }
    }

    private static List<?> transports(Transport transport) {
        return switch (transport) {
            case Transport.Multicast multicast -> List.of(multicast.group());
            case Transport.Unicast unicast ->
                    unicast.peers().stream().map(Transport.Peer::address).toList();
        };
    }

    private void report(@Nullable InstanceDraft draft, Instance other) {
        Word at = draft == null ? null : draft.virtualRouterId;
        if (at != null) {
            diagnostics.error(
                    at.position(),
                    at.width(),
                    "the instance '%s' has the virtual_router_id %s on the same interface"
                            .formatted(other.name(), at.text()),
                    "give each instance of an interface a number of its own");
        }
    }
}
