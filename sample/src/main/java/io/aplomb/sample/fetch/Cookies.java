package io.aplomb.sample.fetch;

import io.aplomb.http.FieldName;
import io.aplomb.http.HttpHead;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Cookies as Cookie and Set-Cookie fields carry them: RFC 6265 sections 4.1 and 4.2. */
final class Cookies {

    private Cookies() {}

    /**
     * Walks the values of a cookie in order until one passes.
     *
     * @param name empty for any; case matters
     */
    static boolean any(HttpHead head, boolean request, String name, Predicate<String> test) {
        FieldName field = request ? FieldName.COOKIE : FieldName.SET_COOKIE;
        for (int i = head.indexOf(field); i >= 0; i = head.indexOf(field, i + 1)) {
            if (anyInLine(head.value(i), request, name, test)) {
                return true;
            }
        }
        return false;
    }

    /** A request lists cookies; in a response attributes follow the one cookie of a line. */
    private static boolean anyInLine(
            String line, boolean request, String name, Predicate<String> test) {
        int start = 0;
        while (start < line.length()) {
            int end = end(line, start, request);
            String value = valueOf(line.substring(start, end), name);
            if (value != null && test.test(value)) {
                return true;
            }
            int next = request ? end : endOfCookie(line, end);
            start = next + 1;
        }
        return false;
    }

    private static int endOfCookie(String line, int from) {
        // A comma may stand in the date of Expires: only one before another name starts a cookie.
        int comma = line.indexOf(',', from);
        while (comma >= 0) {
            int equals = line.indexOf('=', comma);
            int semicolon = line.indexOf(';', comma);
            if (equals > 0 && (semicolon < 0 || equals < semicolon)) {
                return comma;
            }
            comma = line.indexOf(',', comma + 1);
        }
        return line.length();
    }

    private static int end(String line, int start, boolean request) {
        boolean quoted = false;
        for (int i = start; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ';' || (c == ',' && request))) {
                return i;
            }
        }
        return line.length();
    }

    private static @Nullable String valueOf(String pair, String name) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            return null;
        }
        String found = pair.substring(0, equals).strip();
        boolean wanted = !found.startsWith("$") && (name.isEmpty() || found.equals(name));
        return wanted ? pair.substring(equals + 1).strip() : null;
    }
}
