package io.aplomb.proxy.reply;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.aplomb.base.Bytes;
import io.aplomb.http.HttpHead;
import io.aplomb.http.StatusText;
import io.aplomb.model.proxy.ErrorReplies.ErrorReply;
import io.aplomb.model.proxy.HttpAction;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.Reply;
import io.aplomb.proxy.names.ConfiguredNames;
import io.aplomb.proxy.rules.Verdict;
import io.aplomb.proxy.stream.Stream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the answers the proxy gives itself. Their heads are written into {@link
 * Stream#responseHead()}, pass the http-after-response rules, and come out as bytes.
 *
 * <p>Whether the connection is kept is the caller's knowledge ({@code mayKeep}: the client wants
 * it, the proxy's mode allows it, the request's body was read); an answer may still have to close
 * it.
 */
public final class Replies {

    private static final byte[] NO_BODY = {};

    private Replies() {}

    /** The answer to a request that a verdict has ended; silence for those that close. */
    public static PreparedReply of(Verdict verdict, Stream stream, boolean mayKeep) {
        return switch (verdict) {
            case Verdict.Deny(var reply) -> reply(reply, stream, mayKeep);
            case Verdict.Tarpit(var reply) -> reply(reply, stream, mayKeep);
            case Verdict.Answer(var reply) -> reply(reply, stream, mayKeep);
            case Verdict.Redirect(var redirect, var location) ->
                    redirect(redirect, location, stream, mayKeep);
            case Verdict.ServerRedirect(var location) -> serverRedirect(location, stream);
            case Verdict.Authenticate(var realm, var proxy) ->
                    authenticate(realm, proxy, stream, mayKeep);
            case Verdict.Monitor(boolean fail) -> error(fail ? 503 : 200, stream, mayKeep);
            case Verdict.Plain plain -> plain(plain, stream, mayKeep);
            case Verdict.WaitForBody _, Verdict.Statistics _, Verdict.Metrics _ ->
                    throw notOurs(verdict);
        };
    }

    private static PreparedReply plain(Verdict.Plain verdict, Stream stream, boolean mayKeep) {
        return switch (verdict) {
            case FAILED -> error(500, stream, mayKeep);
            case CLOSE, DROP -> PreparedReply.SILENCE;
            case CONTINUE, ALLOW -> throw notOurs(verdict);
        };
    }

    private static IllegalArgumentException notOurs(Verdict verdict) {
        return new IllegalArgumentException("no answer of the proxy's own: " + verdict);
    }

    /** The error answer of a status: the backend's, the frontend's or the built-in one. */
    public static PreparedReply error(int status, Stream stream, boolean mayKeep) {
        ErrorReply configured = configured(status, stream);
        return switch (configured) {
            case null -> {
                boolean keep = builtIn(status, stream, mayKeep);
                yield Wire.finish(stream, bodyOf(status), keep);
            }
            case ErrorReply.Raw(Bytes message) ->
                    message.length() == 0
                            ? new PreparedReply(NO_BODY, status, true)
                            : raw(message, stream, mayKeep);
            case ErrorReply.Location(int code, String url) -> {
                HttpHead head = begin(stream, code, code == 303 ? "See Other" : "Found");
                add(head, "cache-control", "no-cache");
                add(head, "content-length", "0");
                add(head, "location", url);
                yield Wire.finish(stream, NO_BODY, mayKeep).withStatus(status);
            }
            case ErrorReply.Computed(var reply) -> reply(reply, stream, mayKeep);
        };
    }

    /**
     * The error answer where no valid request has come (400, 408): no rules run on it, the
     * connection closes.
     */
    public static PreparedReply beforeRequest(int status, Stream stream) {
        ErrorReply configured = configured(status, stream);
        if (configured instanceof ErrorReply.Raw(Bytes message)) {
            return new PreparedReply(message.toArray(), status, true);
        }
        BuiltInErrors.BuiltInError error = BuiltInErrors.of(status);
        return error == null ? PreparedReply.SILENCE : new PreparedReply(error.raw(), status, true);
    }

    /** The answer of one of the proxy's own services, such as the statistics page. */
    public static PreparedReply service(
            int status, Map<String, String> fields, byte[] body, Stream stream, boolean mayKeep) {
        HttpHead head = begin(stream, status, StatusText.of(status));
        add(head, "content-length", Integer.toString(body.length));
        fields.forEach((name, value) -> add(head, name, value));
        return Wire.finish(stream, body, mayKeep);
    }

    private static @Nullable ErrorReply configured(int status, Stream stream) {
        ErrorReply ofBackend = stream.backendConfig().errors().byStatus().get(status);
        return ofBackend != null
                ? ofBackend
                : stream.frontendConfig().errors().byStatus().get(status);
    }

    private static PreparedReply reply(Reply reply, Stream stream, boolean mayKeep) {
        byte[] body;
        switch (reply.body()) {
            case Reply.Body.DefaultErrors _ -> {
                return error(reply.status(), stream, mayKeep);
            }
            case Reply.Body.RawMessage(Bytes message) -> {
                return message.length() == 0
                        ? new PreparedReply(NO_BODY, reply.status(), true)
                        : raw(message, stream, mayKeep);
            }
            case Reply.Body.Empty _ -> body = NO_BODY;
            case Reply.Body.Fixed(Bytes bytes) -> body = bytes.toArray();
            case Reply.Body.Computed(var format) -> body = Wire.render(format, stream);
        }
        HttpHead head = begin(stream, reply.status(), StatusText.of(reply.status()));
        for (Reply.Field field : reply.fields()) {
            add(head, field.name(), new String(Wire.render(field.value(), stream), ISO_8859_1));
        }
        if (reply.status() >= 200 && reply.status() != 204 && reply.status() != 304) {
            add(head, "content-length", Integer.toString(body.length));
        }
        String contentType = reply.contentType();
        if (contentType != null && body.length > 0) {
            add(head, "content-type", contentType);
        }
        return Wire.finish(stream, body, mayKeep);
    }

    private static PreparedReply redirect(
            HttpAction.Redirect redirect, String location, Stream stream, boolean mayKeep) {
        HttpHead head = begin(stream, redirect.code(), reason(redirect.code()));
        add(head, "content-length", "0");
        add(head, "location", location);
        switch (redirect.code()) {
            case 302, 303, 307 -> add(head, "cache-control", "no-cache");
            default -> {
                // 301 and 308 are permanent: caches may keep them.
            }
        }
        String cookie = redirect.cookie();
        if (cookie != null) {
            add(head, "set-cookie", cookie);
        }
        return Wire.finish(stream, NO_BODY, mayKeep && !hasBody(stream.requestHead()));
    }

    /** HAProxy closes after redirecting a request with a body, read or not. */
    private static boolean hasBody(@Nullable HttpHead request) {
        return request != null && (request.contentLength() > 0 || request.isChunked());
    }

    private static PreparedReply serverRedirect(String location, Stream stream) {
        HttpHead head = begin(stream, 302, "Found");
        add(head, "cache-control", "no-cache");
        add(head, "content-length", "0");
        add(head, "location", location);
        return Wire.finish(stream, NO_BODY, false);
    }

    private static PreparedReply authenticate(
            @Nullable String realm, Proxy proxy, Stream stream, boolean mayKeep) {
        HttpHead request = stream.requestHead();
        boolean proxyStyle =
                stream.frontendConfig().http().useProxyHeader()
                        && request != null
                        && !request.target().startsWith("/");
        int status = proxyStyle ? 407 : 401;
        boolean keep = builtIn(status, stream, mayKeep);
        String challenge = "Basic realm=\"" + (realm == null ? proxy.name() : realm) + "\"";
        HttpHead head = stream.responseHead();
        if (head != null) {
            add(head, proxyStyle ? "proxy-authenticate" : "www-authenticate", challenge);
        }
        return Wire.finish(stream, bodyOf(status), keep);
    }

    /** Writes the built-in head; says whether the connection can be kept. */
    private static boolean builtIn(int status, Stream stream, boolean mayKeep) {
        BuiltInErrors.BuiltInError error = BuiltInErrors.of(status);
        String reason = error == null ? StatusText.of(status) : error.reason();
        HttpHead head = begin(stream, status, reason);
        add(head, "content-length", Integer.toString(bodyOf(status).length));
        add(head, "cache-control", "no-cache");
        add(head, "content-type", "text/html");
        // After these two the client and the proxy may not agree on where the next request begins.
        return mayKeep && status != 400 && status != 408;
    }

    private static byte[] bodyOf(int status) {
        BuiltInErrors.BuiltInError error = BuiltInErrors.of(status);
        return error == null ? NO_BODY : error.body();
    }

    private static PreparedReply raw(Bytes message, Stream stream, boolean mayKeep) {
        RawMessage raw = RawMessage.ofChecked(message);
        HttpHead head = stream.beginOwnResponse();
        head.startResponse(raw.minorVersion(), raw.status(), raw.reason());
        raw.fields().forEach(field -> add(head, field.name(), field.value()));
        return Wire.finish(
                stream, raw.body().toArray(), mayKeep && raw.hasLength() && !raw.close());
    }

    private static HttpHead begin(Stream stream, int status, String reason) {
        HttpHead head = stream.beginOwnResponse();
        head.startResponse(1, status, reason);
        return head;
    }

    private static void add(HttpHead head, String name, String value) {
        // A value that does not fit (a line break from a sample) is left out: better than splitting
        // the response.
        head.add(ConfiguredNames.field(name), value);
    }

    private static String reason(int code) {
        return code == 302 ? "Found" : StatusText.of(code);
    }
}
