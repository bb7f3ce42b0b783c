package io.aplomb.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The head of one HTTP/1.x message: start line and ordered fields, as offsets into a private copy
 * of its bytes (RFC 9112 sections 3 to 5). One object is filled again and again by {@link
 * HeadParser} or the {@code start} methods; nothing is allocated for a message once its arrays have
 * grown.
 *
 * <p>Confined to one thread, the event loop of its connection. Texts are byte-transparent: one char
 * 0 to 255 for each byte (ISO 8859-1).
 *
 * <p>Edits append bytes and re-point offsets. They return false, and change nothing, when the text
 * would break out of its place (CR, LF, NUL, chars above 255) or when the head would exceed {@link
 * HeadLimits#maxEncodedBytes()}; HAProxy calls that a rewrite failure. The framing facts ({@link
 * #contentLength()}, {@link #isChunked()}, {@link #hasCloseOption()} and the like) are those of the
 * message as received; edits leave them alone.
 */
public final class HttpHead {
    static final int CLOSE = 1;
    static final int KEEP_ALIVE = 1 << 1;
    static final int UPGRADE_OPTION = 1 << 2;
    static final int OTHER_OPTION = 1 << 3;
    static final int EXPECT_100 = 1 << 4;
    static final int EXPECT_OTHER = 1 << 5;
    static final int TRANSFER_ENCODING = 1 << 6;
    static final int CHUNKED = 1 << 7;
    static final int UPGRADE = 1 << 8;
    static final int LENGTH_PADDED = 1 << 9;
    static final int OTHER_CODING = 1 << 10;
    static final int LENGTH_REPEATED = 1 << 11;
    static final int MUST_CLOSE = 1 << 12;

    final HeadBytes bytes;
    final FieldList fields;
    final StartLine start;
    private final int maxEncodedBytes;

    int facts;

    /** Host fields received. */
    int hosts;

    long contentLength;
    long tolerated;

    /** A head with HAProxy's default limits. */
    public HttpHead() {
        this(HeadLimits.DEFAULT);
    }

    public HttpHead(HeadLimits limits) {
        this.bytes = new HeadBytes(limits.maxEncodedBytes());
        this.fields = new FieldList(bytes);
        this.start = new StartLine(bytes);
        this.maxEncodedBytes = limits.maxEncodedBytes();
        reset();
    }

    /** Empties it for the next message. */
    public void reset() {
        bytes.length = 0;
        fields.clear();
        start.clear();
        facts = 0;
        hosts = 0;
        contentLength = -1;
        tolerated = 0;
    }

    /**
     * Makes it a request of the proxy's own, without fields.
     *
     * @throws IllegalArgumentException if the method is not a token or the target has whitespace or
     *     control characters
     */
    public void startRequest(String method, String target, int minorVersion) {
        reset();
        start.beRequest(minorVersion);
        if (!setMethod(method) || !setTarget(target)) {
            throw new IllegalArgumentException("not a request line: " + method + " " + target);
        }
    }

    /**
     * Makes it a response of the proxy's own, without fields.
     *
     * @throws IllegalArgumentException if the status is not of three digits or the reason has
     *     control characters
     */
    public void startResponse(int minorVersion, int status, String reason) {
        reset();
        start.beResponse(minorVersion);
        if (!setStatus(status, reason)) {
            throw new IllegalArgumentException("not a status line: " + status + " " + reason);
        }
    }

    // ---- start line

    public boolean isRequest() {
        return start.isRequest;
    }

    /** The minor version: 0 for HTTP/1.0, 1 for HTTP/1.1 (which is what a later 1.x counts as). */
    public int minorVersion() {
        return start.minorVersion;
    }

    public void setMinorVersion(int minorVersion) {
        start.setMinorVersion(minorVersion);
    }

    public HttpMethod methodToken() {
        return start.method;
    }

    public String method() {
        return start.method == HttpMethod.OTHER
                ? text(start.methodOffset, start.methodLength)
                : start.method.name();
    }

    /** The target as it stands: HAProxy's {@code url}. */
    public String target() {
        return text(start.targetOffset, start.targetLength);
    }

    /** The path, from its first slash to before the {@code ?}; empty for {@code *} and CONNECT. */
    public String path() {
        return text(start.pathOffset, start.pathLength);
    }

    /** Path and query with the {@code ?} between: HAProxy's {@code pathq}. */
    public String pathAndQuery() {
        return text(start.pathOffset, start.pathAndQueryLength());
    }

    /** What follows the first {@code ?}, empty if there is none. */
    public String query() {
        return text(queryOffset(), queryLength());
    }

    /** The {@code host[:port]} of an absolute-form or authority-form target, else empty. */
    public String authority() {
        return text(start.authorityOffset, start.authorityLength);
    }

    public boolean hasQuery() {
        return start.hasQuery();
    }

    public int targetOffset() {
        return start.targetOffset;
    }

    public int targetLength() {
        return start.targetLength;
    }

    public int pathOffset() {
        return start.pathOffset;
    }

    public int pathLength() {
        return start.pathLength;
    }

    public int queryOffset() {
        return start.queryOffset();
    }

    public int queryLength() {
        return start.queryLength();
    }

    public boolean setMethod(String method) {
        return fits(method.length()) && Octets.isToken(method) && start.setMethod(method);
    }

    public boolean setTarget(String target) {
        return fits(target.length()) && start.setTarget(target);
    }

    /** Replaces the path and keeps scheme, authority and query. False for {@code *} and CONNECT. */
    public boolean setPath(String path) {
        return fits(path.length()) && start.setPath(path);
    }

    /** Replaces path and query; a text without {@code ?} removes the query. */
    public boolean setPathAndQuery(String pathAndQuery) {
        return fits(pathAndQuery.length()) && start.setPathAndQuery(pathAndQuery);
    }

    /**
     * Replaces what follows the {@code ?}; adds one if there was none and the text is not empty.
     */
    public boolean setQuery(String query) {
        return fits(query.length()) && start.setQuery(query);
    }

    public int status() {
        return start.status;
    }

    public String reason() {
        return text(start.reasonOffset, start.reasonLength);
    }

    public boolean setStatus(int status, String reason) {
        return fits(reason.length()) && start.setStatus(status, reason);
    }

    // ---- fields

    public int fieldCount() {
        return fields.count;
    }

    /** Index of the first field of that name at or after an index, or -1. */
    public int indexOf(FieldName name, int fromIndex) {
        return fields.indexOf(name, fromIndex);
    }

    public int indexOf(FieldName name) {
        return fields.indexOf(name, 0);
    }

    public boolean contains(FieldName name) {
        return fields.indexOf(name, 0) >= 0;
    }

    /** How many fields have that name. */
    public int count(FieldName name) {
        int count = 0;
        for (int i = fields.indexOf(name, 0); i >= 0; i = fields.indexOf(name, i + 1)) {
            count++;
        }
        return count;
    }

    /** The name of a field as received or written. */
    public String name(int index) {
        return text(nameOffset(index), nameLength(index));
    }

    public boolean nameEquals(int index, FieldName name) {
        return fields.at(index, FieldList.SIGNATURE) == name.signature
                && name.matches(bytes.array, nameOffset(index), nameLength(index));
    }

    public String value(int index) {
        return text(valueOffset(index), valueLength(index));
    }

    /** The value of the first field of that name, or an empty text. */
    public String firstValue(FieldName name) {
        int index = fields.indexOf(name, 0);
        return index < 0 ? "" : value(index);
    }

    public boolean valueEquals(int index, byte[] wanted) {
        int offset = valueOffset(index);
        if (valueLength(index) != wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes.array[offset + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** Compares a value with a text already in lower case, ignoring ASCII case. */
    public boolean valueEqualsIgnoreCase(int index, byte[] lowerCase) {
        return valueLength(index) == lowerCase.length
                && Octets.equalsIgnoreCase(bytes.array, valueOffset(index), lowerCase);
    }

    /**
     * The array all offsets point into. To be read only, and only until the next edit, parse or
     * reset, which may replace it.
     */
    public byte[] array() {
        return bytes.array;
    }

    public int nameOffset(int index) {
        return fields.at(index, FieldList.NAME);
    }

    public int nameLength(int index) {
        return fields.at(index, FieldList.NAME_LENGTH);
    }

    public int valueOffset(int index) {
        return fields.at(index, FieldList.VALUE);
    }

    public int valueLength(int index) {
        return fields.at(index, FieldList.VALUE_LENGTH);
    }

    /** Adds a field after all others. */
    public boolean add(FieldName name, String value) {
        return fits(name.wire.length + value.length() + 4)
                && Octets.isFieldContent(value)
                && fields.append(name, value);
    }

    /** Adds a field whose name was not prepared; false also if the name is not a token. */
    public boolean add(String name, String value) {
        return FieldName.isValid(name) && add(FieldName.of(name), value);
    }

    /** Adds a field before all others. */
    public boolean addFirst(FieldName name, String value) {
        if (!add(name, value)) {
            return false;
        }
        fields.moveLastTo(0);
        return true;
    }

    /** Removes all fields of that name and adds one at the end. */
    public boolean set(FieldName name, String value) {
        int before = fields.count;
        if (!add(name, value)) {
            return false;
        }
        for (int i = before - 1; i >= 0; i--) {
            if (nameEquals(i, name)) {
                fields.removeAt(i);
            }
        }
        return true;
    }

    public boolean setValueAt(int index, String value) {
        return fits(Math.max(0, value.length() - valueLength(index)))
                && Octets.isFieldContent(value)
                && fields.replaceValue(index, value);
    }

    /** Removes all fields of that name and says how many there were. */
    public int remove(FieldName name) {
        int removed = 0;
        for (int i = fields.indexOf(name, 0); i >= 0; i = fields.indexOf(name, i)) {
            fields.removeAt(i);
            removed++;
        }
        return removed;
    }

    public void removeAt(int index) {
        fields.removeAt(index);
    }

    /** Called for each field in order. */
    @FunctionalInterface
    public interface FieldVisitor {
        void field(String name, String value);
    }

    /** Visits each field as texts. The visitor must not edit. */
    public void forEach(FieldVisitor visitor) {
        for (int i = 0; i < fields.count; i++) {
            visitor.field(name(i), value(i));
        }
    }

    // ---- facts of the received message

    /** The length the message declares, or -1; always -1 with {@link #hasTransferEncoding()}. */
    public long contentLength() {
        return contentLength;
    }

    /** Whether chunked is the last transfer coding. */
    public boolean isChunked() {
        return (facts & CHUNKED) != 0;
    }

    public boolean hasTransferEncoding() {
        return (facts & TRANSFER_ENCODING) != 0;
    }

    /** Whether {@code Connection} has {@code close}. */
    public boolean hasCloseOption() {
        return (facts & CLOSE) != 0;
    }

    /** Whether {@code Connection} has {@code keep-alive}. */
    public boolean hasKeepAliveOption() {
        return (facts & KEEP_ALIVE) != 0;
    }

    /** Whether {@code Connection} names fields of its own, which end at the next hop. */
    public boolean hasOtherConnectionOption() {
        return (facts & OTHER_OPTION) != 0;
    }

    /** Whether the message asks for, or agrees to, another protocol: RFC 9110 section 7.8. */
    public boolean isUpgrade() {
        return (facts & (UPGRADE | UPGRADE_OPTION)) == (UPGRADE | UPGRADE_OPTION);
    }

    /**
     * Whether the client waits for {@code 100 Continue}; ignored for HTTP/1.0 (RFC 9110 10.1.1).
     */
    public boolean expectsContinue() {
        return (facts & EXPECT_100) != 0 && start.minorVersion >= 1;
    }

    /** Whether the connection may carry another message after this one: RFC 9112 section 9.3. */
    public boolean isPersistent() {
        if ((facts & (CLOSE | MUST_CLOSE)) != 0) {
            return false;
        }
        return start.minorVersion >= 1 || (facts & KEEP_ALIVE) != 0;
    }

    /** Index of the Host field, or -1. */
    public int hostIndex() {
        return fields.indexOf(FieldName.HOST, 0);
    }

    /** The bits of the {@link Violation}s found and let pass. */
    public long toleratedViolations() {
        return tolerated;
    }

    public boolean tolerated(Violation violation) {
        return (tolerated & violation.bit()) != 0;
    }

    // ---- wire

    /** An upper bound, near the exact value, of what {@link #encodeTo} writes. */
    public int encodedBytes() {
        return start.encodedBytes() + fields.encodedBytes + 2;
    }

    /** Writes the head with all edits, its last CRLF included. */
    public void encodeTo(ByteBuf out) {
        out.ensureWritable(encodedBytes());
        if (start.rawEnd != 0) {
            fields.encodeTo(out, start.rawStart, start.rawEnd);
        } else {
            start.encodeTo(out);
            fields.encodeTo(out, -1, -1);
        }
        out.writeShort('\r' << 8 | '\n');
    }

    private boolean fits(int extraBytes) {
        return extraBytes <= maxEncodedBytes - encodedBytes();
    }

    private String text(int offset, int length) {
        return length == 0
                ? ""
                : new String(bytes.array, offset, length, StandardCharsets.ISO_8859_1);
    }

    /** The head as text, for messages to people. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(start.toText());
        forEach((name, value) -> out.append("\r\n").append(name).append(": ").append(value));
        return out.append("\r\n\r\n").toString();
    }
}
