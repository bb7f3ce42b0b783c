package io.aplomb.proxy.h1;

import io.aplomb.http.Compliance;
import io.aplomb.http.FieldName;
import io.aplomb.http.HttpHead;
import io.aplomb.proxy.stream.Stream;
import java.util.Locale;
import java.util.Set;

/** What a proxy changes in the heads that pass it: RFC 9110 section 7.6.1, RFC 9112 section 9. */
final class MessageHeads {

    /** Fields a Connection field may not make a proxy remove: others depend on them. */
    private static final Set<String> NOT_NOMINABLE =
            Set.of(
                    "close",
                    "keep-alive",
                    "upgrade",
                    "te",
                    "connection",
                    "host",
                    "content-length",
                    "content-type",
                    "transfer-encoding",
                    "authorization",
                    "cookie",
                    "set-cookie",
                    "cache-control");

    private MessageHeads() {}

    /** How strictly the bodies of requests are read. */
    static Compliance compliance(Stream stream) {
        return stream.frontendConfig().http().acceptInvalidRequest()
                ? Compliance.RELAXED
                : Compliance.STRICT;
    }

    /** Before any rule sees a received head: fields its Connection field names end here. */
    static void dropNominated(HttpHead head) {
        if (!head.hasOtherConnectionOption()) {
            return;
        }
        int at = head.indexOf(FieldName.CONNECTION);
        while (at >= 0) {
            for (String option : head.value(at).split(",")) {
                String name = option.strip().toLowerCase(Locale.ROOT);
                if (!NOT_NOMINABLE.contains(name) && FieldName.isValid(name)) {
                    head.remove(FieldName.of(name));
                }
            }
            at = head.indexOf(FieldName.CONNECTION, at + 1);
        }
    }

    /**
     * The request as the server gets it.
     *
     * @param keep whether the server's connection is to stay open
     */
    static void forServer(HttpHead head, boolean keep) {
        boolean upgrade = head.isUpgrade();
        removeHopByHop(head);
        if (upgrade) {
            head.add(FieldName.CONNECTION, "Upgrade");
        } else {
            head.remove(FieldName.UPGRADE);
            if (!keep) {
                head.add(FieldName.CONNECTION, "close");
            } else if (head.minorVersion() == 0) {
                head.add(FieldName.CONNECTION, "keep-alive");
            }
        }
    }

    /**
     * The response as the client gets it.
     *
     * @param keep whether the client's connection stays open
     * @param clientMinorVersion of its request
     */
    static void forClient(HttpHead head, boolean keep, int clientMinorVersion) {
        if (head.status() == 101) {
            return;
        }
        removeHopByHop(head);
        if (!keep) {
            if (clientMinorVersion > 0 || head.minorVersion() > 0) {
                head.add(FieldName.CONNECTION, "close");
            }
        } else if (clientMinorVersion == 0 || head.minorVersion() == 0) {
            head.add(FieldName.CONNECTION, "keep-alive");
        }
    }

    /** A 1xx response on its way to the client. */
    static void forInterim(HttpHead head) {
        removeHopByHop(head);
    }

    private static void removeHopByHop(HttpHead head) {
        head.remove(FieldName.CONNECTION);
        head.remove(FieldName.KEEP_ALIVE);
        head.remove(FieldName.PROXY_CONNECTION);
        if (head.isRequest()) {
            head.remove(FieldName.TE);
        }
    }

    /** Whether a server's answer ties its connection to one client (NTLM, Negotiate). */
    static boolean bindsConnection(HttpHead response) {
        int status = response.status();
        if (status != 401 && status != 407) {
            return false;
        }
        FieldName name = status == 401 ? FieldName.WWW_AUTHENTICATE : FieldName.PROXY_AUTHENTICATE;
        for (int at = response.indexOf(name); at >= 0; at = response.indexOf(name, at + 1)) {
            String scheme = response.value(at).strip().toLowerCase(Locale.ROOT);
            if (scheme.startsWith("nego") || scheme.startsWith("ntlm")) {
                return true;
            }
        }
        return false;
    }
}
