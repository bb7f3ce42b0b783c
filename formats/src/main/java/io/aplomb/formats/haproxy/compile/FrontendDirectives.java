package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.Captures;
import io.aplomb.model.proxy.UseBackend;
import io.aplomb.sample.Requirement;
import io.aplomb.sample.UsePoint;
import io.aplomb.sample.acl.Condition;
import java.util.List;
import java.util.Set;

/** Listening, choosing a backend, captures (manual 4.2). */
final class FrontendDirectives {

    private static final int MAX_CAPTURE_CHARS = 65_535;

    private final Load load;
    private final BindParameters binds;

    FrontendDirectives(Load load) {
        this.load = load;
        this.binds = new BindParameters(load);
    }

    Set<String> bindParameters() {
        return binds.keywords();
    }

    void register(Registry<ProxyDraft> registry) {
        registry.on(
                "bind",
                (line, proxy) -> {
                    proxy.frontend.listens = true;
                    proxy.frontend.binds.add(binds.read(line));
                });
        registry.on(
                "default_backend",
                (line, proxy) -> {
                    proxy.frontend.defaultBackend = line.take("the name of a backend");
                    line.end();
                });
        registry.on("use_backend", this::useBackend);
        registry.on(
                "capture request header",
                (line, proxy) -> header(line, proxy.frontend.requestCaptures));
        registry.on(
                "capture response header",
                (line, proxy) -> header(line, proxy.frontend.responseCaptures));
        registry.on("capture cookie", FrontendDirectives::cookie);
        registry.on("declare capture", FrontendDirectives::declare);
        registry.on(
                "monitor-uri",
                (line, proxy) -> {
                    proxy.frontend.monitorUri = line.text("a URI");
                    line.end();
                });
        registry.on("monitor fail", this::monitorFail);
        registry.on(
                "unique-id-format",
                (line, proxy) -> {
                    proxy.frontend.uniqueIdFormat = line.take("a log format");
                    line.end();
                });
        registry.on(
                "unique-id-header",
                (line, proxy) -> {
                    proxy.frontend.uniqueIdHeader = line.text("a header name");
                    line.end();
                });
    }

    /** The address after the name of a {@code listen} line, as HAProxy took it before 1.5. */
    void inlineBind(Line line, ProxyDraft proxy) throws Refusal {
        proxy.frontend.listens = true;
        Word address = line.take("an address");
        BindDraft bind = binds.started(line, address);
        binds.parameters(line, bind);
        proxy.frontend.binds.add(bind);
    }

    private void useBackend(Line line, ProxyDraft proxy) throws Refusal {
        Word name = line.take("the name of a backend");
        Condition condition = load.expressions().optionalCondition(line, proxy, UsePoint.REQUEST);
        proxy.frontend.useBackends.add(
                new UseBackend(
                        load.expressions().format(line, name, UsePoint.REQUEST),
                        condition,
                        line.position()));
        if (!name.text().contains("%")) {
            proxy.frontend.namedBackends.add(name);
        }
        if (proxy.frontend.httpRoutingAt == null
                && condition != null
                && condition.requires().contains(Requirement.REQUEST_HEAD)) {
            proxy.frontend.httpRoutingAt = line.keyword();
        }
    }

    private void monitorFail(Line line, ProxyDraft proxy) throws Refusal {
        Condition condition = load.expressions().optionalCondition(line, proxy, UsePoint.REQUEST);
        if (condition == null) {
            throw line.missing("'if' or 'unless' with a condition");
        }
        proxy.frontend.monitorFail.add(condition);
    }

    private static void header(Line line, List<Captures.Slot> slots) throws Refusal {
        String name = line.text("a header name");
        slots.add(new Captures.Slot(name, length(line)));
        line.end();
    }

    private static void cookie(Line line, ProxyDraft proxy) throws Refusal {
        String name = line.text("a cookie name");
        // "NAME=" means the very name; without the sign the name only has to begin so.
        boolean exact = name.endsWith("=");
        proxy.frontend.cookieCapture =
                new Captures.Cookie(
                        exact ? name.substring(0, name.length() - 1) : name, !exact, length(line));
        line.end();
    }

    private static void declare(Line line, ProxyDraft proxy) throws Refusal {
        String side = line.oneOf("side", List.of("request", "response"));
        Captures.Slot slot = new Captures.Slot(null, length(line));
        line.end();
        if (side.equals("request")) {
            proxy.frontend.requestCaptures.add(slot);
        } else {
            proxy.frontend.responseCaptures.add(slot);
        }
    }

    private static int length(Line line) throws Refusal {
        line.oneOf("word", List.of("len"));
        return line.integer("a length", 1, MAX_CAPTURE_CHARS);
    }
}
