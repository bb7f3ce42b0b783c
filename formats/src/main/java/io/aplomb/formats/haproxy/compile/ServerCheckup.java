package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Word;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.HealthCheck;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The servers of one backend: names, ids, tracking, TLS, checks that do not fit. */
final class ServerCheckup {

    private final Load load;
    private final List<ProxyDraft> proxies;
    private final ProxyDraft proxy;
    private final Findings findings;

    ServerCheckup(Load load, List<ProxyDraft> proxies, ProxyDraft proxy, Findings findings) {
        this.load = load;
        this.proxies = proxies;
        this.proxy = proxy;
        this.findings = findings;
    }

    void check() {
        Map<String, ServerDraft> names = new HashMap<>();
        Map<Integer, ServerDraft> ids = new HashMap<>();
        for (ServerDraft server : proxy.backend.servers) {
            Word at = server.nameAt;
            if (at == null) {
                continue;
            }
            if (names.putIfAbsent(server.name, server) != null) {
                findings.error(
                        at,
                        "server '%s' is there twice in '%s'"
                                .formatted(server.name, proxy.section.label()),
                        "give it another name");
            }
            ServerDraft same = server.id == 0 ? null : ids.putIfAbsent(server.id, server);
            if (same != null) {
                findings.error(
                        at,
                        "server '%s' has the id %d of '%s'"
                                .formatted(server.name, server.id, same.name),
                        "give it another id");
            }
            tracking(server, at);
            tls(server, at);
            checks(server, at);
        }
        for (Word name : proxy.backend.namedServers) {
            if (!names.containsKey(name.text())) {
                findings.missing(name, "server", name.text(), names.keySet());
            }
        }
        useless();
    }

    private void tls(ServerDraft server, Word at) {
        boolean checkTls = Boolean.TRUE.equals(server.check.overTls);
        if ((server.tls.enabled || checkTls)
                && server.tls.verifies(load.global().tls())
                && server.tls.caFile == null) {
            findings.error(
                    at,
                    "the certificate of server '%s' is to be verified, but no 'ca-file' is given"
                            .formatted(server.name),
                    "add 'ca-file FILE', or 'verify none' where the network is trusted");
        }
    }

    private void checks(ServerDraft server, Word at) {
        if (server.check.agentEnabled && server.check.agentPort == 0) {
            findings.error(at, "'agent-check' needs a port", "add: agent-port N");
        }
        if (!server.check.enabled) {
            return;
        }
        Word elsewhere = server.check.portAt == null ? server.check.addressAt : server.check.portAt;
        if (server.tls.enabled && server.check.overTls == null && elsewhere != null) {
            findings.notice(
                    elsewhere,
                    "server '%s' is checked in clear while its traffic is TLS: the check says"
                                    .formatted(server.name)
                            + " nothing about TLS; 'check-ssl' makes it TLS");
        }
        boolean hasPort = server.check.port != 0 || hasFixedPort(server.endpoint);
        boolean connects = proxy.backend.check.hasConnectStep();
        if (!hasPort && !connects) {
            findings.error(
                    at,
                    "server '%s' cannot be checked without a port".formatted(server.name),
                    "add a port to its address, or: port N");
        }
    }

    private static boolean hasFixedPort(EndpointSpec endpoint) {
        return switch (endpoint) {
            case EndpointSpec.Inet inet -> inet.port() != 0;
            case EndpointSpec.Host host -> host.port() != 0;
            case EndpointSpec.Unix _, EndpointSpec.AbstractUnix _, EndpointSpec.Descriptor _ ->
                    true;
        };
    }

    private void useless() {
        boolean anyChecked =
                proxy.backend.servers.stream()
                        .anyMatch(server -> server.check.enabled || server.track != null);
        if (proxy.backend.check.kind != HealthCheck.Kind.CONNECT
                && !anyChecked
                && !proxy.backend.servers.isEmpty()) {
            findings.notice(
                    Findings.nameOf(proxy.section),
                    "a kind of check is chosen, but no server of '%s' says 'check'"
                            .formatted(proxy.section.label()));
        }
    }

    private void tracking(ServerDraft server, Word at) {
        String track = server.track;
        Word where = server.trackAt;
        if (track == null || where == null) {
            return;
        }
        Set<ServerDraft> seen = new HashSet<>();
        seen.add(server);
        ProxyDraft backend = proxy;
        while (track != null) {
            int slash = track.indexOf('/');
            backend = slash < 0 ? backend : backend(track.substring(0, slash));
            ServerDraft target =
                    backend == null ? null : server(backend, track.substring(slash + 1));
            if (backend == null || target == null) {
                findings.error(
                        where, "no server '%s' to track".formatted(track), "write: BACKEND/SERVER");
                return;
            }
            if (!seen.add(target)) {
                findings.error(
                        where,
                        "server '%s' tracks itself in a circle".formatted(server.name),
                        "one server of the circle must say 'check'");
                return;
            }
            if (target.track == null && !target.check.enabled) {
                findings.error(
                        where,
                        "'%s' is tracked but not checked".formatted(track),
                        "add 'check' to server '%s'".formatted(target.name));
            }
            track = target.track;
        }
        if (server.check.enabled) {
            findings.error(at, "'check' and 'track' exclude each other", "remove one of the two");
        }
    }

    private @Nullable ProxyDraft backend(String name) {
        return proxies.stream()
                .filter(candidate -> candidate.hasBackend() && candidate.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable ServerDraft server(ProxyDraft backend, String name) {
        return backend.backend.servers.stream()
                .filter(candidate -> candidate.name.equals(name))
                .findFirst()
                .orElse(null);
    }
}
