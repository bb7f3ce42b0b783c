package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Word;
import io.aplomb.model.net.EndpointSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** No two sections may listen on the same socket. */
final class BindCheck {

    private final List<ProxyDraft> proxies;
    private final Findings findings;
    private final Map<String, Taken> taken = new HashMap<>();

    private record Taken(ProxyDraft proxy, BindDraft bind) {}

    BindCheck(List<ProxyDraft> proxies, Findings findings) {
        this.proxies = proxies;
        this.findings = findings;
    }

    void check() {
        for (ProxyDraft proxy : proxies) {
            if (!proxy.hasFrontend() || proxy.disabled) {
                continue;
            }
            for (BindDraft bind : proxy.frontend.binds) {
                bind.endpoints.forEach(endpoint -> listen(proxy, bind, endpoint));
            }
            ids(proxy);
        }
        proxies.forEach(this::ownServers);
    }

    /** A server at an address that this program listens on itself is a circle or a clash. */
    private void ownServers(ProxyDraft proxy) {
        if (!proxy.hasBackend()) {
            return;
        }
        for (ServerDraft server : proxy.backend.servers) {
            boolean inet =
                    server.endpoint instanceof EndpointSpec.Inet(var address, int port)
                            && address != null
                            && port != 0;
            Taken own = inet ? taken.get(server.endpoint.text()) : null;
            Word at = server.addressAt;
            if (own != null && at != null) {
                findings.warning(
                        at,
                        "server '%s' has the address that '%s' listens on at %s"
                                .formatted(
                                        server.name,
                                        own.proxy().section.label(),
                                        own.bind().position()),
                        "traffic would come back here, or the address is another machine's");
            }
        }
    }

    private void listen(ProxyDraft proxy, BindDraft bind, EndpointSpec endpoint) {
        String device = bind.networkInterface == null ? "" : "%" + bind.networkInterface;
        Taken before = taken.putIfAbsent(endpoint.text() + device, new Taken(proxy, bind));
        if (before != null) {
            // The kernel spreads connections over both sockets, so HAProxy starts as well.
            findings.warning(
                    bind.addressAt,
                    "'%s' is already listened on by '%s' at %s"
                            .formatted(
                                    endpoint.text(),
                                    before.proxy().section.label(),
                                    before.bind().position()),
                    "connections would be shared out at random: remove one of the lines");
        }
    }

    private void ids(ProxyDraft proxy) {
        Map<Integer, Word> ids = new HashMap<>();
        for (BindDraft bind : proxy.frontend.binds) {
            if (bind.id != 0 && ids.putIfAbsent(bind.id, bind.addressAt) != null) {
                findings.error(
                        bind.addressAt,
                        "id %d is taken by another bind line".formatted(bind.id),
                        "give it another id");
            }
        }
    }
}
