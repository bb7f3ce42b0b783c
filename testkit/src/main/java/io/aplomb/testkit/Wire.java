package io.aplomb.testkit;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * One end of a TCP connection in a test, driven step by step: send these octets, expect those.
 * Texts are ISO 8859-1. Reading waits at most {@value #PATIENCE_MS} ms; a script that does not go
 * as written fails with {@link AssertionError}.
 */
public final class Wire implements Closeable {

    /** Far above what loopback needs even on a busy machine; only failures wait so long. */
    static final int PATIENCE_MS = 60_000;

    private static final int LINGER_RESET = 0;

    private final Socket socket;
    private final InputStream in;

    Wire(Socket socket) {
        this.socket = socket;
        try {
            socket.setSoTimeout(PATIENCE_MS);
            socket.setTcpNoDelay(true);
            this.in = socket.getInputStream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Wire(Socket socket, InputStream in) {
        this.socket = socket;
        this.in = in;
    }

    /** The peer has reset it already. */
    static Wire ended(Socket socket) {
        return new Wire(socket, InputStream.nullInputStream());
    }

    public Socket socket() {
        return socket;
    }

    /** Sends a text as it is. */
    public Wire send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Wire send(byte[] octets) {
        try {
            socket.getOutputStream().write(octets);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Reads exactly that text. */
    public Wire expect(String text) {
        String got = read(text.length());
        if (!got.equals(text)) {
            throw new AssertionError("expected " + quoted(text) + " but got " + quoted(got));
        }
        return this;
    }

    /** Reads up to so many octets; fewer only at the end of the stream. */
    public String read(int count) {
        return new String(readBytes(count), StandardCharsets.ISO_8859_1);
    }

    /** Reads up to so many octets; fewer only at the end of the stream. */
    public byte[] readBytes(int count) {
        try {
            return in.readNBytes(count);
        } catch (IOException failure) {
            throw new AssertionError("while reading " + count + " octets", failure);
        }
    }

    /** Reads one octet, if there is one before the end. */
    private OptionalInt readOne() {
        try {
            int octet = in.read();
            return octet < 0 ? OptionalInt.empty() : OptionalInt.of(octet);
        } catch (IOException failure) {
            throw new AssertionError("while reading", failure);
        }
    }

    /** Reads up to and with the text; fails if the stream ends before. */
    public String readUntil(String end) {
        StringBuilder got = new StringBuilder();
        while (got.length() < end.length() || got.lastIndexOf(end) != got.length() - end.length()) {
            OptionalInt octet = readOne();
            if (octet.isEmpty()) {
                throw new AssertionError("the stream ended after " + quoted(got.toString()));
            }
            got.append((char) octet.getAsInt());
        }
        return got.toString();
    }

    /** Reads the head of a message, empty line included. */
    public String readHead() {
        return readUntil("\r\n\r\n");
    }

    /**
     * Reads a message whose body has a Content-Length, chunks, or nothing when neither is given.
     */
    public String readMessage() {
        String head = readHead();
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("\r\ncontent-length:");
        if (at >= 0) {
            int end = lower.indexOf("\r\n", at + 2);
            String value = lower.substring(at + "\r\ncontent-length:".length(), end);
            return head + read(Integer.parseInt(value.strip()));
        }
        if (lower.contains("\r\ntransfer-encoding: chunked")) {
            return head + readChunks();
        }
        return head;
    }

    private String readChunks() {
        StringBuilder body = new StringBuilder();
        while (true) {
            String line = readUntil("\r\n");
            body.append(line);
            int size = Integer.parseInt(line.split("[;\r]", 2)[0].strip(), 16);
            if (size == 0) {
                return body.append(readTrailers()).toString();
            }
            body.append(read(size + 2));
        }
    }

    private String readTrailers() {
        StringBuilder trailers = new StringBuilder();
        String line;
        do {
            line = readUntil("\r\n");
            trailers.append(line);
        } while (!line.equals("\r\n"));
        return trailers.toString();
    }

    /** Reads all there is until the end. */
    public String readToEnd() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketException reset) {
            // A reset is an end too; expectEnd tells them apart where it matters.
            return all.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw new AssertionError(
                    "no end after " + quoted(all.toString(StandardCharsets.ISO_8859_1)), failure);
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** The peer has closed (or reset) and nothing was left to read. */
    public void expectEnd() {
        String rest = readToEnd();
        if (!rest.isEmpty()) {
            throw new AssertionError("expected the end but got " + quoted(rest));
        }
    }

    /** Says that nothing more will be sent. */
    public Wire finishSending() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends the connection with a reset. */
    public void reset() {
        try {
            socket.setSoLinger(true, LINGER_RESET);
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\r", "\\r").replace("\n", "\\n") + '"';
    }
}
