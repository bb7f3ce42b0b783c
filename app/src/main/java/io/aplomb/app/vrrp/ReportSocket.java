package io.aplomb.app.vrrp;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where {@code aplomb vrrp --show} asks the running process: a unix socket for its owner alone. One
 * line with the kind of report wanted, one answer, the end. Asked by one at a time; who is slow is
 * cut off.
 */
final class ReportSocket implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger("aplomb.vrrp");

    private static final int QUESTION_BYTES = 64;
    private static final int BACKLOG = 16;
    private static final long PATIENCE_S = 5;

    private final Path path;
    private final ServerSocketChannel listener;
    private final Reports reports;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("report-clock").factory());

    private ReportSocket(Path path, ServerSocketChannel listener, Reports reports) {
        this.path = path;
        this.listener = listener;
        this.reports = reports;
    }

    /**
     * Opens it and answers from now on.
     *
     * @throws IOException when that is refused, or another process answers there
     */
    static ReportSocket open(Path path, Reports reports) throws IOException {
        if (Files.exists(path)) {
            removeLeftover(path);
        }
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException refused) {
            listener.close();
            throw refused;
        }
        ReportSocket socket = new ReportSocket(path, listener, reports);
        Thread.ofVirtual().name("report-socket").start(socket::serve);
        return socket;
    }

    /** A socket that a killed process left refuses connections. */
    private static void removeLeftover(Path path) throws IOException {
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new IOException(path + ": another process answers there; see --socket");
        } catch (java.net.ConnectException nobody) {
            Files.delete(path);
        }
    }

    private void serve() {
        while (listener.isOpen()) {
            try (SocketChannel client = listener.accept()) {
                ScheduledFuture<?> end =
                        clock.schedule(() -> close(client), PATIENCE_S, TimeUnit.SECONDS);
                answer(client);
                boolean _ = end.cancel(false);
            } catch (ClosedChannelException ended) {
                LOG.debug("a question was not answered to its end");
            } catch (IOException failure) {
                LOG.warn("{}: {}", path, failure.getMessage());
            }
        }
    }

    private void answer(SocketChannel client) throws IOException {
        ByteBuffer question = ByteBuffer.allocate(QUESTION_BYTES);
        while (question.hasRemaining() && !endsLine(question)) {
            if (client.read(question) < 0) {
                break;
            }
        }
        String kind =
                new String(question.array(), 0, question.position(), StandardCharsets.UTF_8)
                        .strip();
        ByteBuffer answer = StandardCharsets.UTF_8.encode(reports.text(kind));
        while (answer.hasRemaining()) {
            int _ = client.write(answer);
        }
    }

    private static boolean endsLine(ByteBuffer question) {
        return question.position() > 0 && question.get(question.position() - 1) == '\n';
    }

    private static void close(SocketChannel client) {
        try {
            client.close();
        } catch (IOException gone) {
            LOG.debug("a client is gone: {}", gone.getMessage());
        }
    }

    /** Asks the process that answers there. */
    static String ask(Path path, String kind) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            ByteBuffer question = StandardCharsets.UTF_8.encode(kind + "\n");
            while (question.hasRemaining()) {
                int _ = channel.write(question);
            }
            return new String(
                    Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        var _ = clock.shutdownNow();
        boolean _ = Files.deleteIfExists(path);
    }
}
