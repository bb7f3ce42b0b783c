package io.aplomb.proxy.persist;

import io.aplomb.http.FieldName;
import io.aplomb.http.HttpHead;
import io.aplomb.http.HttpMethod;
import io.aplomb.proxy.names.ConfiguredNames;
import io.aplomb.proxy.stream.Stream;
import java.util.Locale;

/**
 * Whether a cache on the way may keep a response, as HAProxy judges it for {@code cookie ...
 * nocache} and {@code option checkcache}.
 *
 * @param cacheable the response as such
 * @param withCookies its cookies too
 */
public record Cacheability(boolean cacheable, boolean withCookies) {

    private static final Cacheability NO = new Cacheability(false, false);

    /** Whether cookies in the response would be kept with it. */
    public boolean ofCookies() {
        return cacheable && withCookies;
    }

    /** Judges by method, status, Pragma, Cache-Control, and what says how fresh it is. */
    public static Cacheability of(HttpHead response, Stream stream) {
        HttpHead request = stream.requestHead();
        if (request == null || !isCacheable(request.methodToken(), response.status())) {
            return NO;
        }
        if (response.firstValue(FieldName.PRAGMA).equalsIgnoreCase("no-cache")) {
            return NO;
        }
        boolean withCookies = true;
        boolean fresh = response.contains(FieldName.EXPIRES);
        for (int i = response.indexOf(FieldName.CACHE_CONTROL);
                i >= 0;
                i = response.indexOf(FieldName.CACHE_CONTROL, i + 1)) {
            for (String part : response.value(i).split(",")) {
                String directive = part.strip().toLowerCase(Locale.ROOT);
                switch (directive) {
                    case "private", "no-cache", "no-store", "max-age=0", "s-maxage=0" -> {
                        return NO;
                    }
                    default -> {
                        withCookies &= !directive.startsWith("no-cache=\"set-cookie");
                        fresh |=
                                directive.startsWith("max-age=")
                                        || directive.startsWith("s-maxage=");
                    }
                }
            }
        }
        boolean validated =
                response.contains(ConfiguredNames.field("etag"))
                        || response.contains(ConfiguredNames.field("last-modified"));
        // RFC 9111 section 3: without freshness or validator there is no point in keeping it.
        return fresh || validated ? new Cacheability(true, withCookies) : NO;
    }

    private static boolean isCacheable(HttpMethod method, int status) {
        return switch (method) {
            case GET, HEAD ->
                    switch (status) {
                        case 200, 203, 204, 206, 300, 301, 404, 405, 410, 414, 501 -> true;
                        default -> false;
                    };
            case POST, PUT, DELETE, OPTIONS, TRACE, PATCH, CONNECT, OTHER -> false;
        };
    }
}
