package io.aplomb.control.vip;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Asks this machine's {@code aplomb proxy} whether it serves: {@code show health} at its runtime
 * socket ({@code stats socket}). A proxy that is stopped or whose event loop hangs is connected to
 * by the kernel all the same and never answers, so every step has the same end. Any thread.
 */
record ProxyQuestion(Path socket) {

    private static final String QUESTION = "show health\n";
    private static final String UP = "Status: up\n";
    private static final int ANSWER_BYTES = 1024;

    /** What came of asking. */
    record Answer(boolean isUp, String text) {}

    /**
     * Asks and waits.
     *
     * @param limitNs for the whole; no answer by then is a bad answer
     */
    Answer ask(long limitNs) {
        long deadlineNs = System.nanoTime() + limitNs;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
                await(selector, deadlineNs);
                boolean _ = channel.finishConnect();
            }
            // An empty socket's buffer takes so short a line as a whole.
            int _ = channel.write(StandardCharsets.US_ASCII.encode(QUESTION));
            key.interestOps(SelectionKey.OP_READ);
            ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES);
            boolean open = true;
            while (open && answer.hasRemaining()) {
                await(selector, deadlineNs);
                open = channel.read(answer) >= 0;
            }
            String text = new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
            return new Answer(text.startsWith(UP), text.strip().replace('\n', ','));
        } catch (IOException failure) {
            return new Answer(false, String.valueOf(failure.getMessage()));
        }
    }

    private static void await(Selector selector, long deadlineNs) throws IOException {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        if (leftMs <= 0 || selector.select(leftMs) == 0) {
            throw new IOException("no answer in time");
        }
        selector.selectedKeys().clear();
    }
}
