package io.aplomb.control.enrol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests and replies as octets: a type, then fields in order, each with its length. */
final class EnrolCodec {

    private static final int MOST_WORDS = 10_000;

    private EnrolCodec() {}

    static byte[] encode(EnrolRequest request) {
        return octets(
                out -> {
                    switch (request) {
                        case EnrolRequest.Status() -> out.writeByte(1);
                        case EnrolRequest.NewKey(String node) -> {
                            out.writeByte(2);
                            text(out, node);
                        }
                        case EnrolRequest.Prepare prepare -> {
                            out.writeByte(3);
                            bytes(out, prepare.certificate());
                            bytes(out, prepare.authority());
                            out.writeBoolean(prepare.authorityKey().isPresent());
                            bytes(out, prepare.authorityKey().orElse(new byte[0]));
                            bytes(out, prepare.membership());
                        }
                        case EnrolRequest.Start() -> out.writeByte(4);
                        case EnrolRequest.Stop() -> out.writeByte(5);
                        case EnrolRequest.Enable(boolean on) -> {
                            out.writeByte(6);
                            out.writeBoolean(on);
                        }
                        case EnrolRequest.Destroy() -> out.writeByte(7);
                        case EnrolRequest.Forward(List<String> words) -> {
                            out.writeByte(8);
                            texts(out, words);
                        }
                        case EnrolRequest.Join join -> {
                            out.writeByte(9);
                            text(out, join.node());
                            texts(out, join.addresses());
                            out.writeInt(join.linkPort());
                            out.writeInt(join.storePort());
                        }
                    }
                });
    }

    static EnrolRequest request(byte[] octets) throws IOException {
        return read(
                octets,
                in ->
                        switch (in.readUnsignedByte()) {
                            case 1 -> new EnrolRequest.Status();
                            case 2 -> new EnrolRequest.NewKey(text(in));
                            case 3 -> prepare(in);
                            case 4 -> new EnrolRequest.Start();
                            case 5 -> new EnrolRequest.Stop();
                            case 6 -> new EnrolRequest.Enable(in.readBoolean());
                            case 7 -> new EnrolRequest.Destroy();
                            case 8 -> new EnrolRequest.Forward(texts(in));
                            case 9 ->
                                    new EnrolRequest.Join(
                                            text(in), texts(in), in.readInt(), in.readInt());
                            default -> throw new IOException("an unknown request");
                        });
    }

    private static EnrolRequest prepare(DataInputStream in) throws IOException {
        byte[] certificate = bytes(in);
        byte[] authority = bytes(in);
        boolean withKey = in.readBoolean();
        byte[] key = bytes(in);
        return new EnrolRequest.Prepare(
                certificate, authority, withKey ? Optional.of(key) : Optional.empty(), bytes(in));
    }

    static byte[] encode(EnrolReply reply) {
        return octets(
                out -> {
                    switch (reply) {
                        case EnrolReply.Status status -> {
                            out.writeByte(1);
                            text(out, status.host());
                            text(out, status.version());
                            text(out, status.cluster());
                            out.writeBoolean(status.running());
                            out.writeBoolean(status.enabled());
                        }
                        case EnrolReply.Key(byte[] request) -> {
                            out.writeByte(2);
                            bytes(out, request);
                        }
                        case EnrolReply.Done() -> out.writeByte(3);
                        case EnrolReply.Refused(String reason) -> {
                            out.writeByte(4);
                            text(out, reason);
                        }
                        case EnrolReply.Output output -> {
                            out.writeByte(5);
                            out.writeInt(output.exit());
                            text(out, output.output());
                            text(out, output.errors());
                        }
                    }
                });
    }

    static EnrolReply reply(byte[] octets) throws IOException {
        return read(
                octets,
                in ->
                        switch (in.readUnsignedByte()) {
                            case 1 ->
                                    new EnrolReply.Status(
                                            text(in),
                                            text(in),
                                            text(in),
                                            in.readBoolean(),
                                            in.readBoolean());
                            case 2 -> new EnrolReply.Key(bytes(in));
                            case 3 -> new EnrolReply.Done();
                            case 4 -> new EnrolReply.Refused(text(in));
                            case 5 -> new EnrolReply.Output(in.readInt(), text(in), text(in));
                            default -> throw new IOException("an unknown reply");
                        });
    }

    // Fields

    static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static void texts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_WORDS) {
            throw new IOException("too many words");
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text(in));
        }
        return texts;
    }

    static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) { // all of a frame is in memory
            throw new EOFException("a field longer than its frame");
        }
        return in.readNBytes(length);
    }

    /** Writes fields. */
    interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /** Reads fields. */
    interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    static byte[] octets(Writer writer) {
        var octets = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(octets)) {
            writer.write(out);
        } catch (IOException impossible) {
            throw new IllegalStateException("memory does not fail", impossible);
        }
        return octets.toByteArray();
    }

    /** All octets, and no more, make up the value. */
    static <T> T read(byte[] octets, Reader<T> reader) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(octets))) {
            T value = reader.read(in);
            if (in.available() > 0) {
                throw new IOException("more octets than fields");
            }
            return value;
        }
    }
}
