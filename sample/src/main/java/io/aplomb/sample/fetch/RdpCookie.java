package io.aplomb.sample.fetch;

import io.aplomb.sample.Octets;
import io.aplomb.sample.facts.Payload;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The routing cookie in the first packet of a remote desktop connection: TPKT (RFC 1006), X.224
 * connection request, then {@code Cookie: name=value} (MS-RDPBCGR section 2.2.1.1).
 *
 * @param partial whether more octets are needed to tell
 * @param name null when there is no cookie
 */
record RdpCookie(boolean partial, @Nullable String name, @Nullable String text) {

    private static final int TPKT_VERSION = 3;
    private static final int CONNECTION_REQUEST = 0xE0;
    private static final int COOKIE_OFFSET = 11;
    private static final String LABEL = "Cookie:";
    private static final int MAX_COOKIE = 4096;

    private static final RdpCookie PARTIAL = new RdpCookie(true, null, null);
    private static final RdpCookie NONE = new RdpCookie(false, null, null);

    static RdpCookie read(@Nullable Payload payload) {
        if (payload == null || payload.length() <= COOKIE_OFFSET) {
            return PARTIAL;
        }
        boolean packet = payload.octet(0) == TPKT_VERSION;
        if (!packet || payload.octet(1) != 0 || payload.octet(5) != CONNECTION_REQUEST) {
            return NONE;
        }
        int length = Math.min(payload.length() - COOKIE_OFFSET, MAX_COOKIE);
        return cookie(Octets.text(payload.slice(COOKIE_OFFSET, length)));
    }

    /** The value when the name is the wanted one, ignoring case; any name when none is wanted. */
    @Nullable String value(String wanted) {
        boolean matches = name != null && (wanted.isEmpty() || name.equalsIgnoreCase(wanted));
        return matches ? text : null;
    }

    private static RdpCookie cookie(String text) {
        String start = text.substring(0, Math.min(text.length(), LABEL.length()));
        if (!LABEL.toLowerCase(Locale.ROOT).startsWith(start.toLowerCase(Locale.ROOT))) {
            return NONE;
        }
        int end = text.indexOf("\r\n");
        if (end < 0) {
            return text.length() < MAX_COOKIE ? PARTIAL : NONE;
        }
        String cookie = text.substring(LABEL.length(), end).strip();
        int equals = cookie.indexOf('=');
        return equals <= 0
                ? NONE
                : new RdpCookie(false, cookie.substring(0, equals), cookie.substring(equals + 1));
    }
}
