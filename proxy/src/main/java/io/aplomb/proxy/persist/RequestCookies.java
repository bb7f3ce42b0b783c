package io.aplomb.proxy.persist;

import io.aplomb.http.Cookies;
import io.aplomb.http.HttpHead;
import io.aplomb.model.proxy.CookiePersistence;
import io.aplomb.model.proxy.CookiePersistence.Mode;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.Termination.RequestCookie;

/**
 * Finds the server in the client's persistence cookie, and hides from the server what is not its
 * business: the whole cookie with {@code insert indirect}, the server's name with {@code prefix}.
 */
public final class RequestCookies {

    static final char PREFIX_DELIMITER = '~';

    private static final long US_PER_SECOND = 1_000_000;
    private static final long MS_PER_SECOND = 1_000;

    private RequestCookies() {}

    /** Notes what the cookies say in the stream's persistence and termination state. */
    public static void examine(HttpHead request, BackendRuntime backend, Stream stream) {
        CookiePersistence config = backend.part().cookie();
        if (config == null) {
            return;
        }
        Cookies cookies = new Cookies();
        byte[] name = Cookies.name(config.name());
        boolean found = cookies.findInRequest(request, name);
        while (found) {
            String value = cookies.value(request);
            judge(value, config, backend, stream);
            if (config.mode() == Mode.INSERT && config.indirect()) {
                int field = cookies.fieldIndex();
                cookies.removeFromRequest(request);
                // The removal moved the rest of the head: look again from its start.
                found = field < request.fieldCount() && cookies.findInRequest(request, name);
                continue;
            }
            int delimiter = value.indexOf(PREFIX_DELIMITER);
            if (config.mode() == Mode.PREFIX && delimiter >= 0) {
                cookies.replaceValue(request, value.substring(delimiter + 1));
                return;
            }
            found = cookies.findNextInRequest(request, name);
        }
    }

    private static void judge(
            String value, CookiePersistence config, BackendRuntime backend, Stream stream) {
        String serverName = serverName(value, config);
        boolean tooOld = config.mode() != Mode.PREFIX && readDates(value, config, stream);
        if (stream.persistence().preferred() != null || stream.persistence().isIgnored()) {
            if (stream.termination().requestCookie() == RequestCookie.NONE) {
                stream.termination().requestCookie(RequestCookie.UNUSED);
            }
            return;
        }
        if (tooOld) {
            return;
        }
        ServerRuntime server = ServerCookie.find(backend, config, serverName);
        if (server == null) {
            stream.termination().requestCookie(RequestCookie.INVALID);
            return;
        }
        stream.termination()
                .requestCookie(server.isUp() ? RequestCookie.VALID : RequestCookie.DOWN);
        boolean _ = PersistExceptions.prefer(server, backend, stream);
    }

    private static String serverName(String value, CookiePersistence config) {
        char delimiter = config.mode() == Mode.PREFIX ? PREFIX_DELIMITER : CookieDates.DELIMITER;
        int end = value.indexOf(delimiter);
        if (end >= 0) {
            return value.substring(0, end);
        }
        return value;
    }

    /** Keeps the dates of a cookie; true when one of them is too far away for it to count. */
    private static boolean readDates(String value, CookiePersistence config, Stream stream) {
        int first = value.indexOf(CookieDates.DELIMITER);
        int second = first < 0 ? -1 : value.indexOf(CookieDates.DELIMITER, first + 1);
        long lastSeen = first < 0 ? 0 : CookieDates.decode(value, first + 1);
        long firstSeen = second < 0 ? 0 : CookieDates.decode(value, second + 1);
        long now = stream.wallClockUs() / US_PER_SECOND;
        boolean tooOld = false;
        if (config.maxIdleMs() > 0 && outside(now - lastSeen, lastSeen, config.maxIdleMs())) {
            stream.termination().requestCookie(RequestCookie.EXPIRED);
            lastSeen = 0;
            tooOld = true;
        }
        if (config.maxLifeMs() > 0 && outside(now - firstSeen, firstSeen, config.maxLifeMs())) {
            stream.termination().requestCookie(RequestCookie.OLD);
            firstSeen = 0;
            tooOld = true;
        }
        stream.persistence().cookieDates(lastSeen, firstSeen);
        return tooOld;
    }

    /** A date of the future is as wrong as one too far back; the encoding rounds up by 3 s. */
    private static boolean outside(long ageSeconds, long date, long limitMs) {
        return date != 0 && (ageSeconds < -3 || ageSeconds > limitMs / MS_PER_SECOND);
    }
}
