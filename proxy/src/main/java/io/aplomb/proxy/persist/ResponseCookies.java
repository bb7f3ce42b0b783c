package io.aplomb.proxy.persist;

import io.aplomb.http.Cookies;
import io.aplomb.http.HttpHead;
import io.aplomb.http.HttpMethod;
import io.aplomb.model.proxy.CookiePersistence;
import io.aplomb.model.proxy.CookiePersistence.Mode;
import io.aplomb.proxy.names.ConfiguredNames;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.stream.PersistenceState;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.Termination.ResponseCookie;
import org.jspecify.annotations.Nullable;

/** Deletes, rewrites or adds the persistence cookie of a response. */
public final class ResponseCookies {

    private static final long US_PER_SECOND = 1_000_000;
    private static final String REMOVAL = "=; Expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/";

    private ResponseCookies() {}

    /** Deals with the cookies the server set; false when the head has no room for the change. */
    public static boolean manage(HttpHead response, BackendRuntime backend, Stream stream) {
        CookiePersistence config = backend.part().cookie();
        ServerRuntime server = stream.serverRuntime();
        if (config == null || config.mode() == Mode.PASSIVE) {
            return true;
        }
        Cookies cookies = new Cookies();
        if (!cookies.findInResponse(response, Cookies.name(config.name()))) {
            return true;
        }
        if (config.preserve()) {
            stream.termination().responseCookie(ResponseCookie.PROVIDED);
            return true;
        }
        boolean hides =
                (config.mode() == Mode.INSERT && server != null)
                        || (config.indirect() && isDirect(stream));
        if (hides) {
            cookies.removeFromResponse(response);
            stream.termination().responseCookie(ResponseCookie.DELETED);
            return true;
        }
        String name = server == null ? null : ServerCookie.of(server, config);
        if (name == null || config.mode() == Mode.INSERT) {
            stream.termination().responseCookie(ResponseCookie.PROVIDED);
            return true;
        }
        stream.termination().responseCookie(ResponseCookie.REWRITTEN);
        String value =
                config.mode() == Mode.PREFIX
                        ? name + RequestCookies.PREFIX_DELIMITER + cookies.value(response)
                        : name;
        return cookies.replaceValue(response, value);
    }

    /** Adds the cookie where {@code insert} asks for it; false when the head has no room. */
    public static boolean insert(
            HttpHead response, BackendRuntime backend, Stream stream, Cacheability cacheability) {
        CookiePersistence config = backend.part().cookie();
        ServerRuntime server = stream.serverRuntime();
        if (config == null || server == null || !wanted(config, stream)) {
            return true;
        }
        String name = ServerCookie.of(server, config);
        stream.termination()
                .responseCookie(
                        name != null && isDirect(stream)
                                ? ResponseCookie.UPDATED
                                : ResponseCookie.INSERTED);
        boolean done =
                response.add(ConfiguredNames.field("set-cookie"), text(config, name, stream));
        // An HTTP/1.0 cache would give one client's cookie to all.
        if (done && config.noCache() && cacheability.cacheable()) {
            return response.add(ConfiguredNames.field("cache-control"), "private");
        }
        return done;
    }

    private static boolean wanted(CookiePersistence config, Stream stream) {
        if (config.mode() != Mode.INSERT || stream.persistence().isIgnored()) {
            return false;
        }
        boolean provided = stream.termination().responseCookie() == ResponseCookie.PROVIDED;
        HttpHead request = stream.requestHead();
        boolean post = request != null && request.methodToken() == HttpMethod.POST;
        return !(provided && config.preserve())
                && (!config.postOnly() || post)
                && (!isDirect(stream) || datesDiffer(config, stream));
    }

    private static boolean datesDiffer(CookiePersistence config, Stream stream) {
        PersistenceState persistence = stream.persistence();
        long now = stream.wallClockUs() / US_PER_SECOND;
        boolean hasLast = persistence.lastSeenSeconds() != 0;
        boolean refreshLast =
                (config.maxIdleMs() > 0 || hasLast)
                        && (!hasLast || persistence.lastSeenSeconds() < now);
        boolean firstDiffers = config.maxLifeMs() > 0 == (persistence.firstSeenSeconds() == 0);
        return refreshLast || firstDiffers;
    }

    private static String text(CookiePersistence config, @Nullable String name, Stream stream) {
        StringBuilder out = new StringBuilder(config.name());
        if (name == null) {
            out.append(REMOVAL);
        } else {
            out.append('=').append(name);
            appendDates(out, config, stream);
            out.append("; path=/");
        }
        config.domains().forEach(domain -> out.append("; domain=").append(domain));
        if (config.httpOnly()) {
            out.append("; HttpOnly");
        }
        if (config.secure()) {
            out.append("; Secure");
        }
        config.attributes().forEach(attribute -> out.append("; ").append(attribute));
        return out.toString();
    }

    private static void appendDates(StringBuilder out, CookiePersistence config, Stream stream) {
        if (config.maxIdleMs() == 0 && config.maxLifeMs() == 0) {
            return;
        }
        String now = CookieDates.encode(stream.wallClockUs() / US_PER_SECOND);
        out.append(CookieDates.DELIMITER).append(now);
        if (config.maxLifeMs() > 0) {
            long first = stream.persistence().firstSeenSeconds();
            out.append(CookieDates.DELIMITER)
                    .append(first == 0 ? now : CookieDates.encodeExact(first));
        }
    }

    /** Whether persistence, and not balancing, has chosen the server. */
    private static boolean isDirect(Stream stream) {
        ServerRuntime server = stream.serverRuntime();
        return server != null && server == stream.persistence().preferred();
    }
}
