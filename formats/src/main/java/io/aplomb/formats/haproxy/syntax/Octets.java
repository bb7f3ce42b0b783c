package io.aplomb.formats.haproxy.syntax;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** How texts of one character an octet are shown to people. */
final class Octets {

    private Octets() {}

    /** The text as UTF-8 would read it; unchanged when it is plain ASCII or not UTF-8. */
    static String display(String octets) {
        if (isAscii(octets)) {
            return octets;
        }
        try {
            byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            return octets;
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** Where the octet at an index stands in the displayed line, from 0. */
    static int displayIndex(String line, String displayed, int octetIndex) {
        if (displayed.length() == line.length()) {
            return octetIndex;
        }
        return display(line.substring(0, Math.min(octetIndex, line.length()))).length();
    }
}
