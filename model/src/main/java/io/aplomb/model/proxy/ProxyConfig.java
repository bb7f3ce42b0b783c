package io.aplomb.model.proxy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole checked configuration: what a reload swaps in at once.
 *
 * @param proxies frontends, backends and listens in file order
 * @param peers {@code peers} sections by name
 * @param userLists user lists by name
 * @param environment variables the configuration ended with ({@code setenv} included), for {@code
 *     env()} fetches
 */
public record ProxyConfig(
        GlobalSettings global,
        List<Proxy> proxies,
        Map<String, PeersSection> peers,
        Map<String, UserList> userLists,
        Map<String, String> environment) {

    public ProxyConfig {
        proxies = List.copyOf(proxies);
        peers = Map.copyOf(peers);
        userLists = Map.copyOf(userLists);
        environment = Map.copyOf(environment);
    }

    /** The proxy of that name which can receive traffic from a frontend. */
    public Optional<Proxy> backend(String name) {
        return proxies.stream()
                .filter(proxy -> proxy.backend() != null && proxy.name().equals(name))
                .findFirst();
    }

    /** The proxy of that name which has bind lines. */
    public Optional<Proxy> frontend(String name) {
        return proxies.stream()
                .filter(proxy -> proxy.frontend() != null && proxy.name().equals(name))
                .findFirst();
    }
}
