package io.aplomb.proxy.rules;

import io.aplomb.http.FieldName;
import io.aplomb.http.HttpHead;
import io.aplomb.http.HttpMethod;
import io.aplomb.model.proxy.Captures;
import io.aplomb.model.proxy.HttpAction;
import io.aplomb.model.proxy.Monitor;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.Rule;
import io.aplomb.model.proxy.StatsPage;
import io.aplomb.model.proxy.UniqueId;
import io.aplomb.model.proxy.UseBackend;
import io.aplomb.model.proxy.UseServer;
import io.aplomb.proxy.auth.StatsAccounts;
import io.aplomb.proxy.names.ConfiguredNames;
import io.aplomb.proxy.persist.CookieCapture;
import io.aplomb.proxy.persist.PersistExceptions;
import io.aplomb.proxy.persist.RdpCookies;
import io.aplomb.proxy.persist.RequestCookies;
import io.aplomb.proxy.persist.StickRules;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.Termination.Cause;
import io.aplomb.proxy.stream.Termination.Phase;
import io.aplomb.sample.acl.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an HTTP request between its arrival and the choice of a server, in HAProxy's
 * order:
 *
 * <pre>
 *   frontend()      captures, monitor-uri, http-request rules, statistics page, redirect rules
 *   chooseBackend() use_backend, default_backend
 *   backend()       http-request rules, statistics page, redirect rules
 *   beforeServer()  use-server, cookies, unique-id-header, forwardfor, originalto, stick rules
 *   serverRedirect()once a server is chosen: its {@code redir}
 * </pre>
 *
 * <p>A verdict that does not go on ends the request: its termination state and counters are noted
 * already, what remains is to send {@link io.aplomb.proxy.reply.Replies#of}. After a verdict that
 * waits, the same phase is called again and goes on where it stopped.
 */
public final class RequestPhases {

    /** Longest wait for the body of a form on the statistics page. */
    private static final long FORM_WAIT_MS = 10_000;

    private static final String DEFAULT_REALM = "HAProxy Statistics";

    private RequestPhases() {}

    /** The frontend's part. */
    public static Verdict frontend(Stream stream) {
        Proxy proxy = stream.frontendConfig();
        if (stream.ruleState().begin()) {
            Verdict monitor = begin(stream);
            if (!monitor.goesOn()) {
                return monitor;
            }
        }
        return ended(common(proxy, stream), stream);
    }

    /**
     * The backend for the request, null when there is none: then the answer is 503, see {@link
     * io.aplomb.proxy.reply.ErrorKind#NO_BACKEND}. Serves TCP too.
     */
    public static @Nullable BackendRuntime chooseBackend(Stream stream) {
        Proxy.FrontendPart part = stream.frontendRuntime().part();
        for (UseBackend rule : part.useBackends()) {
            Condition condition = rule.condition();
            if (condition == null || condition.holds(stream)) {
                String name = new Scratch(stream).render(rule.backendName());
                BackendRuntime backend = stream.proxies().backend(name);
                if (backend != null) {
                    return backend;
                }
                // A computed name without a backend falls back to default_backend, as HAProxy does.
                break;
            }
        }
        String name = part.defaultBackend();
        BackendRuntime backend = name == null ? null : stream.proxies().backend(name);
        // A listen section is its own backend.
        return backend != null ? backend : stream.proxies().backend(stream.frontendConfig().name());
    }

    /** The backend's part, once it is set in the stream; nothing for a listen section's own. */
    public static Verdict backend(Stream stream) {
        BackendRuntime backend = stream.backendRuntime();
        if (backend != null) {
            PersistExceptions.note(backend, stream);
        }
        return stream.isOwnBackend()
                ? Verdict.Plain.CONTINUE
                : ended(common(stream.backendConfig(), stream), stream);
    }

    /** The last changes to the request, and what persistence says about the server. */
    public static Verdict beforeServer(Stream stream) {
        HttpHead request = stream.requestHead();
        BackendRuntime backend = stream.backendRuntime();
        if (request == null || backend == null) {
            return Verdict.Plain.CONTINUE;
        }
        useServer(backend, stream);
        CookieCapture.ofRequest(request, stream);
        RequestCookies.examine(request, backend, stream);
        boolean done = addUniqueId(request, stream) && AddressHeaders.add(request, stream);
        StickRules.onRequest(backend, stream);
        return done ? Verdict.Plain.CONTINUE : ended(Verdict.Plain.FAILED, stream);
    }

    /** The same for TCP, once the content rules have let the session go on. */
    public static void beforeTcpServer(BackendRuntime backend, Stream stream) {
        PersistExceptions.note(backend, stream);
        useServer(backend, stream);
        RdpCookies.examine(backend, stream);
        StickRules.onRequest(backend, stream);
    }

    private static void useServer(BackendRuntime backend, Stream stream) {
        for (UseServer rule : backend.part().useServers()) {
            Condition condition = rule.condition();
            if (condition != null && !condition.holds(stream)) {
                continue;
            }
            ServerRuntime server = backend.server(new Scratch(stream).render(rule.serverName()));
            boolean evenIfDown = PersistExceptions.evenIfDown(backend, stream);
            if (server != null && (server.usable() || evenIfDown)) {
                stream.persistence().prefer(server, evenIfDown);
                return;
            }
        }
    }

    /** {@code server ... redir}: GET and HEAD are sent to the server's own address. */
    public static Verdict serverRedirect(ServerRuntime server, Stream stream) {
        String prefix = server.config().redirectPrefix();
        HttpHead request = stream.requestHead();
        if (prefix == null || request == null) {
            return Verdict.Plain.CONTINUE;
        }
        return switch (request.methodToken()) {
            case GET, HEAD -> {
                stream.termination().end(Cause.LOCAL, Phase.CONNECT);
                yield new Verdict.ServerRedirect(prefix + request.pathAndQuery());
            }
            default -> Verdict.Plain.CONTINUE;
        };
    }

    private static Verdict begin(Stream stream) {
        HttpHead request = stream.requestHead();
        Proxy.FrontendPart part = stream.frontendRuntime().part();
        if (request == null) {
            return Verdict.Plain.CONTINUE;
        }
        Monitor monitor = part.monitor();
        if (monitor != null && request.target().equals(monitor.uri())) {
            stream.ruleState().logLevel(Stream.LOG_SILENT);
            return new Verdict.Monitor(
                    monitor.failWhen().stream().anyMatch(when -> when.holds(stream)));
        }
        capture(request, stream, part.captures().request());
        UniqueId uniqueId = part.uniqueId();
        if (uniqueId != null) {
            stream.uniqueId(new Scratch(stream).render(uniqueId.format()));
        }
        return Verdict.Plain.CONTINUE;
    }

    private static void capture(HttpHead request, Stream stream, List<Captures.Slot> slots) {
        for (int i = 0; i < slots.size(); i++) {
            String header = slots.get(i).header();
            int index = header == null ? -1 : lastIndexOf(request, header);
            if (index >= 0) {
                stream.captures().captureRequest(i, request.value(index));
            }
        }
    }

    /** Of several fields of that name the last one is kept, as in HAProxy. */
    static int lastIndexOf(HttpHead head, String header) {
        int found = -1;
        var name = ConfiguredNames.field(header);
        for (int i = head.indexOf(name); i >= 0; i = head.indexOf(name, i + 1)) {
            found = i;
        }
        return found;
    }

    private static Verdict common(Proxy proxy, Stream stream) {
        Verdict verdict = HttpRules.runRequest(proxy.rules().httpRequest(), proxy, stream);
        if (!verdict.goesOn()) {
            return verdict;
        }
        StatsPage stats = proxy.stats();
        HttpHead request = stream.requestHead();
        if (stats.enabled()
                && request != null
                && request.target().startsWith(stats.uri())
                && isForPages(request.methodToken())) {
            return statistics(stats, request, proxy, stream);
        }
        return redirect(proxy.rules().redirects(), stream);
    }

    /** Any other method goes on to the servers. */
    private static boolean isForPages(HttpMethod method) {
        return method == HttpMethod.GET || method == HttpMethod.HEAD || method == HttpMethod.POST;
    }

    /** Manual 4.2 "stats auth": accounts count where no rule of the page decides. */
    private static Verdict statistics(
            StatsPage stats, HttpHead request, Proxy proxy, Stream stream) {
        Verdict access = HttpRules.runRequest(stats.access(), proxy, stream);
        if (!access.goesOn()) {
            return access;
        }
        boolean allowed =
                access.equals(Verdict.Plain.ALLOW)
                        || StatsAccounts.open(stats, request.firstValue(FieldName.AUTHORIZATION));
        String realm = stats.realm() == null ? DEFAULT_REALM : stats.realm();
        if (!allowed) {
            return new Verdict.Authenticate(realm, proxy);
        }
        if (request.methodToken() == HttpMethod.POST && stream.requestBody() == null) {
            // The administrator's form: its fields decide what is done.
            return new Verdict.WaitForBody(FORM_WAIT_MS, 0);
        }
        return new Verdict.Statistics(proxy);
    }

    private static Verdict redirect(List<Rule<HttpAction.Redirect>> rules, Stream stream) {
        for (Rule<HttpAction.Redirect> rule : rules) {
            Condition condition = rule.condition();
            if (condition == null || condition.holds(stream)) {
                String location = Redirects.location(rule.action(), stream);
                if (location != null) {
                    return new Verdict.Redirect(rule.action(), location);
                }
            }
        }
        return Verdict.Plain.CONTINUE;
    }

    private static boolean addUniqueId(HttpHead request, Stream stream) {
        UniqueId uniqueId = stream.frontendRuntime().part().uniqueId();
        String header = uniqueId == null ? null : uniqueId.header();
        String id = stream.uniqueId();
        return header == null || id == null || request.add(ConfiguredNames.field(header), id);
    }

    /** Notes how the request ends; a verdict that goes on or waits changes nothing. */
    private static Verdict ended(Verdict verdict, Stream stream) {
        switch (verdict) {
            case Verdict.Plain plain -> endedPlainly(plain, stream);
            case Verdict.Deny _ -> {
                stream.count(Counter.DENIED_REQUESTS);
                stream.termination().end(Cause.PROXY, Phase.REQUEST);
            }
            case Verdict.Tarpit _ -> {
                stream.count(Counter.DENIED_REQUESTS);
                stream.termination().end(Cause.PROXY, Phase.TARPIT);
            }
            case Verdict.Answer _, Verdict.Redirect _, Verdict.Statistics _, Verdict.Metrics _ -> {
                stream.countFrontend(Counter.INTERCEPTED);
                stream.termination().end(Cause.LOCAL, Phase.REQUEST);
            }
            case Verdict.Authenticate _, Verdict.ServerRedirect _, Verdict.Monitor _ ->
                    stream.termination().end(Cause.LOCAL, Phase.REQUEST);
            case Verdict.WaitForBody _ -> {}
        }
        return verdict;
    }

    private static void endedPlainly(Verdict.Plain verdict, Stream stream) {
        switch (verdict) {
            case CONTINUE, ALLOW -> {}
            case CLOSE, DROP -> {
                stream.count(Counter.DENIED_REQUESTS);
                stream.termination().end(Cause.PROXY, Phase.REQUEST);
            }
            case FAILED -> {
                stream.count(Counter.INTERNAL_ERRORS);
                stream.termination().end(Cause.PROXY, Phase.REQUEST);
            }
        }
    }
}
