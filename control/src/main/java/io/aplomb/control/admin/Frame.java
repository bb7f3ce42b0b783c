package io.aplomb.control.admin;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One message on the socket: its kind (1 octet), its length (4 octets), its content. */
record Frame(Kind kind, byte[] content) {

    /** A whole configuration fits well; more is not kept in memory for anybody. */
    static final int MAX_BYTES = 32 << 20;

    /** Changed whenever the meaning of a frame is. */
    static final int VERSION = 1;

    private static final int MAX_STRINGS = 10_000;

    /** What a message is. The order is the number on the wire. */
    enum Kind {
        /** From the caller, first: the command line. */
        REQUEST,
        /** To the caller: standard output. */
        OUT,
        /** To the caller: standard error. */
        ERR,
        /** To the caller, last: the exit code in decimal. */
        EXIT,
        /** To the caller: the path of a file to read. */
        READ,
        /** To the caller: a path and, in the next {@link #CONTENT}, what to write there. */
        WRITE,
        /** Either way: the content of a file, or any text asked for. */
        CONTENT,
        /** From the caller: it could not be done; the reason. */
        FAILED,
        /** To the caller: a question; the first octet tells whether the answer is secret. */
        ASK,
        /** To the caller: how many milliseconds to wait for a key. */
        KEY
    }

    static Frame of(Kind kind, String text) {
        return new Frame(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    void write(OutputStream out) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(content.length + 5);
        DataOutputStream data = new DataOutputStream(whole);
        data.writeByte(kind.ordinal());
        data.writeInt(content.length);
        data.write(content);
        out.write(whole.toByteArray());
        out.flush();
    }

    /**
     * The next one; null at the end.
     *
     * @throws IOException for what is no frame, and where the stream ends inside one
     */
    static @Nullable Frame read(InputStream in) throws IOException {
        int kind = in.read();
        if (kind < 0) {
            return null;
        }
        if (kind >= Kind.values().length) {
            throw new IOException("there is no message of kind " + kind);
        }
        int length = new DataInputStream(in).readInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new IOException("a message of " + length + " octets is too long");
        }
        byte[] content = in.readNBytes(length);
        if (content.length < length) {
            throw new EOFException("the message ends too early");
        }
        return new Frame(Kind.values()[kind], content);
    }

    static Frame request(AdminRequest request) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (DataOutputStream data = new DataOutputStream(whole)) {
            data.writeByte(VERSION);
            data.writeInt(request.columns());
            data.writeInt(request.rows());
            writeAll(data, request.words());
            List<String> pairs = new ArrayList<>();
            request.environment()
                    .forEach(
                            (name, value) -> {
                                pairs.add(name);
                                pairs.add(value);
                            });
            writeAll(data, pairs);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Frame(Kind.REQUEST, whole.toByteArray());
    }

    AdminRequest request() throws IOException {
        if (kind != Kind.REQUEST) {
            throw new IOException("the command line comes first, not " + kind);
        }
        try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(content))) {
            int version = data.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException(
                        "the daemon is of another version than the program that was called: restart"
                                + " it");
            }
            int columns = data.readInt();
            int rows = data.readInt();
            List<String> words = readAll(data);
            List<String> pairs = readAll(data);
            Map<String, String> environment = new LinkedHashMap<>();
            for (int i = 0; i + 1 < pairs.size(); i += 2) {
                environment.put(pairs.get(i), pairs.get(i + 1));
            }
            return new AdminRequest(words, environment, columns, rows);
        }
    }

    private static void writeAll(DataOutputStream data, List<String> strings) throws IOException {
        data.writeInt(strings.size());
        for (String string : strings) {
            byte[] encoded = string.getBytes(StandardCharsets.UTF_8);
            data.writeInt(encoded.length);
            data.write(encoded);
        }
    }

    private static List<String> readAll(DataInputStream data) throws IOException {
        int count = data.readInt();
        if (count < 0 || count > MAX_STRINGS) {
            throw new IOException(count + " words are too many");
        }
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = data.readInt();
            byte[] encoded = length < 0 ? new byte[0] : data.readNBytes(length);
            if (encoded.length != length) {
                throw new EOFException("the message ends too early");
            }
            strings.add(new String(encoded, StandardCharsets.UTF_8));
        }
        return strings;
    }
}
