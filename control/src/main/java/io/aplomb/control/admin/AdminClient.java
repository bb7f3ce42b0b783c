package io.aplomb.control.admin;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The caller's end of the socket. */
public final class AdminClient {
    private AdminClient() {}

    /** Nobody answers at the socket. */
    public static final class NobodyThereException extends IOException {
        private static final long serialVersionUID = 1;

        NobodyThereException(Path path, Throwable cause) {
            super(path + ": " + cause.getMessage(), cause);
        }
    }

    /**
     * Has a command line carried out by the daemon and passes everything on.
     *
     * @return the exit code
     * @throws NobodyThereException where no daemon runs
     * @throws IOException where it was cut off
     */
    public static int carryOut(Path socket, Caller caller) throws IOException {
        try (SocketChannel channel = connect(socket)) {
            // two directions of one channel must not share a lock
            OutputStream out = Channels.newOutputStream(channel);
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
            Frame.request(caller.request()).write(out);
            Optional<Integer> code = Optional.empty();
            while (code.isEmpty()) {
                Frame frame = Frame.read(in);
                if (frame == null) {
                    throw new IOException("the daemon ended before it had answered");
                }
                code = take(frame, caller, in, out);
            }
            return code.get();
        }
    }

    private static SocketChannel connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(java.net.StandardProtocolFamily.UNIX);
        try {
            boolean _ = channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        } catch (ConnectException nobody) {
            channel.close();
            throw new NobodyThereException(socket, nobody);
        } catch (IOException refused) {
            channel.close();
            throw java.nio.file.Files.exists(socket)
                    ? new IOException(socket + ": " + refused.getMessage(), refused)
                    : new NobodyThereException(socket, refused);
        }
    }

    private static Optional<Integer> take(
            Frame frame, Caller caller, InputStream in, OutputStream out) throws IOException {
        switch (frame.kind()) {
            case OUT -> {
                caller.out().writeBytes(frame.content());
                caller.out().flush();
            }
            case ERR -> {
                caller.err().writeBytes(frame.content());
                caller.err().flush();
            }
            case EXIT -> {
                return Optional.of(Integer.valueOf(frame.text()));
            }
            case READ -> answer(out, () -> caller.readFile(frame.text()));
            case WRITE -> {
                Frame content = Frame.read(in);
                if (content == null || content.kind() != Frame.Kind.CONTENT) {
                    throw new IOException("the daemon did not say what to write");
                }
                answer(
                        out,
                        () -> {
                            caller.writeFile(frame.text(), content.content());
                            return new byte[0];
                        });
            }
            case ASK -> {
                String prompt = frame.text();
                answer(
                        out,
                        () ->
                                said(
                                        caller.ask(prompt.substring(1), prompt.startsWith("s"))
                                                .map(line -> "=" + line)));
            }
            case KEY ->
                    answer(
                            out,
                            () ->
                                    said(
                                            caller.key(Long.parseLong(frame.text()))
                                                    .map(String::valueOf)));
            case REQUEST, CONTENT, FAILED ->
                    throw new IOException("a daemon does not say " + frame.kind());
        }
        return Optional.empty();
    }

    private static byte[] said(Optional<String> text) {
        return text.orElse("").getBytes(StandardCharsets.UTF_8);
    }

    private interface Answer {
        byte[] get() throws IOException;
    }

    private static void answer(OutputStream out, Answer answer) throws IOException {
        byte[] content;
        try {
            content = answer.get();
        } catch (IOException failed) {
            Frame.of(Frame.Kind.FAILED, String.valueOf(failed.getMessage())).write(out);
            return;
        }
        new Frame(Frame.Kind.CONTENT, content).write(out);
    }
}
