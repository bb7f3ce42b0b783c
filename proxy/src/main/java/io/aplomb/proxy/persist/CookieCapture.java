package io.aplomb.proxy.persist;

import io.aplomb.http.FieldName;
import io.aplomb.http.HttpHead;
import io.aplomb.model.proxy.Captures;
import io.aplomb.proxy.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code capture cookie}: keeps the first cookie of that name, with its name, for the log. */
public final class CookieCapture {

    private CookieCapture() {}

    /** Of the Cookie fields. */
    public static void ofRequest(HttpHead request, Stream stream) {
        Captures.Cookie wanted = stream.frontendRuntime().part().captures().cookie();
        String found = wanted == null ? null : find(request, FieldName.COOKIE, wanted, false);
        if (found != null) {
            stream.captures().requestCookie(found);
        }
    }

    /** Of the Set-Cookie fields, without attributes. */
    public static void ofResponse(HttpHead response, Stream stream) {
        Captures.Cookie wanted = stream.frontendRuntime().part().captures().cookie();
        String found = wanted == null ? null : find(response, FieldName.SET_COOKIE, wanted, true);
        if (found != null) {
            stream.captures().responseCookie(found);
        }
    }

    private static @Nullable String find(
            HttpHead head, FieldName field, Captures.Cookie wanted, boolean firstOnly) {
        for (int i = head.indexOf(field); i >= 0; i = head.indexOf(field, i + 1)) {
            for (String pair : head.value(i).split("[;,]")) {
                String text = pair.strip();
                if (matches(text, wanted)) {
                    return text.length() > wanted.maxLength()
                            ? text.substring(0, wanted.maxLength())
                            : text;
                }
                if (firstOnly) {
                    break;
                }
            }
        }
        return null;
    }

    private static boolean matches(String pair, Captures.Cookie wanted) {
        return pair.startsWith(wanted.name())
                && (wanted.prefix() || pair.startsWith("=", wanted.name().length()));
    }
}
