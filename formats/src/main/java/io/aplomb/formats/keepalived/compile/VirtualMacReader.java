package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Bytes;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** {@code use_vmac [NAME] [MAC]} and {@code vmac_xmit_base}. */
final class VirtualMacReader {

    /** The kernel keeps names of 15 octets. */
    private static final int MAX_NAME_CHARS = 15;

    /** Five octets leave the last one to the virtual router id. */
    private static final Pattern MAC =
            Pattern.compile("[0-9A-Fa-f]{1,2}([:-][0-9A-Fa-f]{1,2}){4,5}");

    void register(Registry<InstanceDraft> registry) {
        registry.on("use_vmac", VirtualMacReader::read);
        registry.on("vmac_xmit_base", (line, draft) -> draft.xmitBaseWord = line.keyword());
    }

    private static void read(Line line, InstanceDraft draft) throws Refusal {
        draft.vmacWord = line.keyword();
        while (line.hasNext()) {
            Word word = line.take("a name or a MAC address");
            if (MAC.matcher(word.text()).matches()) {
                draft.vmacAddress = octets(line, word);
            } else if (draft.vmacName == null) {
                draft.vmacName = name(line, word);
            } else {
                throw line.error(
                        word,
                        "'%s' is not a MAC address".formatted(word.text()),
                        "write use_vmac [NAME] [XX:XX:XX:XX:XX[:XX]]");
            }
        }
    }

    private static String name(Line line, Word word) throws Refusal {
        String text = word.text();
        boolean valid =
                !text.isEmpty()
                        && text.length() <= MAX_NAME_CHARS
                        && text.chars().noneMatch(c -> c == '/' || c <= ' ' || c == ':');
        if (!valid) {
            throw line.error(
                    word,
                    "'%s' cannot name an interface".formatted(text),
                    "at most %d characters, no slash, colon or blank".formatted(MAX_NAME_CHARS));
        }
        return text;
    }

    private static Bytes octets(Line line, Word word) throws Refusal {
        String[] parts = word.text().split("[:-]");
        byte[] octets = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            octets[i] = (byte) HexFormat.fromHexDigits(parts[i]);
        }
        if ((octets[0] & 1) != 0) {
            throw line.error(word, "'%s' is a multicast address".formatted(word.text()));
        }
        return Bytes.of(octets);
    }
}
