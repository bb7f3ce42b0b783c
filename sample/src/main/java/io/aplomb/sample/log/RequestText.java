package io.aplomb.sample.log;

import io.aplomb.sample.SampleContext;
import org.jspecify.annotations.Nullable;

/** The captured request line, taken apart; every part is null when there is no good line. */
record RequestText(@Nullable String method, @Nullable String uri, @Nullable String version) {

    static RequestText of(SampleContext context) {
        String line = context.captures().requestLine();
        String[] words = line == null ? new String[0] : line.split(" ", 3);
        if (words.length < 2) {
            return new RequestText(null, null, null);
        }
        return new RequestText(words[0], words[1], words.length > 2 ? words[2] : "HTTP/1.0");
    }

    @Nullable String uriWithoutQuery() {
        int mark = uri == null ? -1 : uri.indexOf('?');
        return uri == null || mark < 0 ? uri : uri.substring(0, mark);
    }

    /** Without scheme, host and query. */
    @Nullable String path() {
        String whole = uriWithoutQuery();
        int scheme = whole == null ? -1 : whole.indexOf("://");
        if (whole == null || scheme < 0 || whole.startsWith("/")) {
            return whole;
        }
        int slash = whole.indexOf('/', scheme + 3);
        return slash < 0 ? whole : whole.substring(slash);
    }

    /** With its question mark; empty when there is none. */
    @Nullable String query() {
        int mark = uri == null ? -1 : uri.indexOf('?');
        if (uri == null) {
            return null;
        }
        return mark < 0 ? "" : uri.substring(mark);
    }
}
