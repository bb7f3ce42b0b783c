package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.Balance;
import io.aplomb.model.proxy.TlsServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One proxy section as a whole: what does not go together or is dangerous. */
final class ProxyCheck {

    private final ProxyDraft proxy;
    private final Findings findings;
    private final Word name;

    ProxyCheck(ProxyDraft proxy, Findings findings) {
        this.proxy = proxy;
        this.findings = findings;
        this.name = Findings.nameOf(proxy.section);
    }

    void check() {
        timeouts();
        if (proxy.hasFrontend()) {
            listeners();
        }
        if (!proxy.isHttp()) {
            httpOnly();
        }
        logs();
        statistics();
        if (proxy.hasBackend() && proxy.backend.cookie != null && proxy.isHttp()) {
            cookie();
        }
    }

    /** HAProxy's own warning: without these, dead peers hold connections for ever. */
    private void timeouts() {
        List<String> missing = new ArrayList<>();
        if (proxy.hasFrontend() && !proxy.timeouts.isSet(TimeoutKind.CLIENT)) {
            missing.add("client");
        }
        boolean connects = proxy.hasBackend() && !proxy.backend.servers.isEmpty();
        if (connects && !proxy.timeouts.isSet(TimeoutKind.CONNECT)) {
            missing.add("connect");
        }
        if (connects && !proxy.timeouts.isSet(TimeoutKind.SERVER)) {
            missing.add("server");
        }
        if (!missing.isEmpty()) {
            findings.warning(
                    name,
                    "missing timeouts for '%s': connections of dead peers would never end"
                            .formatted(proxy.section.label()),
                    missing.stream()
                            .map(word -> "timeout " + word + " 30s")
                            .collect(Collectors.joining(", ", "add: ", "")));
        }
    }

    private void listeners() {
        if (!proxy.frontend.listens) {
            findings.warning(
                    name,
                    "'%s' listens nowhere".formatted(proxy.section.label()),
                    "add for example: bind *:80");
        }
        boolean serves =
                proxy.frontend.defaultBackend != null
                        || !proxy.frontend.useBackends.isEmpty()
                        || proxy.hasBackend();
        boolean answers = proxy.stats.enabledAt != null || proxy.rules.httpRuleAt != null;
        if (!serves && !answers) {
            findings.warning(
                    name,
                    "'%s' has no default_backend: requests get status 503"
                            .formatted(proxy.section.label()),
                    "add: default_backend NAME");
        }
        for (BindDraft bind : proxy.frontend.binds) {
            tls(bind);
        }
    }

    private void tls(BindDraft bind) {
        Word at = bind.tls.at;
        if (at != null && bind.tls.certificates.isEmpty() && bind.tls.certificateList == null) {
            findings.error(
                    at, "'ssl' needs a certificate", "add: crt FILE with certificate and key");
        }
        if (at == null && !bind.tls.certificates.isEmpty()) {
            findings.warning(
                    bind.addressAt,
                    "a certificate is given, but 'ssl' is not: traffic is in clear",
                    "add: ssl");
        }
        if (at != null && bind.tls.verify != TlsServer.Verify.NONE && bind.tls.caFile == null) {
            findings.error(
                    at,
                    "client certificates cannot be verified without 'ca-file'",
                    "add: ca-file FILE");
        }
    }

    /** In mode tcp these wait for a message that is never read. */
    private void httpOnly() {
        Word rule = proxy.rules.httpRuleAt;
        if (rule != null) {
            ignored(rule, "HTTP rules");
        }
        Word routing = proxy.frontend.httpRoutingAt;
        if (routing != null && proxy.rules.inspectDelayMs == 0) {
            findings.warning(
                    routing,
                    "'%s' is in mode tcp and does not wait for the HTTP request this condition reads"
                            .formatted(proxy.section.label()),
                    "add: mode http");
        }
        if (proxy.backend.cookie != null && proxy.hasBackend()) {
            ignored(name, "the 'cookie' line");
        }
        boolean needsHttp =
                switch (proxy.backend.balance) {
                    case Balance.Uri _, Balance.UrlParameter _, Balance.Header _ -> true;
                    default -> false;
                };
        if (needsHttp && proxy.hasBackend()) {
            findings.error(
                    name,
                    "the balance algorithm of '%s' needs mode http"
                            .formatted(proxy.section.label()),
                    "add: mode http");
        }
        if (proxy.stats.enabledAt != null && proxy.hasFrontend()) {
            ignored(proxy.stats.enabledAt, "the statistics page");
        }
    }

    private void ignored(Word at, String what) {
        findings.warning(
                at,
                "%s of '%s' have no effect in mode tcp".formatted(what, proxy.section.label()),
                "add: mode http");
    }

    private void logs() {
        LogDraft log = proxy.log;
        Word chosen = log.chosenAt;
        boolean httpLog =
                switch (log.style) {
                    case HTTP, HTTP_CLF, HTTPS -> true;
                    case CONNECT, TCP, CUSTOM -> false;
                };
        if (httpLog && !proxy.isHttp() && proxy.hasFrontend() && chosen != null) {
            findings.warning(
                    chosen,
                    "'%s' is in mode tcp: 'option %s' is taken as 'option tcplog'"
                            .formatted(proxy.section.label(), chosen.text()),
                    "write: option tcplog, or mode http");
            log.style = LogDraft.Style.TCP;
        }
    }

    private void statistics() {
        Word admin = proxy.stats.adminAt;
        if (proxy.stats.enabledAt == null) {
            return;
        }
        if (!proxy.hasFrontend() && proxy.section.kind().isProxy() && !proxy.hasBackend()) {
            return;
        }
        boolean open = proxy.stats.users.isEmpty() && proxy.stats.access.isEmpty();
        if (admin != null && open) {
            findings.warning(
                    admin,
                    "whoever meets this condition can stop servers, without a password",
                    "add: stats auth USER:PASSWORD");
        } else if (open && proxy.hasFrontend()) {
            findings.notice(
                    proxy.stats.enabledAt,
                    "the statistics at %s are open to everybody who reaches '%s'; 'stats auth"
                                    .formatted(proxy.stats.uri, proxy.section.label())
                            + " USER:PASSWORD' closes them");
        }
    }

    private void cookie() {
        BackendDraft backend = proxy.backend;
        boolean named = backend.servers.stream().anyMatch(server -> server.cookie != null);
        if (named || backend.servers.isEmpty()) {
            return;
        }
        if (!backend.dynamicCookie) {
            findings.warning(
                    name,
                    "no server of '%s' has a cookie value: its 'cookie' line keeps nobody on a"
                                    .formatted(proxy.section.label())
                            + " server",
                    "add to each server: cookie VALUE");
        } else if (backend.dynamicCookieKey == null) {
            findings.warning(
                    name,
                    "the dynamic cookies of '%s' have no secret: they keep nobody on a server"
                            .formatted(proxy.section.label()),
                    "add: dynamic-cookie-key SECRET");
        }
    }
}
