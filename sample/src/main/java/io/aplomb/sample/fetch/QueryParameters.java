package io.aplomb.sample.fetch;

import java.util.function.Predicate;

/** Parameters in a query or a form: {@code name=value&name=value}, not decoded. */
final class QueryParameters {

    private QueryParameters() {}

    /**
     * Walks the values of a parameter in order until one passes.
     *
     * @param name empty for any; case matters
     * @param delimiter ends a value beside ampersand and semicolon
     */
    static boolean any(String text, String name, char delimiter, Predicate<String> test) {
        int start = 0;
        while (start <= text.length()) {
            int end = start;
            while (end < text.length() && !ends(text.charAt(end), delimiter)) {
                end++;
            }
            int equals = text.indexOf('=', start);
            boolean pair = equals >= start && equals < end;
            boolean wanted = pair && (name.isEmpty() || text.substring(start, equals).equals(name));
            if (wanted && test.test(text.substring(equals + 1, end))) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    private static boolean ends(char c, char delimiter) {
        return c == '&' || c == ';' || c == delimiter;
    }
}
