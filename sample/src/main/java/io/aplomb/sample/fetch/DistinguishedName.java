package io.aplomb.sample.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An X.501 name out of its DER form, printed as OpenSSL does: {@code /C=FR/O=Acme/CN=www}. Values
 * stay octets (RFC 5280 section 4.1.2.4).
 */
final class DistinguishedName {

    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int BMP_STRING = 0x1E;

    private static final Map<String, String> SHORT_NAMES =
            Map.ofEntries(
                    Map.entry("2.5.4.3", "CN"),
                    Map.entry("2.5.4.4", "SN"),
                    Map.entry("2.5.4.5", "serialNumber"),
                    Map.entry("2.5.4.6", "C"),
                    Map.entry("2.5.4.7", "L"),
                    Map.entry("2.5.4.8", "ST"),
                    Map.entry("2.5.4.9", "street"),
                    Map.entry("2.5.4.10", "O"),
                    Map.entry("2.5.4.11", "OU"),
                    Map.entry("2.5.4.12", "title"),
                    Map.entry("2.5.4.13", "description"),
                    Map.entry("2.5.4.17", "postalCode"),
                    Map.entry("2.5.4.41", "name"),
                    Map.entry("2.5.4.42", "GN"),
                    Map.entry("2.5.4.43", "initials"),
                    Map.entry("2.5.4.46", "dnQualifier"),
                    Map.entry("2.5.4.65", "pseudonym"),
                    Map.entry("1.2.840.113549.1.9.1", "emailAddress"),
                    Map.entry("0.9.2342.19200300.100.1.1", "UID"),
                    Map.entry("0.9.2342.19200300.100.1.25", "DC"));

    private record Entry(String name, String value) {}

    private final List<Entry> entries;

    private DistinguishedName(List<Entry> entries) {
        this.entries = entries;
    }

    /** Reads the DER form; what cannot be read is left out. */
    static DistinguishedName of(byte[] der) {
        List<Entry> entries = new ArrayList<>();
        Der name = new Der(der, 0, der.length).enter(SEQUENCE);
        while (name != null && name.hasMore()) {
            Der set = name.enter(SET);
            while (set != null && set.hasMore()) {
                Der pair = set.enter(SEQUENCE);
                Entry entry = pair == null ? null : entry(pair);
                if (entry == null) {
                    return new DistinguishedName(entries);
                }
                entries.add(entry);
            }
            if (set == null) {
                break;
            }
        }
        return new DistinguishedName(entries);
    }

    /** All entries: {@code /C=FR/CN=www}. */
    String oneLine() {
        StringBuilder out = new StringBuilder();
        entries.forEach(
                entry -> out.append('/').append(entry.name).append('=').append(entry.value));
        return out.toString();
    }

    /** Last entry first, separated by commas, special characters escaped: RFC 2253. */
    String rfc2253() {
        StringBuilder out = new StringBuilder();
        for (Entry entry : entries.reversed()) {
            out.append(out.isEmpty() ? "" : ",").append(entry.name).append('=');
            appendEscaped(entry.value, out);
        }
        return out.toString();
    }

    private static void appendEscaped(String value, StringBuilder out) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean edge = (i == 0 || i == value.length() - 1) && c == ' ';
            if (edge || (i == 0 && c == '#') || ",+\"\\<>;".indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append(c);
        }
    }

    /** The value of an entry by its short name, counted from 1, or from the end from -1. */
    @Nullable String entry(String name, int occurrence) {
        List<String> values =
                entries.stream()
                        .filter(entry -> entry.name.equalsIgnoreCase(name))
                        .map(Entry::value)
                        .toList();
        int index = occurrence < 0 ? values.size() + occurrence : occurrence - 1;
        return index >= 0 && index < values.size() ? values.get(index) : null;
    }

    private static @Nullable Entry entry(Der pair) {
        byte[] identifier = pair.content(OBJECT_IDENTIFIER);
        int tag = pair.peekTag();
        byte[] value = identifier == null ? null : pair.content(tag);
        if (identifier == null || value == null) {
            return null;
        }
        String dotted = dotted(identifier);
        String text = new String(value, tag == BMP_STRING ? UTF_16BE : ISO_8859_1);
        return new Entry(SHORT_NAMES.getOrDefault(dotted, dotted), text);
    }

    private static String dotted(byte[] identifier) {
        StringBuilder out = new StringBuilder();
        long number = 0;
        for (byte octet : identifier) {
            number = number << 7 | (octet & 0x7F);
            if (octet >= 0) {
                if (out.isEmpty()) {
                    long first = Math.min(number / 40, 2);
                    out.append(first).append('.').append(number - first * 40);
                } else {
                    out.append('.').append(number);
                }
                number = 0;
            }
        }
        return out.toString();
    }

    /** A cursor over DER values (ITU-T X.690). */
    private static final class Der {
        private final byte[] bytes;
        private int at;
        private final int end;

        Der(byte[] bytes, int at, int end) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
        }

        boolean hasMore() {
            return at < end;
        }

        int peekTag() {
            return at < end ? bytes[at] & 0xFF : -1;
        }

        /** The inside of the next value, and moves past it; null when it has another tag. */
        @Nullable Der enter(int tag) {
            if (at + 2 > end || peekTag() != tag) {
                return null;
            }
            int length = bytes[at + 1] & 0xFF;
            int start = at + 2;
            if (length > 0x80) {
                int count = length & 0x7F;
                length = 0;
                for (int i = 0; i < count && start < end; i++) {
                    length = length << 8 | (bytes[start++] & 0xFF);
                }
            }
            if (length < 0 || length > end - start) {
                return null;
            }
            at = start + length;
            return new Der(bytes, start, at);
        }

        byte @Nullable [] content(int tag) {
            Der inside = enter(tag);
            return inside == null ? null : Arrays.copyOfRange(bytes, inside.at, inside.end);
        }
    }
}
