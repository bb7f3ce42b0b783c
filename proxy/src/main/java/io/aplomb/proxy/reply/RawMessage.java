package io.aplomb.proxy.reply;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.aplomb.base.Bytes;
import io.aplomb.http.FieldName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The message of an {@code errorfile}, taken apart (manual 4.2 "errorfile"): a status line, fields,
 * an empty line, the body as it is. Lines may end in LF alone.
 *
 * @param hasLength whether a Content-Length is among the fields; otherwise the body ends with the
 *     connection
 * @param close whether the file's own Connection field asks for that
 */
public record RawMessage(
        int minorVersion,
        int status,
        String reason,
        List<Field> fields,
        Bytes body,
        boolean hasLength,
        boolean close) {

    private static final Map<Bytes, RawMessage> PARSED = new WeakHashMap<>();

    public RawMessage {
        fields = List.copyOf(fields);
    }

    /** One field, its name in lower case. */
    public record Field(String name, String value) {}

    /** The file is not an HTTP response; the message says why. */
    public static final class InvalidMessageException extends Exception {
        InvalidMessageException(String message) {
            super(message);
        }
    }

    /**
     * Takes a message apart. To be called while the configuration is loaded, so that a wrong file
     * is told of then.
     */
    public static RawMessage parse(Bytes message) throws InvalidMessageException {
        String text = new String(message.toArray(), ISO_8859_1);
        int lineEnd = text.indexOf('\n');
        if (lineEnd < 0 || !text.startsWith("HTTP/1.")) {
            throw new InvalidMessageException("it does not begin with a status line");
        }
        String[] words = withoutReturn(text.substring(0, lineEnd)).split(" ", 3);
        if (words.length < 2 || !words[1].matches("[1-5][0-9]{2}")) {
            throw new InvalidMessageException("its status line has no status of three digits");
        }
        List<Field> fields = new ArrayList<>();
        int at = lineEnd + 1;
        while (true) {
            int end = text.indexOf('\n', at);
            if (end < 0) {
                throw new InvalidMessageException("no empty line ends its header fields");
            }
            String line = withoutReturn(text.substring(at, end));
            at = end + 1;
            if (line.isEmpty()) {
                break;
            }
            fields.add(field(line));
        }
        return assemble(words, fields, Bytes.of(text.substring(at).getBytes(ISO_8859_1)));
    }

    private static RawMessage assemble(String[] words, List<Field> fields, Bytes body)
            throws InvalidMessageException {
        boolean close = false;
        boolean hasLength = false;
        List<Field> kept = new ArrayList<>();
        for (Field field : fields) {
            switch (field.name) {
                case "connection" -> close |= field.value.equalsIgnoreCase("close");
                case "transfer-encoding" ->
                        throw new InvalidMessageException("it may not have a Transfer-Encoding");
                case "content-length" -> {
                    // A length that lies would break the connection: the real one is sent.
                    hasLength = true;
                    kept.add(new Field(field.name, Integer.toString(body.length())));
                }
                default -> kept.add(field);
            }
        }
        return new RawMessage(
                words[0].endsWith("0") ? 0 : 1,
                Integer.parseInt(words[1]),
                words.length > 2 ? words[2] : "",
                kept,
                body,
                hasLength,
                close);
    }

    private static Field field(String line) throws InvalidMessageException {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon);
        if (!FieldName.isValid(name)) {
            throw new InvalidMessageException("'" + line + "' is not a header field");
        }
        return new Field(name.toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /**
     * The parts of a message of the running configuration, taken apart once for each file.
     *
     * @throws IllegalArgumentException when it was not checked with {@link #parse} before
     */
    static RawMessage ofChecked(Bytes message) {
        synchronized (PARSED) {
            return PARSED.computeIfAbsent(message, RawMessage::parseChecked);
        }
    }

    private static RawMessage parseChecked(Bytes message) {
        try {
            return parse(message);
        } catch (InvalidMessageException e) {
            throw new IllegalArgumentException("an unchecked errorfile: " + e.getMessage(), e);
        }
    }
}
