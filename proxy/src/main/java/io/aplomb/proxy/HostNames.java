package io.aplomb.proxy;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.Descriptors;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.LogTarget;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.ProxyConfig;
import io.aplomb.model.proxy.Server;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.runtime.ServerRuntime;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The addresses of servers that are configured by name, looked up once before a configuration is
 * taken up (manual 5.2 "init-addr": libc), so that no event loop ever waits for a name server.
 * Receivers of logs only have to have one then.
 */
final class HostNames {

    private final Map<String, IpAddress> addresses = new HashMap<>();

    private HostNames() {}

    /**
     * Looks all names up; blocks.
     *
     * @throws ServerStartException for the first that is unknown
     */
    static HostNames resolve(ProxyConfig config) throws ServerStartException {
        HostNames names = new HostNames();
        for (LogTarget target : logTargets(config)) {
            check(target.destination());
        }
        for (Proxy proxy : config.proxies()) {
            if (proxy.backend() != null) {
                for (Server server : proxy.backend().servers()) {
                    names.add(server);
                }
            }
        }
        return names;
    }

    /** Everywhere the configuration logs to. */
    static Set<LogTarget> logTargets(ProxyConfig config) {
        Set<LogTarget> targets = new LinkedHashSet<>(config.global().logTargets());
        config.proxies().forEach(proxy -> targets.addAll(proxy.log().targets()));
        return targets;
    }

    private static void check(LogTarget.Destination destination) throws ServerStartException {
        if (destination
                instanceof LogTarget.Destination.Socket(EndpointSpec.Host host, boolean _)) {
            try {
                InetAddress _ = InetAddress.getByName(host.name());
            } catch (UnknownHostException e) {
                throw new ServerStartException(
                        null, "log: could not resolve address '%s'".formatted(host.name()), e);
            }
        }
        if (destination instanceof LogTarget.Destination.Descriptor(int number)
                && !Descriptors.isOpen(number)) {
            throw new ServerStartException(
                    null, "log: descriptor %d is not open".formatted(number));
        }
    }

    private void add(Server server) throws ServerStartException {
        if (!(server.endpoint() instanceof EndpointSpec.Host host)
                || addresses.containsKey(host.name())) {
            return;
        }
        try {
            InetAddress[] found = InetAddress.getAllByName(host.name());
            addresses.put(host.name(), IpAddress.ofBytes(found[0].getAddress()));
        } catch (UnknownHostException e) {
            throw new ServerStartException(
                    server.position(),
                    "server '%s': could not resolve address '%s'"
                            .formatted(server.name(), host.name()),
                    e);
        }
    }

    /** Gives the servers their addresses. */
    void applyTo(RunningProxies proxies) {
        for (BackendRuntime backend : proxies.backends()) {
            for (ServerRuntime server : backend.servers()) {
                if (server.config().endpoint() instanceof EndpointSpec.Host host) {
                    IpAddress address = addresses.get(host.name());
                    if (address != null) {
                        server.moveTo(new EndpointSpec.Inet(address, host.port()));
                    }
                }
            }
        }
    }
}
