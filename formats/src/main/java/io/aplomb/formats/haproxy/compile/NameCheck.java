package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.sample.Reference;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names: each is there once, and each one used is there. */
final class NameCheck {

    private final Load load;
    private final List<ProxyDraft> proxies;
    private final Findings findings;
    private final Map<String, ProxyDraft> frontends = new TreeMap<>();
    private final Map<String, ProxyDraft> backends = new TreeMap<>();
    private final Set<String> tables = new TreeSet<>();

    NameCheck(Load load, List<ProxyDraft> proxies, Findings findings) {
        this.load = load;
        this.proxies = proxies;
        this.findings = findings;
    }

    void check() {
        Map<Integer, ProxyDraft> ids = new HashMap<>();
        for (ProxyDraft proxy : proxies) {
            declare(proxy);
            ProxyDraft same = proxy.id == 0 ? null : ids.put(proxy.id, proxy);
            if (same != null) {
                findings.error(
                        Findings.nameOf(proxy.section),
                        "'%s' has the id %d of '%s'"
                                .formatted(proxy.section.label(), proxy.id, same.section.label()),
                        "give it another id");
            }
        }
        tables.addAll(load.shared().peerTables);
        proxies.forEach(this::backendsOf);
        load.expressions().uses().forEach(use -> reference(use.reference(), use.at()));
        for (Expressions.TableUse use : load.expressions().ownTables()) {
            if (use.proxy().stickTable == null && !use.proxy().isDefaults()) {
                findings.error(
                        use.at(),
                        "'%s' has no stick-table".formatted(use.proxy().section.label()),
                        "add one, such as: stick-table type ip size 100k expire 30m; or name a"
                                + " table");
            }
        }
    }

    private void declare(ProxyDraft proxy) {
        ProxyDraft twin = null;
        if (proxy.hasFrontend()) {
            twin = frontends.putIfAbsent(proxy.name(), proxy);
        }
        if (proxy.hasBackend() && twin == null) {
            twin = backends.putIfAbsent(proxy.name(), proxy);
        }
        if (twin != null) {
            findings.error(
                    Findings.nameOf(proxy.section),
                    "'%s' has the name of '%s' at %s"
                            .formatted(
                                    proxy.section.label(),
                                    twin.section.label(),
                                    twin.section.position()),
                    "give it another name");
        }
        if (proxy.stickTable != null && !tables.add(proxy.name())) {
            findings.error(
                    Findings.nameOf(proxy.section),
                    "there are two stick-tables named '%s'".formatted(proxy.name()),
                    "give one of the sections another name");
        }
    }

    private void backendsOf(ProxyDraft proxy) {
        if (!proxy.hasFrontend()) {
            return;
        }
        Word fallback = proxy.frontend.defaultBackend;
        if (fallback != null) {
            backend(proxy, "default_backend", fallback);
        }
        proxy.frontend.namedBackends.forEach(name -> backend(proxy, "use_backend", name));
    }

    private void backend(ProxyDraft frontend, String directive, Word name) {
        ProxyDraft backend = backends.get(name.text());
        if (backend == null) {
            // HAProxy's own words: people and scripts look for them.
            findings.unknown(
                    name,
                    "'%s': unable to find required %s: '%s'"
                            .formatted(frontend.section.label(), directive, name.text()),
                    name.text(),
                    backends.keySet());
        } else if (backend.mode != frontend.mode
                && !(frontend.mode == Proxy.Mode.TCP && backend.mode == Proxy.Mode.HTTP)) {
            findings.error(
                    name,
                    "'%s' is in mode %s and cannot serve '%s' in mode %s"
                            .formatted(
                                    backend.section.label(),
                                    word(backend.mode),
                                    frontend.section.label(),
                                    word(frontend.mode)),
                    "give both the same mode");
        }
    }

    private static String word(Proxy.Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private void reference(Reference reference, Word at) {
        String name = reference.name();
        switch (reference.type()) {
            case FRONTEND -> known(at, "frontend", name, frontends.keySet());
            case BACKEND -> known(at, "backend", name, backends.keySet());
            case TABLE -> known(at, "stick-table", name, tables);
            case USER_LIST -> known(at, "userlist", name, load.shared().userLists.keySet());
            case SERVER -> server(at, name);
            default -> {}
        }
    }

    private void known(Word at, String what, String name, Set<String> names) {
        if (!names.contains(name)) {
            findings.missing(at, what, name, names);
        }
    }

    private void server(Word at, String name) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            return;
        }
        @Nullable ProxyDraft backend = backends.get(name.substring(0, slash));
        if (backend == null) {
            findings.missing(at, "backend", name.substring(0, slash), backends.keySet());
            return;
        }
        String server = name.substring(slash + 1);
        List<String> servers = backend.backend.servers.stream().map(found -> found.name).toList();
        if (!servers.contains(server)) {
            findings.missing(at, "server", name, servers);
        }
    }
}
