package io.aplomb.sample.fetch;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Parameter.required;
import static io.aplomb.sample.SampleType.BOOL;
import static io.aplomb.sample.SampleType.SINT;

import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledFetch;
import io.aplomb.sample.Requirement;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.ProxyFacts;
import io.aplomb.sample.facts.ServerFacts;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Frontends, backends and servers: manual sections 7.3.2 and 7.3.3. */
final class ProxyFetches {

    private ProxyFetches() {}

    static void register(FetchTable table) {
        ofBackend(table, "avg_queue", ProxyFetches::averageQueue);
        ofBackend(table, "be_conn", ProxyFacts::connections);
        ofBackend(table, "be_conn_free", ProxyFacts::freeConnections);
        ofBackend(table, "be_sess_rate", ProxyFacts::sessionRate);
        ofBackend(table, "connslots", ProxyFacts::connectionSlots);
        ofBackend(table, "nbsrv", ProxyFacts::usableServers);
        ofBackend(table, "queue", ProxyFacts::totalQueued);
        ofFrontend(table, "fe_conn", ProxyFacts::connections);
        ofFrontend(table, "fe_req_rate", ProxyFacts::requestRate);
        ofFrontend(table, "fe_sess_rate", ProxyFacts::sessionRate);
        ofServer(table, "srv_conn", ServerFacts::connections);
        ofServer(table, "srv_conn_free", ServerFacts::freeConnections);
        ofServer(table, "srv_queue", ServerFacts::queued);
        ofServer(table, "srv_sess_rate", ServerFacts::sessionRate);
        ofServer(table, "srv_weight", ServerFacts::effectiveWeight);
        ofServer(table, "srv_uweight", ServerFacts::userWeight);
        ofServer(table, "srv_iweight", ServerFacts::initialWeight);
        table.fetch("srv_is_up")
                .takes(required("server", ArgumentType.SERVER))
                .gives(BOOL)
                .compiledBy(
                        arguments -> {
                            Function<SampleContext, @Nullable ServerFacts> find = server(arguments);
                            return context -> {
                                ServerFacts server = find.apply(context);
                                return server == null ? null : Value.of(server.isUp());
                            };
                        });
        current(table);
    }

    private static void current(FetchTable table) {
        table.fetch("fe_name")
                .reads(Requirement.CLIENT_CONNECTION)
                .as(context -> Value.of(context.frontend().name()));
        table.fetch("fe_id")
                .gives(SINT)
                .reads(Requirement.CLIENT_CONNECTION)
                .as(context -> Value.of(context.frontend().id()));
        table.fetch("fe_defbe")
                .reads(Requirement.CLIENT_CONNECTION)
                .as(context -> Value.ofNullable(context.frontend().defaultBackendName()));
        table.fetch("fe_client_timeout")
                .gives(SINT)
                .reads(Requirement.CLIENT_CONNECTION)
                .as(context -> Value.of(context.frontend().clientTimeoutMs()));
        table.fetch("be_name").reads(Requirement.BACKEND).as(ProxyFetches::backendName);
        ofCurrentBackend(table, ProxyFacts::id, "be_id");
        ofCurrentBackend(
                table, ProxyFacts::serverTimeoutMs, "be_server_timeout", "cur_server_timeout");
        ofCurrentBackend(
                table, ProxyFacts::tunnelTimeoutMs, "be_tunnel_timeout", "cur_tunnel_timeout");
        table.fetch("srv_name").reads(Requirement.SERVER).as(ProxyFetches::serverName);
        table.fetch("srv_id").gives(SINT).reads(Requirement.SERVER).as(ProxyFetches::serverId);
    }

    private static void ofCurrentBackend(
            FetchTable table, ToLongFunction<ProxyFacts> figure, String name, String... aliases) {
        table.fetch(name, aliases)
                .gives(SINT)
                .reads(Requirement.BACKEND)
                .as(
                        context -> {
                            ProxyFacts backend = context.backend();
                            return backend == null ? null : Value.of(figure.applyAsLong(backend));
                        });
    }

    private static @Nullable Value backendName(SampleContext context) {
        ProxyFacts backend = context.backend();
        return backend == null ? null : Value.of(backend.name());
    }

    private static @Nullable Value serverName(SampleContext context) {
        ServerFacts server = context.server();
        return server == null ? null : Value.of(server.name());
    }

    private static @Nullable Value serverId(SampleContext context) {
        ServerFacts server = context.server();
        return server == null ? null : Value.of(server.id());
    }

    /** With no usable server, twice the queue: a fair estimate, one will be back soon. */
    private static long averageQueue(ProxyFacts backend) {
        int usable = backend.usableServers();
        long queued = backend.totalQueued();
        return usable == 0 ? queued * 2 : (queued + usable - 1) / usable;
    }

    private static void ofBackend(
            FetchTable table, String name, ToLongFunction<ProxyFacts> figure) {
        table.fetch(name)
                .takes(optional("backend", ArgumentType.BACKEND))
                .gives(SINT)
                .compiledBy(
                        arguments -> {
                            String wanted = arguments.textOrNull(0);
                            return number(
                                    context ->
                                            wanted == null
                                                    ? context.backend()
                                                    : context.proxies().backend(wanted),
                                    figure);
                        });
    }

    private static void ofFrontend(
            FetchTable table, String name, ToLongFunction<ProxyFacts> figure) {
        table.fetch(name)
                .takes(optional("frontend", ArgumentType.FRONTEND))
                .gives(SINT)
                .compiledBy(
                        arguments -> {
                            String wanted = arguments.textOrNull(0);
                            return number(
                                    context ->
                                            wanted == null
                                                    ? context.frontend()
                                                    : context.proxies().frontend(wanted),
                                    figure);
                        });
    }

    private static void ofServer(
            FetchTable table, String name, ToLongFunction<ServerFacts> figure) {
        table.fetch(name)
                .takes(required("server", ArgumentType.SERVER))
                .gives(SINT)
                .compiledBy(arguments -> number(server(arguments), figure));
    }

    private static <T> CompiledFetch number(
            Function<SampleContext, @Nullable T> find, ToLongFunction<T> figure) {
        return context -> {
            T found = find.apply(context);
            return found == null ? null : Value.of(figure.applyAsLong(found));
        };
    }

    /** {@code backend/server}, or {@code server} of the current backend. */
    private static Function<SampleContext, @Nullable ServerFacts> server(Arguments arguments)
            throws ArgumentException {
        String text = arguments.text(0);
        int slash = text.indexOf('/');
        String name = text.substring(slash + 1);
        if (slash == 0 || name.isEmpty()) {
            throw new ArgumentException(0, "'" + text + "' is not a [backend/]server");
        }
        if (slash > 0) {
            String backend = text.substring(0, slash);
            return context -> context.proxies().server(backend, name);
        }
        return context -> {
            ProxyFacts backend = context.backend();
            return backend == null ? null : context.proxies().server(backend.name(), name);
        };
    }
}
