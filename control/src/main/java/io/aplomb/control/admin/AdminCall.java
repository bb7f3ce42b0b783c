package io.aplomb.control.admin;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One command line being carried out, seen from the daemon. */
final class AdminCall {
    private static final Logger LOG = LoggerFactory.getLogger("aplomb.admin");
    private static final int BUFFER_BYTES = 16 << 10;

    private final SocketChannel channel;
    private final AdminHandler handler;
    private final OutputStream toCaller;

    /** Stands for the end of the stream in the queue. */
    private static final Frame GONE = Frame.of(Frame.Kind.FAILED, "the caller is gone");

    /** An answer is asked for one at a time, so more than one never wait. */
    private final BlockingQueue<Frame> answers = new ArrayBlockingQueue<>(2);

    AdminCall(SocketChannel channel, AdminHandler handler) {
        this.channel = channel;
        this.handler = handler;
        this.toCaller = new ChannelOutput(channel);
    }

    /** Writes all of it, however slowly it is taken. */
    private static final class ChannelOutput extends OutputStream {
        private final SocketChannel channel;

        ChannelOutput(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
            while (buffer.hasRemaining()) {
                int _ = channel.write(buffer);
            }
        }
    }

    void run() throws IOException {
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
        Frame first = Frame.read(in);
        if (first == null) {
            return;
        }
        AdminRequest request;
        try {
            request = first.request();
        } catch (IOException refused) {
            Frame.of(Frame.Kind.ERR, "Error: " + refused.getMessage() + "\n").write(toCaller);
            Frame.of(Frame.Kind.EXIT, "1").write(toCaller);
            return;
        }
        Thread worker = Thread.currentThread();
        AtomicReference<@Nullable Thread> toInterrupt = new AtomicReference<>(worker);
        Thread.ofVirtual().name("admin-answers").start(() -> listen(in, toInterrupt));
        Remote caller = new Remote(request);
        int code;
        try {
            code = handler.carryOut(caller);
        } catch (InterruptedException gone) {
            return;
        } catch (RuntimeException bug) {
            LOG.error("{}", String.join(" ", request.words()), bug);
            caller.err().println("Error: " + bug + ", this is a bug; the daemon's log has more");
            code = 1;
        } finally {
            toInterrupt.set(null);
        }
        caller.out().flush();
        caller.err().flush();
        Frame.of(Frame.Kind.EXIT, Integer.toString(code)).write(toCaller);
    }

    private void listen(InputStream in, AtomicReference<@Nullable Thread> worker) {
        try {
            for (Frame frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
                answers.put(frame);
            }
        } catch (IOException gone) {
            LOG.debug("a caller is gone: {}", gone.getMessage());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        boolean _ = answers.offer(GONE);
        Thread waiting = worker.get();
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    private final class Remote implements Caller {
        private final AdminRequest request;
        private final PrintStream out = stream(Frame.Kind.OUT);
        private final PrintStream err = stream(Frame.Kind.ERR);

        Remote(AdminRequest request) {
            this.request = request;
        }

        private PrintStream stream(Frame.Kind kind) {
            OutputStream framed =
                    new OutputStream() {
                        @Override
                        public void write(int octet) throws IOException {
                            write(new byte[] {(byte) octet}, 0, 1);
                        }

                        @Override
                        public void write(byte[] bytes, int from, int length) throws IOException {
                            byte[] content = new byte[length];
                            System.arraycopy(bytes, from, content, 0, length);
                            new Frame(kind, content).write(toCaller);
                        }
                    };
            return new PrintStream(
                    new BufferedOutputStream(framed, BUFFER_BYTES), false, StandardCharsets.UTF_8);
        }

        @Override
        public AdminRequest request() {
            return request;
        }

        @Override
        public PrintStream out() {
            err.flush();
            return out;
        }

        @Override
        public PrintStream err() {
            out.flush();
            return err;
        }

        private Frame ask(Frame question) throws IOException {
            out.flush();
            err.flush();
            question.write(toCaller);
            try {
                Frame answer = answers.take();
                if (answer.kind() == Frame.Kind.FAILED) {
                    throw new IOException(answer.text());
                }
                return answer;
            } catch (InterruptedException gone) {
                Thread.currentThread().interrupt();
                throw new IOException("the caller is gone", gone);
            }
        }

        @Override
        public byte[] readFile(String path) throws IOException {
            return ask(Frame.of(Frame.Kind.READ, path)).content();
        }

        @Override
        public void writeFile(String path, byte[] content) throws IOException {
            Frame.of(Frame.Kind.WRITE, path).write(toCaller);
            Frame _ = ask(new Frame(Frame.Kind.CONTENT, content));
        }

        @Override
        public Optional<String> ask(String prompt, boolean secret) throws IOException {
            Frame answer = ask(Frame.of(Frame.Kind.ASK, (secret ? "s" : "p") + prompt));
            return answer.content().length == 0
                    ? Optional.empty()
                    : Optional.of(answer.text().substring(1));
        }

        @Override
        public Optional<Character> key(long waitMs) throws IOException {
            Frame answer = ask(Frame.of(Frame.Kind.KEY, Long.toString(waitMs)));
            return answer.content().length == 0
                    ? Optional.empty()
                    : Optional.of(answer.text().charAt(0));
        }
    }
}
