package io.aplomb.proxy.log;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a syslog server, lines told apart by their line ends (RFC 6587 section 3.4.2). It
 * is opened at the first line and again after a failure, at most once in {@value #RETRY_MS} ms.
 */
final class StreamSink implements LogSink {

    /** Lines that come while a server is away must not each try to connect. */
    private static final long RETRY_MS = 1_000;

    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final long NS_PER_MS = 1_000_000;

    private final Target target;
    private @Nullable SocketChannel channel;
    private long notBeforeNs;
    private boolean failed;

    /** Where the server listens. */
    sealed interface Target {
        record Inet(String host, int port) implements Target {}

        record Unix(String path) implements Target {}
    }

    StreamSink(Target target) {
        this.target = target;
    }

    @Override
    public void send(byte[] line) throws IOException {
        SocketChannel open = channel;
        if (open == null) {
            open = connect();
            channel = open;
        }
        try {
            ByteBuffer buffer = ByteBuffer.wrap(line);
            while (buffer.hasRemaining()) {
                open.write(buffer);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private SocketChannel connect() throws IOException {
        long now = System.nanoTime();
        if (failed && now - notBeforeNs < 0) {
            throw new IOException("the log server was away a moment ago");
        }
        failed = true;
        notBeforeNs = now + RETRY_MS * NS_PER_MS;
        SocketChannel opened =
                switch (target) {
                    case Target.Inet(String host, int port) -> {
                        SocketChannel inet = SocketChannel.open();
                        connect(inet, new InetSocketAddress(InetAddress.getByName(host), port));
                        yield inet;
                    }
                    case Target.Unix(String path) -> {
                        SocketChannel unix = SocketChannel.open(StandardProtocolFamily.UNIX);
                        unix.connect(UnixDomainSocketAddress.of(path));
                        yield unix;
                    }
                };
        failed = false;
        return opened;
    }

    private static void connect(SocketChannel channel, SocketAddress address) throws IOException {
        try {
            channel.socket().connect(address, CONNECT_TIMEOUT_MS);
        } catch (IOException e) {
            Closing.quietly(channel);
            throw e;
        }
    }

    @Override
    public void close() {
        Closing.quietly(channel);
        channel = null;
    }
}
