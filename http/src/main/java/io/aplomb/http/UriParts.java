package io.aplomb.http;

/**
 * A request target or URI reference taken apart (RFC 9112 section 3.2, RFC 3986 section 3), for
 * configuration texts and redirects; a received target is already taken apart in its {@link
 * HttpHead}.
 *
 * @param scheme without {@code ://}, empty if the target has none
 * @param authority {@code host[:port]} of an absolute target, else empty
 * @param path from the first slash to before the {@code ?}; {@code *} for the asterisk-form
 * @param query what follows the {@code ?}
 * @param hasQuery whether there is a {@code ?}
 */
public record UriParts(
        String scheme, String authority, String path, String query, boolean hasQuery) {
    /** Takes a target apart. Never fails: what has neither scheme nor slash is a path. */
    public static UriParts parse(String target) {
        int mark = target.indexOf('?');
        String beforeQuery = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        int colon = beforeQuery.indexOf("://");
        if (colon <= 0 || beforeQuery.indexOf('/') < colon) {
            return new UriParts("", "", beforeQuery, query, mark >= 0);
        }
        int slash = beforeQuery.indexOf('/', colon + 3);
        int authorityEnd = slash < 0 ? beforeQuery.length() : slash;
        return new UriParts(
                beforeQuery.substring(0, colon),
                beforeQuery.substring(colon + 3, authorityEnd),
                beforeQuery.substring(authorityEnd),
                query,
                mark >= 0);
    }

    public String pathAndQuery() {
        return hasQuery ? path + "?" + query : path;
    }

    @Override
    public String toString() {
        return scheme.isEmpty() ? pathAndQuery() : scheme + "://" + authority + pathAndQuery();
    }
}
