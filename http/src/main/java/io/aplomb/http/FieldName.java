package io.aplomb.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A field name prepared for fast lookups: lower-case bytes and a signature (RFC 9110 section 5.1).
 * Make one for each name a configuration uses, once, and keep it. Equality ignores ASCII case;
 * {@link #toString} gives the spelling it was made with, which is the one written on the wire.
 */
public final class FieldName {
    public static final FieldName ACCEPT_ENCODING = of("Accept-Encoding");
    public static final FieldName AUTHORIZATION = of("Authorization");
    public static final FieldName CACHE_CONTROL = of("Cache-Control");
    public static final FieldName CONNECTION = of("Connection");
    public static final FieldName CONTENT_ENCODING = of("Content-Encoding");
    public static final FieldName CONTENT_LENGTH = of("Content-Length");
    public static final FieldName CONTENT_TYPE = of("Content-Type");
    public static final FieldName COOKIE = of("Cookie");
    public static final FieldName DATE = of("Date");
    public static final FieldName EXPECT = of("Expect");
    public static final FieldName EXPIRES = of("Expires");
    public static final FieldName HOST = of("Host");
    public static final FieldName KEEP_ALIVE = of("Keep-Alive");
    public static final FieldName LOCATION = of("Location");
    public static final FieldName ORIGIN = of("Origin");
    public static final FieldName PRAGMA = of("Pragma");
    public static final FieldName PROXY_AUTHENTICATE = of("Proxy-Authenticate");
    public static final FieldName PROXY_AUTHORIZATION = of("Proxy-Authorization");
    public static final FieldName PROXY_CONNECTION = of("Proxy-Connection");
    public static final FieldName REFERER = of("Referer");
    public static final FieldName RETRY_AFTER = of("Retry-After");
    public static final FieldName SERVER = of("Server");
    public static final FieldName SET_COOKIE = of("Set-Cookie");
    public static final FieldName STRICT_TRANSPORT_SECURITY = of("Strict-Transport-Security");
    public static final FieldName TE = of("TE");
    public static final FieldName TRAILER = of("Trailer");
    public static final FieldName TRANSFER_ENCODING = of("Transfer-Encoding");
    public static final FieldName UPGRADE = of("Upgrade");
    public static final FieldName USER_AGENT = of("User-Agent");
    public static final FieldName VARY = of("Vary");
    public static final FieldName VIA = of("Via");
    public static final FieldName WWW_AUTHENTICATE = of("WWW-Authenticate");
    public static final FieldName X_FORWARDED_FOR = of("X-Forwarded-For");
    public static final FieldName X_FORWARDED_PROTO = of("X-Forwarded-Proto");
    public static final FieldName X_ORIGINAL_TO = of("X-Original-To");

    private final String text;
    final byte[] wire;
    final byte[] lowerCase;

    /** What parser and lookups compare first; equal names have equal ones. */
    final int signature;

    private final int hash;

    private FieldName(String text) {
        this.text = text;
        this.wire = text.getBytes(StandardCharsets.ISO_8859_1);
        this.lowerCase = text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
        this.signature = signature(lowerCase, 0, lowerCase.length);
        this.hash = text.toLowerCase(Locale.ROOT).hashCode();
    }

    /**
     * Prepares a name.
     *
     * @throws IllegalArgumentException if it is not a token; check {@link #isValid} first for text
     *     from outside
     */
    public static FieldName of(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("not a field name: \"" + name + "\"");
        }
        return new FieldName(name);
    }

    /** Whether a text can be a field name: a non-empty token of RFC 9110 section 5.6.2. */
    public static boolean isValid(String name) {
        return Octets.isToken(name);
    }

    /**
     * Length, first, middle and last letter of a name, case aside. Cheaper than a hash of all
     * bytes, which would cost the parser more than all else it does with a name, and nearly as
     * selective.
     */
    static int signature(byte[] bytes, int offset, int length) {
        return length << 24
                ^ Octets.LOWER[bytes[offset] & 0xff] << 16
                ^ Octets.LOWER[bytes[offset + (length >> 1)] & 0xff] << 8
                ^ Octets.LOWER[bytes[offset + length - 1] & 0xff];
    }

    boolean matches(byte[] bytes, int offset, int length) {
        return length == lowerCase.length && Octets.equalsIgnoreCase(bytes, offset, lowerCase);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldName that && matches(that.lowerCase, 0, that.lowerCase.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return text;
    }
}
