package io.aplomb.proxy.log;

import io.aplomb.http.HttpHead;
import io.aplomb.model.proxy.LogSettings;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.Termination.Cause;
import io.aplomb.sample.log.LogFormat;
import io.aplomb.sample.log.LogFormats;
import org.jspecify.annotations.Nullable;

/**
 * Writes the line of a stream when its frontend wants one (manual 8.3): {@code dontlognull}, {@code
 * dontlog-normal}, {@code log-separate-errors}, {@code logasap}, {@code set-log-level}.
 */
public final class RequestLog {

    private static final int LEVEL_ERROR = 3;
    private static final int LEVEL_INFO = 6;
    private static final int FIRST_ERROR_STATUS = 500;

    private final LogDispatcher dispatcher;

    public RequestLog(LogDispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /**
     * The response's head (HTTP) or the connection to the server (TCP) is there: with {@code
     * logasap} the line is written now, and {@link #ended} will write none.
     */
    public void begun(Stream stream) {
        if (stream.frontendConfig().log().logAsap()) {
            HttpHead response = stream.responseHead();
            int headBytes = response == null ? 0 : response.encodedBytes();
            stream.figures().early(true);
            stream.figures().addToClient(headBytes);
            write(stream);
            stream.figures().addToClient(-headBytes);
        }
    }

    /** The stream is over. */
    public void ended(Stream stream) {
        if (!stream.figures().early()) {
            write(stream);
        }
    }

    /**
     * A connection ended in its handshakes ({@code error-log-format}, or HAProxy's own line). It is
     * an error, so {@code dontlog-normal} does not silence it. As HAProxy, says nothing for a proxy
     * without any log format.
     *
     * @param silence whether the client just said too little
     */
    public void connectionFailed(Stream stream, boolean silence) {
        LogSettings settings = stream.frontendConfig().log();
        if (!settings.targets().isEmpty() && !(silence && settings.dontLogNull())) {
            LogFormat configured = settings.errorFormat();
            if (configured == null && settings.format() == LogFormats.CONNECT) {
                return;
            }
            LogFormat format = configured == null ? LogFormats.CONNECTION_ERROR : configured;
            int level = settings.separateErrors() ? LEVEL_ERROR : LEVEL_INFO;
            send(stream, settings, format, level);
        }
    }

    private void write(Stream stream) {
        LogSettings settings = stream.frontendConfig().log();
        if (settings.targets().isEmpty()) {
            return;
        }
        boolean failed = failed(stream);
        if ((settings.dontLogNormal() && !failed) || (settings.dontLogNull() && isNull(stream))) {
            return;
        }
        int level = stream.ruleState().logLevel();
        if (level == Stream.LOG_SILENT) {
            return;
        }
        if (level == Stream.LOG_LEVEL_UNSET) {
            level = failed && settings.separateErrors() ? LEVEL_ERROR : LEVEL_INFO;
        }
        send(stream, settings, settings.format(), level);
    }

    private void send(Stream stream, LogSettings settings, LogFormat format, int level) {
        stream.figures().loggedAs(stream.frontendRuntime().logLines().incrementAndGet());
        String data = render(settings.structuredData(), stream);
        dispatcher.log(settings, level, stream.wallClockUs(), data, render(format, stream));
    }

    private static String render(@Nullable LogFormat format, Stream stream) {
        if (format == null) {
            return "";
        }
        StringBuilder out = new StringBuilder(256);
        format.render(stream, out);
        return out.toString();
    }

    /** Nothing came from the client: a probe of another program. */
    private static boolean isNull(Stream stream) {
        return stream.figures().bytesFromClient() == 0 && stream.requestHead() == null;
    }

    private static boolean failed(Stream stream) {
        Cause cause = stream.termination().cause();
        boolean normal = cause == Cause.NORMAL || cause == Cause.LOCAL;
        boolean retried = cause == Cause.NORMAL && stream.figures().retries() > 0;
        boolean http = stream.frontendConfig().mode() == Proxy.Mode.HTTP;
        return stream.figures().redispatched()
                || !normal
                || retried
                || (http && stream.figures().status() >= FIRST_ERROR_STATUS);
    }
}
