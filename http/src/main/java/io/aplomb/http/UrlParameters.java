package io.aplomb.http;

import org.jspecify.annotations.Nullable;

/** Parameters in a target as HAProxy's {@code url_param} sees them: manual section 7.3.6. */
public final class UrlParameters {
    private UrlParameters() {}

    /**
     * The raw value of a parameter.
     *
     * @param pathAndQuery where to look; parameters begin after the first delimiter in it
     * @param delimiter what begins them, {@code ?} unless the configuration says otherwise; between
     *     them stand {@code &}, {@code ;} or the delimiter
     * @return null if there is none of that name; names are case-sensitive
     */
    public static @Nullable String first(String pathAndQuery, String name, char delimiter) {
        int begin = pathAndQuery.indexOf(delimiter);
        return begin < 0 ? null : firstIn(pathAndQuery, begin + 1, name, delimiter);
    }

    /** The raw value of a parameter in a form body or a bare query; null if there is none. */
    public static @Nullable String firstInQuery(String query, String name) {
        return firstIn(query, 0, name, '&');
    }

    private static @Nullable String firstIn(String text, int from, String name, char delimiter) {
        int at = from;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && !isDelimiter(text.charAt(end), delimiter)) {
                end++;
            }
            int valueAt = at + name.length() + 1;
            if (valueAt <= end && text.charAt(valueAt - 1) == '=' && text.startsWith(name, at)) {
                return text.substring(valueAt, end);
            }
            at = end + 1;
        }
        return null;
    }

    private static boolean isDelimiter(char c, char delimiter) {
        return c == '&' || c == ';' || c == delimiter;
    }
}
