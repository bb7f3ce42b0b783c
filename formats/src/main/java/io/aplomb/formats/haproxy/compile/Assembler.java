package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Word;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.BackendPart;
import io.aplomb.model.proxy.Bind;
import io.aplomb.model.proxy.Captures;
import io.aplomb.model.proxy.CookiePersistence;
import io.aplomb.model.proxy.ErrorReplies;
import io.aplomb.model.proxy.LogSettings;
import io.aplomb.model.proxy.LogTarget;
import io.aplomb.model.proxy.Monitor;
import io.aplomb.model.proxy.PeersSection;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.ProxyConfig;
import io.aplomb.model.proxy.Server;
import io.aplomb.model.proxy.StickRule;
import io.aplomb.model.proxy.StickTableSpec;
import io.aplomb.model.proxy.UniqueId;
import io.aplomb.sample.log.LogFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns checked drafts into the immutable model. */
final class Assembler {

    private final Load load;

    /** Tables in which stick rules remember servers. */
    private final Set<String> serverTables = new HashSet<>();

    Assembler(Load load) {
        this.load = load;
    }

    ProxyConfig build(List<ProxyDraft> drafts, Map<String, String> environment) {
        Set<Integer> taken = new HashSet<>();
        drafts.forEach(draft -> taken.add(draft.id));
        drafts.forEach(draft -> noteServerTables(draft.backend.stickRules));
        List<Proxy> proxies = new ArrayList<>();
        // The runtime sockets are a frontend to HAProxy, and have the first number.
        int next = load.global().statsSockets.isEmpty() ? 1 : 2;
        for (ProxyDraft draft : drafts) {
            if (draft.id == 0) {
                next = free(taken, next);
                draft.id = next;
            }
            proxies.add(proxy(draft));
        }
        return new ProxyConfig(
                load.global().build(), proxies, peers(), load.shared().userLists, environment);
    }

    private void noteServerTables(List<StickRule> rules) {
        for (StickRule rule : rules) {
            if (rule.kind() != StickRule.Kind.MATCH) {
                serverTables.add(rule.table());
            }
        }
    }

    private StickTableSpec table(StickTableSpec spec) {
        return serverTables.contains(spec.name()) ? spec.rememberingServers() : spec;
    }

    private Map<String, PeersSection> peers() {
        Map<String, PeersSection> all = new LinkedHashMap<>();
        for (PeersSection section : load.shared().peers.values()) {
            List<StickTableSpec> tables = section.tables().stream().map(this::table).toList();
            all.put(section.name(), new PeersSection(section.name(), section.peers(), tables));
        }
        return all;
    }

    /** The first number from there on which nobody has yet. */
    private static int free(Set<Integer> taken, int from) {
        int number = from;
        while (!taken.add(number)) {
            number++;
        }
        return number;
    }

    private Proxy proxy(ProxyDraft draft) {
        return new Proxy(
                draft.id,
                draft.idForced,
                draft.name(),
                Proxy.Kind.valueOf(draft.section.kind().name()),
                draft.section.position(),
                draft.mode,
                draft.disabled,
                draft.description,
                draft.timeouts.build(),
                draft.http.build(draft.flags),
                log(draft),
                draft.rules.build(),
                draft.errors.isEmpty() ? ErrorReplies.NONE : new ErrorReplies(draft.errors),
                draft.stats.build(),
                draft.stickTable == null ? null : table(draft.stickTable),
                draft.hasFrontend() ? frontend(draft) : null,
                draft.hasBackend() ? backend(draft) : null);
    }

    private LogSettings log(ProxyDraft draft) {
        List<LogTarget> targets = new ArrayList<>(draft.log.targets);
        if (draft.log.useGlobal) {
            targets.addAll(load.global().logTargets);
        }
        return new LogSettings(
                targets,
                load.expressions().logLine(draft.log),
                format(draft.log.errorFormat),
                format(draft.log.structuredData),
                draft.log.tag,
                draft.flags.contains(Flag.DONT_LOG_NULL),
                draft.flags.contains(Flag.DONT_LOG_NORMAL),
                draft.flags.contains(Flag.LOG_ASAP),
                draft.flags.contains(Flag.LOG_SEPARATE_ERRORS),
                draft.flags.contains(Flag.LOG_HEALTH_CHECKS));
    }

    private @Nullable LogFormat format(@Nullable Word word) {
        return word == null ? null : load.expressions().logFormat(word);
    }

    private Proxy.FrontendPart frontend(ProxyDraft draft) {
        FrontendDraft frontend = draft.frontend;
        return new Proxy.FrontendPart(
                binds(frontend),
                frontend.maxConn,
                frontend.rateLimitSessions,
                frontend.backlog,
                frontend.defaultBackend == null ? null : frontend.defaultBackend.text(),
                frontend.useBackends,
                new Captures(
                        frontend.requestCaptures,
                        frontend.responseCaptures,
                        frontend.cookieCapture),
                frontend.monitorUri == null
                        ? null
                        : new Monitor(frontend.monitorUri, frontend.monitorFail),
                uniqueId(frontend),
                draft.flags.contains(Flag.SOCKET_STATS));
    }

    private @Nullable UniqueId uniqueId(FrontendDraft frontend) {
        Word format = frontend.uniqueIdFormat;
        return format == null
                ? null
                : new UniqueId(load.expressions().logFormat(format), frontend.uniqueIdHeader);
    }

    private List<Bind> binds(FrontendDraft frontend) {
        Set<Integer> taken = new HashSet<>();
        frontend.binds.forEach(bind -> taken.add(bind.id));
        List<Bind> binds = new ArrayList<>();
        int next = 1;
        for (BindDraft draft : frontend.binds) {
            for (EndpointSpec endpoint : draft.endpoints) {
                boolean given = draft.id > 0 && draft.endpoints.size() == 1;
                if (!given) {
                    next = free(taken, next);
                }
                binds.add(draft.build(endpoint, given ? draft.id : next, load.global().tls()));
            }
        }
        return binds;
    }

    private BackendPart backend(ProxyDraft draft) {
        BackendDraft backend = draft.backend;
        return new BackendPart(
                backend.balance,
                backend.hashType,
                servers(backend),
                backend.useServers,
                cookie(backend),
                backend.persistRules,
                backend.rdpCookie,
                backend.stickRules,
                backend.check.build(draft.flags.contains(Flag.LOG_HEALTH_CHECKS)),
                backend.retries,
                backend.retryOn,
                backend.redispatchInterval,
                backend.fullConn,
                draft.flags.contains(Flag.ALL_BACKUPS),
                draft.flags.contains(Flag.PERSIST),
                draft.flags.contains(Flag.PREFER_LAST_SERVER),
                draft.flags.contains(Flag.CHECK_CACHE),
                backend.httpReuse,
                backend.serverStateName);
    }

    private static @Nullable CookiePersistence cookie(BackendDraft backend) {
        CookiePersistence cookie = backend.cookie;
        return cookie != null && backend.dynamicCookie
                ? cookie.dynamic(backend.dynamicCookieKey)
                : cookie;
    }

    private List<Server> servers(BackendDraft backend) {
        Set<Integer> taken = new HashSet<>();
        backend.servers.forEach(server -> taken.add(server.id));
        ServerDraft.BackendContext context =
                new ServerDraft.BackendContext(load.global().tls(), backend.sourceAddress);
        List<Server> servers = new ArrayList<>();
        int next = 1;
        for (ServerDraft draft : backend.servers) {
            if (draft.id == 0) {
                next = free(taken, next);
                draft.id = next;
            }
            servers.add(draft.build(context));
        }
        return servers;
    }
}
