package io.aplomb.sample.fetch;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Requirement.CLIENT_CONNECTION;
import static io.aplomb.sample.Requirement.SERVER_CONNECTION;
import static io.aplomb.sample.SampleType.ADDR;
import static io.aplomb.sample.SampleType.BOOL;
import static io.aplomb.sample.SampleType.SINT;

import io.aplomb.base.net.IpAddress;
import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledFetch;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.ConnectionFacts;
import io.aplomb.sample.facts.ListenerFacts;
import io.aplomb.sample.facts.TcpFacts;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Addresses, ports and TCP: manual section 7.3.3. */
final class ConnectionFetches {

    private ConnectionFetches() {}

    static void register(FetchTable table) {
        client(table);
        server(table);
        listener(table);
        tcp(table);
    }

    private static void client(FetchTable table) {
        table.fetch("src", "fc_src")
                .gives(ADDR)
                .reads(CLIENT_CONNECTION)
                .as(context -> address(context.clientConnection().source()));
        table.fetch("dst", "fc_dst")
                .gives(ADDR)
                .reads(CLIENT_CONNECTION)
                .as(context -> address(context.clientConnection().destination()));
        table.fetch("src_port", "fc_src_port")
                .gives(SINT)
                .reads(CLIENT_CONNECTION)
                .as(context -> sourcePort(context.clientConnection()));
        table.fetch("dst_port", "fc_dst_port")
                .gives(SINT)
                .reads(CLIENT_CONNECTION)
                .as(context -> destinationPort(context.clientConnection()));
        table.fetch("src_is_local", "fc_src_is_local")
                .gives(BOOL)
                .reads(CLIENT_CONNECTION)
                .as(context -> Value.of(context.clientConnection().sourceIsLocal()));
        table.fetch("dst_is_local", "fc_dst_is_local")
                .gives(BOOL)
                .reads(CLIENT_CONNECTION)
                .as(context -> Value.of(context.clientConnection().destinationIsLocal()));
        table.fetch("fc_http_major")
                .gives(SINT)
                .reads(CLIENT_CONNECTION)
                .as(context -> httpMajor(context.clientConnection()));
        table.fetch("fc_rcvd_proxy")
                .gives(BOOL)
                .reads(CLIENT_CONNECTION)
                .as(context -> Value.of(context.clientConnection().hasProxyHeader()));
        table.fetch("fc_pp_authority")
                .reads(CLIENT_CONNECTION)
                .as(context -> Value.ofNullable(context.clientConnection().proxyAuthority()));
        table.fetch("fc_pp_unique_id")
                .reads(CLIENT_CONNECTION)
                .as(context -> Value.ofNullable(context.clientConnection().proxyUniqueId()));
        table.fetch("fc_err")
                .gives(SINT)
                .reads(CLIENT_CONNECTION)
                .as(context -> Value.of(context.clientConnection().errorCode()));
        table.fetch("fc_err_str")
                .reads(CLIENT_CONNECTION)
                .as(context -> errorText(context.clientConnection()));
    }

    private static void server(FetchTable table) {
        table.fetch("bc_src")
                .gives(ADDR)
                .reads(SERVER_CONNECTION)
                .as(toServer(connection -> address(connection.source())));
        table.fetch("bc_dst")
                .gives(ADDR)
                .reads(SERVER_CONNECTION)
                .as(toServer(connection -> address(connection.destination())));
        table.fetch("bc_src_port")
                .gives(SINT)
                .reads(SERVER_CONNECTION)
                .as(toServer(ConnectionFetches::sourcePort));
        table.fetch("bc_dst_port")
                .gives(SINT)
                .reads(SERVER_CONNECTION)
                .as(toServer(ConnectionFetches::destinationPort));
        table.fetch("bc_http_major")
                .gives(SINT)
                .reads(SERVER_CONNECTION)
                .as(toServer(ConnectionFetches::httpMajor));
        table.fetch("bc_err")
                .gives(SINT)
                .reads(SERVER_CONNECTION)
                .as(toServer(connection -> Value.of(connection.errorCode())));
        table.fetch("bc_err_str")
                .reads(SERVER_CONNECTION)
                .as(toServer(ConnectionFetches::errorText));
    }

    private static void listener(FetchTable table) {
        table.fetch("so_id").gives(SINT).reads(CLIENT_CONNECTION).as(ConnectionFetches::socketId);
        table.fetch("so_name").reads(CLIENT_CONNECTION).as(ConnectionFetches::socketName);
        table.fetch("dst_conn")
                .gives(SINT)
                .reads(CLIENT_CONNECTION)
                .as(ConnectionFetches::socketConnections);
    }

    private static void tcp(FetchTable table) {
        time(table, "fc_rtt", TcpFacts::rttUs);
        time(table, "fc_rttvar", TcpFacts::rttVarianceUs);
        count(table, "fc_unacked", TcpFacts::unacknowledged);
        count(table, "fc_sacked", TcpFacts::selectivelyAcknowledged);
        count(table, "fc_lost", TcpFacts::lost);
        count(table, "fc_retrans", TcpFacts::retransmissions);
        count(table, "fc_fackets", TcpFacts::forwardAcknowledged);
        count(table, "fc_reordering", TcpFacts::reordering);
    }

    private static void count(FetchTable table, String name, ToLongFunction<TcpFacts> figure) {
        table.fetch(name).gives(SINT).reads(CLIENT_CONNECTION).as(kernel(figure, 1));
    }

    private static void time(FetchTable table, String name, ToLongFunction<TcpFacts> figureUs) {
        table.fetch(name)
                .takes(optional("unit", ArgumentType.TEXT))
                .gives(SINT)
                .reads(CLIENT_CONNECTION)
                .compiledBy(arguments -> kernel(figureUs, unitUs(arguments)));
    }

    private static long unitUs(Arguments arguments) throws ArgumentException {
        return switch (arguments.text(0, "ms")) {
            case "", "ms" -> 1000;
            case "us" -> 1;
            default -> throw new ArgumentException(0, "unit must be 'ms' or 'us'");
        };
    }

    private static CompiledFetch kernel(ToLongFunction<TcpFacts> figure, long divisor) {
        return context -> {
            TcpFacts tcp = context.clientConnection().tcp();
            return tcp == null ? null : Value.of(figure.applyAsLong(tcp) / divisor);
        };
    }

    private static CompiledFetch toServer(Function<ConnectionFacts, @Nullable Value> read) {
        return context -> {
            ConnectionFacts connection = context.serverConnection();
            return connection == null ? null : read.apply(connection);
        };
    }

    private static @Nullable Value address(@Nullable IpAddress address) {
        return address == null ? null : Value.of(address);
    }

    private static @Nullable Value sourcePort(ConnectionFacts connection) {
        return connection.source() == null ? null : Value.of(connection.sourcePort());
    }

    private static @Nullable Value destinationPort(ConnectionFacts connection) {
        return connection.destination() == null ? null : Value.of(connection.destinationPort());
    }

    /** HAProxy says 1 for whatever is not HTTP/2 or later. */
    private static Value httpMajor(ConnectionFacts connection) {
        return Value.of(Math.max(1, connection.httpMajorVersion()));
    }

    private static Value errorText(ConnectionFacts connection) {
        String text = connection.errorText();
        return Value.of(text == null ? "Success" : text);
    }

    private static @Nullable Value socketId(SampleContext context) {
        ListenerFacts listener = context.listener();
        return listener == null ? null : Value.of(listener.id());
    }

    private static @Nullable Value socketName(SampleContext context) {
        ListenerFacts listener = context.listener();
        return listener == null ? null : Value.ofNullable(listener.name());
    }

    private static @Nullable Value socketConnections(SampleContext context) {
        ListenerFacts listener = context.listener();
        return listener == null ? null : Value.of(listener.connections());
    }
}
