package io.aplomb.proxy.admin;

import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.Bind;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.FrontendRuntime;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.session.SessionView;
import io.aplomb.proxy.session.SessionView.Side;
import io.aplomb.proxy.stats.Durations;
import io.aplomb.proxy.upstream.Dispatch;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code show sess} says of a session, in the words of HAProxy 2.6. Figures of HAProxy's own
 * machinery that have no counterpart here (task state, epoch, calls, flags of channels) are 0.
 */
final class SessionText {

    private static final long MS_PER_S = 1_000;
    private static final long US_PER_S = 1_000_000;
    private static final long NS_PER_US = 1_000;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss.SSSSSS", Locale.ROOT);

    /** States of a stream connector as HAProxy numbers them. */
    private static final int ESTABLISHED = 8;

    private SessionText() {}

    /** One line. */
    static String line(SessionView session) {
        FrontendRuntime frontend = session.listener().frontendRuntime();
        ServerRuntime server = session.server();
        Side client = session.clientSide();
        Side upstream = session.serverSide();
        return SessionIds.text(session.number())
                + (": proto=%s src=%s fe=%s be=%s srv=%s ts=00 epoch=0 age=%s calls=0 rate=0 cpu=0"
                                + " lat=0 rq[f=000000h,i=%d,an=00h,rx=%s,wx=,ax=]"
                                + " rp[f=000000h,i=%d,an=00h,rx=%s,wx=,ax=] scf=[%d,0h,fd=%d]"
                                + " scb=[%d,0h,fd=%d] exp=%s rc=%d c_exp=%s\n")
                        .formatted(
                                protocol(session.listener().bind()),
                                session.source(),
                                frontend.name(),
                                backendName(session),
                                server == null ? "<none>" : server.name(),
                                Durations.text(session.ageMs() / MS_PER_S),
                                client.waitingBytes(),
                                left(client.leftMs()),
                                upstream.waitingBytes(),
                                left(upstream.leftMs()),
                                ESTABLISHED,
                                client.descriptor(),
                                number(session.dispatch()),
                                upstream.descriptor(),
                                left(expiryMs(session)),
                                session.retries(),
                                left(session.dispatchLeftMs()));
    }

    /** Several lines, for {@code show sess all} and for one of them. */
    static String details(SessionView session) {
        StringBuilder out = new StringBuilder();
        out.append(
                "%s: [%s] id=%d proto=%s source=%s\n"
                        .formatted(
                                SessionIds.text(session.number()),
                                date(session.acceptedUs()),
                                session.number(),
                                protocol(session.listener().bind()),
                                session.source()));
        out.append(
                "  conn_retries=%d, conn_exp=%s, exp=%s, age=%s, thread=%d\n"
                        .formatted(
                                session.retries(),
                                leftOrNever(session.dispatchLeftMs()),
                                leftOrNever(expiryMs(session)),
                                Durations.text(session.ageMs() / MS_PER_S),
                                session.loop() + 1));
        proxies(session, out);
        SessionView.Http http = session.http();
        if (http != null) {
            out.append("  txn meth=%s status=%d\n".formatted(http.method(), http.status()));
        }
        side("scf", ESTABLISHED, session.clientSide(), out);
        side("scb", number(session.dispatch()), session.serverSide(), out);
        return out.toString();
    }

    private static void proxies(SessionView session, StringBuilder out) {
        FrontendRuntime frontend = session.listener().frontendRuntime();
        String name = session.listener().name();
        out.append(
                "  frontend=%s (id=%d mode=%s), listener=%s (id=%d) addr=%s\n"
                        .formatted(
                                frontend.name(),
                                frontend.id(),
                                mode(frontend.isHttp()),
                                name == null ? "?" : name,
                                session.listener().id(),
                                session.clientSide().local()));
        Proxy backend = backend(session);
        Side upstream = session.serverSide();
        out.append(
                backend == null
                        ? "  backend=<NONE> (id=-1 mode=-)"
                        : "  backend=%s (id=%d mode=%s)"
                                .formatted(
                                        backend.name(),
                                        backend.id(),
                                        mode(backend.mode() == Proxy.Mode.HTTP)));
        out.append(address(upstream.local())).append('\n');
        ServerRuntime server = session.server();
        out.append(
                server == null
                        ? "  server=<NONE> (id=-1)"
                        : "  server=%s (id=%d)".formatted(server.name(), server.id()));
        out.append(address(upstream.remote())).append('\n');
    }

    /** Before one is chosen, a {@code listen} section counts as its own, as in HAProxy. */
    private static @Nullable Proxy backend(SessionView session) {
        BackendRuntime chosen = session.backend();
        if (chosen != null) {
            return chosen.config();
        }
        Proxy frontend = session.listener().frontendRuntime().config();
        return frontend.backend() == null ? null : frontend;
    }

    private static String backendName(SessionView session) {
        Proxy backend = backend(session);
        return backend == null ? "<NONE>" : backend.name();
    }

    private static void side(String name, int state, Side side, StringBuilder out) {
        out.append(
                "  %s state=%s fd=%d xprt=%s rex=%s i=%d total=%d\n"
                        .formatted(
                                name,
                                word(state),
                                side.descriptor(),
                                side.secure() ? "SSL" : "RAW",
                                leftOrNever(side.leftMs()),
                                side.waitingBytes(),
                                side.totalBytes()));
    }

    private static String address(String text) {
        return text.isEmpty() ? "" : " addr=" + text;
    }

    private static String mode(boolean http) {
        return http ? "http" : "tcp";
    }

    private static String date(long wallUs) {
        return Instant.ofEpochSecond(wallUs / US_PER_S, wallUs % US_PER_S * NS_PER_US)
                .atZone(ZoneId.systemDefault())
                .format(DATE);
    }

    private static String protocol(Bind bind) {
        return switch (bind.endpoint()) {
            case EndpointSpec.Inet(var address, int _) ->
                    address != null && address.v6() ? "tcpv6" : "tcpv4";
            case EndpointSpec.Host _, EndpointSpec.Descriptor _ -> "tcpv4";
            case EndpointSpec.Unix _, EndpointSpec.AbstractUnix _ -> "unix_stream";
        };
    }

    private static int number(Dispatch.State state) {
        return switch (state) {
            case IDLE -> 0;
            case CHOOSING, QUEUED -> 2;
            case TURNAROUND -> 3;
            case DIALLING -> 5;
            case CONNECTED -> ESTABLISHED;
        };
    }

    private static String word(int state) {
        return switch (state) {
            case 0 -> "INI";
            case 2 -> "QUE";
            case 3 -> "TAR";
            case 5 -> "CON";
            default -> "EST";
        };
    }

    private static long expiryMs(SessionView session) {
        return LongStream.of(
                        session.clientSide().leftMs(),
                        session.serverSide().leftMs(),
                        session.dispatchLeftMs())
                .filter(left -> left >= 0)
                .min()
                .orElse(-1);
    }

    private static String left(long leftMs) {
        return leftMs < 0 ? "" : Durations.text(leftMs / MS_PER_S);
    }

    private static String leftOrNever(long leftMs) {
        return leftMs < 0 ? "<NEVER>" : left(leftMs);
    }
}
