package io.aplomb.http;

import java.nio.charset.StandardCharsets;

/**
 * The request methods a proxy has to tell apart (RFC 9110 section 9, and PATCH of RFC 5789).
 * Methods are case-sensitive. Every other token is {@link #OTHER}; its text stays in the {@link
 * HttpHead}.
 */
public enum HttpMethod {
    GET(true, true),
    HEAD(true, true),
    POST(false, false),
    PUT(false, true),
    DELETE(false, true),
    OPTIONS(true, true),
    TRACE(true, true),
    PATCH(false, false),
    CONNECT(false, false),
    OTHER(false, false);

    private final boolean safe;
    private final boolean idempotent;

    HttpMethod(boolean safe, boolean idempotent) {
        this.safe = safe;
        this.idempotent = idempotent;
    }

    /** Whether the client asks for no change on the server: RFC 9110 section 9.2.1. */
    public boolean isSafe() {
        return safe;
    }

    /**
     * Whether doing it twice is doing it once, so that it may be retried: RFC 9110 section 9.2.2.
     */
    public boolean isIdempotent() {
        return idempotent;
    }

    /** The constant for a token, {@link #OTHER} when it has none of its own. */
    public static HttpMethod of(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.ISO_8859_1);
        return of(bytes, 0, bytes.length);
    }

    static HttpMethod of(byte[] bytes, int offset, int length) {
        HttpMethod candidate =
                switch (length) {
                    case 3 -> bytes[offset] == 'G' ? GET : PUT;
                    case 4 -> bytes[offset] == 'P' ? POST : HEAD;
                    case 5 -> bytes[offset] == 'T' ? TRACE : PATCH;
                    case 6 -> DELETE;
                    case 7 -> bytes[offset] == 'O' ? OPTIONS : CONNECT;
                    default -> OTHER;
                };
        return candidate != OTHER && candidate.matches(bytes, offset) ? candidate : OTHER;
    }

    private boolean matches(byte[] bytes, int offset) {
        String token = name();
        for (int i = 0; i < token.length(); i++) {
            if (bytes[offset + i] != token.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
