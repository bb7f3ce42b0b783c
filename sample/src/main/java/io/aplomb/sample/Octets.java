package io.aplomb.sample;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Text of octets to and from octets: one char below 256 each. */
public final class Octets {

    private Octets() {}

    /** The octets of a text; a text with wider characters is taken as its UTF-8 octets. */
    public static byte[] of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return text.getBytes(UTF_8);
            }
        }
        return text.getBytes(ISO_8859_1);
    }

    /** One char per octet. */
    public static String text(byte[] octets) {
        return new String(octets, ISO_8859_1);
    }

    /** One char per octet, of a part of the array. */
    public static String text(byte[] octets, int offset, int length) {
        return new String(octets, offset, length, ISO_8859_1);
    }
}
