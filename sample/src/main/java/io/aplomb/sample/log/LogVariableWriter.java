package io.aplomb.sample.log;

import io.aplomb.base.net.IpAddress;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.facts.Captures;
import io.aplomb.sample.facts.ConnectionFacts;
import io.aplomb.sample.facts.ListenerFacts;
import io.aplomb.sample.facts.LogFacts;
import io.aplomb.sample.facts.ServerFacts;
import io.aplomb.sample.facts.TlsFacts;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Writes one variable of a log format. */
record LogVariableWriter(SampleContext context, LogUse use, LogFlags flags, StringBuilder out) {

    private static final String BAD_REQUEST = "<BADREQ>";

    void write(LogVariable variable) {
        LogFacts log = context.logFacts();
        if (!writeConnection(variable) && log != null && !writeName(variable, log)) {
            boolean _ =
                    writeTime(variable, log)
                            || writeDate(variable, log)
                            || writeCount(variable, log);
        }
    }

    /** What is known without a stream's figures. */
    private boolean writeConnection(LogVariable variable) {
        ConnectionFacts client = context.clientConnection();
        ConnectionFacts server = context.serverConnection();
        switch (variable) {
            case CLIENT_IP -> address(client.source(), true);
            case CLIENT_PORT -> port(client.source(), client.sourcePort(), true);
            case FRONTEND_IP -> address(client.destination(), true);
            case FRONTEND_PORT -> port(client.destination(), client.destinationPort(), true);
            case BACKEND_SOURCE_IP -> address(server == null ? null : server.source(), false);
            case BACKEND_SOURCE_PORT ->
                    port(
                            server == null ? null : server.source(),
                            server == null ? 0 : server.sourcePort(),
                            false);
            case SERVER_IP -> address(serverAddress(), false);
            case SERVER_PORT -> port(serverAddress(), serverPort(), false);
            case FRONTEND_NAME -> text(context.frontend().name());
            case FRONTEND_NAME_TRANSPORT ->
                    text(context.frontend().name() + (overTls(context) ? "~" : ""));
            case HOST_NAME -> text(context.process().hostName());
            case PID -> number(context.process().pid());
            case UNIQUE_ID -> text(context.uniqueId());
            case TLS_CIPHER -> text(tls(TlsFacts::cipher));
            case TLS_VERSION -> text(tls(TlsFacts::protocol));
            case REQUEST_LINE -> uri(context.captures().requestLine());
            case HTTP_METHOD -> uri(RequestText.of(context).method());
            case HTTP_URI -> uri(RequestText.of(context).uri());
            case HTTP_URI_WITHOUT_QUERY -> uri(RequestText.of(context).uriWithoutQuery());
            case HTTP_PATH -> uri(RequestText.of(context).path());
            case HTTP_QUERY -> query(RequestText.of(context).query());
            case HTTP_VERSION -> uri(RequestText.of(context).version());
            default -> {
                return writeCaptures(variable);
            }
        }
        return true;
    }

    /** The address decides: a connection may end before its handshake. */
    private static boolean overTls(SampleContext context) {
        ListenerFacts listener = context.listener();
        return context.clientConnection().tls() != null || (listener != null && listener.overTls());
    }

    private boolean writeCaptures(LogVariable variable) {
        Captures captures = context.captures();
        // Without a good request there is nothing to have captured from: not even braces are
        // printed.
        boolean read = captures.requestLine() != null;
        int requestSlots = read ? captures.requestSlots() : 0;
        int responseSlots = read ? captures.responseSlots() : 0;
        switch (variable) {
            case REQUEST_HEADERS -> group(requestSlots, captures::request);
            case RESPONSE_HEADERS -> group(responseSlots, captures::response);
            case REQUEST_HEADER_LIST -> list(requestSlots, captures::request);
            case RESPONSE_HEADER_LIST -> list(responseSlots, captures::response);
            case OPTIONS -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean writeName(LogVariable variable, LogFacts log) {
        switch (variable) {
            case BACKEND_NAME -> {
                String backend = log.backendName();
                text(backend == null ? context.frontend().name() : backend);
            }
            case SERVER_NAME -> text(log.serverName());
            case REQUEST_COOKIE -> text(log.requestCookie());
            case RESPONSE_COOKIE -> text(log.responseCookie());
            case TERMINATION_STATE -> out.append(log.terminationState(), 0, 2);
            case TERMINATION_STATE_COOKIE -> out.append(log.terminationState());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean writeTime(LogVariable variable, LogFacts log) {
        switch (variable) {
            case HANDSHAKE_TIME -> out.append(log.handshakeMs());
            case IDLE_TIME -> out.append(log.idleMs());
            case REQUEST_TIME -> out.append(log.requestMs());
            case QUERY_TIME -> out.append(queryMs(log));
            case QUEUE_TIME -> out.append(log.queueMs());
            case CONNECT_TIME -> out.append(log.connectMs());
            case RESPONSE_TIME -> out.append(log.responseMs());
            case DATA_TIME -> out.append(log.dataMs());
            case ACTIVE_TIME -> early(log).append(log.activeMs());
            case TOTAL_TIME -> early(log).append(log.totalMs());
            case USER_TIME -> early(log).append(log.userMs());
            case BYTES_TO_CLIENT -> early(log).append(log.bytesToClient());
            case BYTES_FROM_CLIENT -> early(log).append(log.bytesFromClient());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean writeDate(LogVariable variable, LogFacts log) {
        long accept = log.acceptDateUs();
        long request = log.requestDateUs();
        switch (variable) {
            case ACCEPT_DATE -> LogDate.appendMilliseconds(accept, context.timeZone(), out);
            case ACCEPT_DATE_GMT -> LogDate.appendUtc(accept, out);
            case ACCEPT_DATE_LOCAL -> LogDate.appendLocal(accept, context.timeZone(), out);
            case REQUEST_DATE -> LogDate.appendMilliseconds(request, context.timeZone(), out);
            case REQUEST_DATE_GMT -> LogDate.appendUtc(request, out);
            case REQUEST_DATE_LOCAL -> LogDate.appendLocal(request, context.timeZone(), out);
            case TIMESTAMP -> number(Math.floorDiv(accept, 1_000_000));
            case MILLISECONDS -> LogDate.pad(out, LogDate.milliseconds(accept), 3);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean writeCount(LogVariable variable, LogFacts log) {
        switch (variable) {
            case STATUS -> out.append(log.status());
            case PROCESS_CONNECTIONS -> out.append(log.processConnections());
            case FRONTEND_CONNECTIONS -> out.append(log.frontendConnections());
            case BACKEND_CONNECTIONS -> out.append(log.backendConnections());
            case SERVER_CONNECTIONS -> out.append(log.serverConnections());
            case RETRIES -> out.append(log.redispatched() ? "+" : "").append(log.retries());
            case SERVER_QUEUE -> out.append(log.serverQueue());
            case BACKEND_QUEUE -> out.append(log.backendQueue());
            case LOG_COUNTER -> out.append(log.frontendLogCounter());
            case REQUEST_COUNTER -> number(log.requestCounter());
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A figure that still grows carries a plus sign: {@code option logasap}. */
    private StringBuilder early(LogFacts log) {
        return log.early() ? out.append('+') : out;
    }

    /** Tq = Th + Ti + TR, -1 when the request did not come in whole. */
    private static long queryMs(LogFacts log) {
        return log.requestMs() < 0
                ? -1
                : Math.max(0, log.handshakeMs()) + Math.max(0, log.idleMs()) + log.requestMs();
    }

    private void text(@Nullable String text) {
        if (text != null && !text.isEmpty()) {
            LogText.append(text, LogText.Encoding.RAW, flags, out);
        } else if (flags.quote()) {
            out.append("\"\"");
        } else if (use == LogUse.LOG) {
            out.append('-');
        }
    }

    private void uri(@Nullable String text) {
        LogText.append(text == null ? BAD_REQUEST : text, LogText.Encoding.URI, flags, out);
    }

    private void query(@Nullable String text) {
        if (text == null || !text.isEmpty()) {
            uri(text);
        } else {
            out.append(flags.quote() ? "\"\"" : "");
        }
    }

    private void number(long number) {
        if (flags.hexadecimal()) {
            out.append("%04X".formatted(number));
        } else {
            out.append(number);
        }
    }

    private void address(@Nullable IpAddress address, boolean clientSide) {
        if (address == null) {
            text(clientSide ? "unix" : null);
        } else if (flags.hexadecimal()) {
            out.append(address.toHex().toUpperCase(Locale.ROOT));
        } else {
            text(address.toString());
        }
    }

    /** A client on a unix socket has the listener's number for a port. */
    private void port(@Nullable IpAddress address, int port, boolean clientSide) {
        ListenerFacts listener = context.listener();
        if (address != null) {
            number(port);
        } else if (clientSide && listener != null) {
            number(listener.id());
        } else {
            text(null);
        }
    }

    private void group(int slots, IntFunction<@Nullable String> read) {
        if (slots == 0) {
            return;
        }
        StringBuilder inside = new StringBuilder();
        for (int i = 0; i < slots; i++) {
            String value = read.apply(i);
            inside.append(i == 0 ? "" : "|");
            if (value != null) {
                LogText.appendBare(value, LogText.Encoding.HEADER, flags, inside);
            }
        }
        out.append(flags.quote() ? "\"{" : "{").append(inside);
        out.append(flags.quote() ? "}\"" : "}");
    }

    private void list(int slots, IntFunction<@Nullable String> read) {
        for (int i = 0; i < slots; i++) {
            String value = read.apply(i);
            out.append(i == 0 ? "" : " ");
            if (value != null) {
                LogText.append(value, LogText.Encoding.HEADER, flags, out);
            } else {
                out.append(flags.quote() ? "\"\"" : "-");
            }
        }
    }

    private @Nullable String tls(Function<TlsFacts, String> fact) {
        TlsFacts tls = context.clientConnection().tls();
        return tls == null ? null : fact.apply(tls);
    }

    private @Nullable IpAddress serverAddress() {
        ConnectionFacts connection = context.serverConnection();
        if (connection != null) {
            return connection.destination();
        }
        ServerFacts server = context.server();
        return server == null ? null : server.address();
    }

    private int serverPort() {
        ConnectionFacts connection = context.serverConnection();
        if (connection != null) {
            return connection.destinationPort();
        }
        ServerFacts server = context.server();
        return server == null ? 0 : server.port();
    }
}
