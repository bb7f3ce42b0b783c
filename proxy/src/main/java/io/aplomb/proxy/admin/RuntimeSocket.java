package io.aplomb.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.StatsSocket;
import io.aplomb.proxy.net.UnixSocketFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One {@code stats socket}: reads lines, writes the answers of {@link RuntimeCommands}. Without a
 * prompt a connection is closed after its first line, as HAProxy does. Any thread.
 */
public final class RuntimeSocket implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RuntimeSocket.class);

    /** HAProxy's own default of {@code stats maxconn}. */
    private static final int MAX_CONNECTIONS = 10;

    /** A longer line is an error: HAProxy's buffer. */
    private static final int MAX_LINE_BYTES = 16_384;

    private static final String PROMPT = "> ";

    private final ServerSocketChannel server;
    private final StatsSocket.Level level;
    private final long timeoutMs;
    private final RuntimeCommands commands;
    private final @Nullable Path file;
    private final Semaphore places = new Semaphore(MAX_CONNECTIONS);
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private RuntimeSocket(
            ServerSocketChannel server,
            StatsSocket.Level level,
            long timeoutMs,
            RuntimeCommands commands,
            @Nullable Path file) {
        this.server = server;
        this.level = level;
        this.timeoutMs = timeoutMs;
        this.commands = commands;
        this.file = file;
    }

    /**
     * Listens and answers until closed.
     *
     * @param timeoutMs how long a connection may be silent ({@code stats timeout})
     * @throws IOException when the address cannot be listened on
     */
    public static RuntimeSocket open(StatsSocket socket, long timeoutMs, RuntimeCommands commands)
            throws IOException {
        ServerSocketChannel server =
                switch (socket.endpoint()) {
                    case EndpointSpec.Unix(String path) -> unix(path, socket);
                    case EndpointSpec.Inet(var address, int port) ->
                            ServerSocketChannel.open()
                                    .bind(
                                            address == null
                                                    ? new InetSocketAddress(port)
                                                    : new InetSocketAddress(
                                                            InetAddress.getByName(
                                                                    address.toString()),
                                                            port));
                    case EndpointSpec.Descriptor(int number) -> InheritedSocket.channel(number);
                    case EndpointSpec.Host _, EndpointSpec.AbstractUnix _ ->
                            throw new IOException(
                                    "a stats socket is a path or an address here, not "
                                            + socket.endpoint().text());
                };
        Path file =
                socket.endpoint() instanceof EndpointSpec.Unix(String path) ? Path.of(path) : null;
        RuntimeSocket opened = new RuntimeSocket(server, socket.level(), timeoutMs, commands, file);
        Thread.ofPlatform().daemon().name("runtime-socket").start(opened::acceptUntilClosed);
        return opened;
    }

    private static ServerSocketChannel unix(String path, StatsSocket socket) throws IOException {
        UnixSocketFile file = new UnixSocketFile(path);
        file.removeStale();
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            file.setAccess(socket.mode(), socket.uid(), socket.gid());
            setOwners(Path.of(path), socket);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** {@code user} and {@code group} by name. */
    private static void setOwners(Path path, StatsSocket socket) throws IOException {
        UserPrincipalLookupService names = path.getFileSystem().getUserPrincipalLookupService();
        String user = socket.user();
        if (user != null) {
            Files.setOwner(path, names.lookupPrincipalByName(user));
        }
        String group = socket.group();
        if (group != null) {
            Files.getFileAttributeView(path, PosixFileAttributeView.class)
                    .setGroup(names.lookupPrincipalByGroupName(group));
        }
    }

    /** Where it listens. */
    public SocketAddress address() throws IOException {
        return server.getLocalAddress();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel each : open) {
                each.close();
            }
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.debug("closing the runtime socket", e);
        }
    }

    private void acceptUntilClosed() {
        while (server.isOpen()) {
            try {
                places.acquire();
                SocketChannel client = server.accept();
                open.add(client);
                Thread.ofPlatform().daemon().name("runtime-command").start(() -> serve(client));
            } catch (IOException e) {
                places.release();
                if (server.isOpen()) {
                    LOG.warn("runtime socket: {}", e.getMessage());
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                Selector selector = Selector.open()) {
            client.configureBlocking(false);
            client.register(selector, SelectionKey.OP_READ);
            converse(client, selector, new CommandSession(level, timeoutMs));
        } catch (IOException e) {
            LOG.debug("runtime socket: {}", e.getMessage());
        } finally {
            open.remove(client);
            places.release();
        }
    }

    private void converse(SocketChannel client, Selector selector, CommandSession session)
            throws IOException {
        ByteBuffer input = ByteBuffer.allocate(MAX_LINE_BYTES);
        boolean more = true;
        while (more) {
            String line = line(client, selector, session, input);
            if (line == null) {
                return;
            }
            String answer = commands.run(line, session);
            more = session.prompting() && !session.ended();
            write(client, selector, session, more ? answer + PROMPT : answer);
        }
    }

    /** The next line, or null at the end, after silence, or when it is too long. */
    private static @Nullable String line(
            SocketChannel client, Selector selector, CommandSession session, ByteBuffer input)
            throws IOException {
        while (true) {
            String line = takeLine(input);
            if (line != null) {
                return line;
            }
            if (!input.hasRemaining() || !awaits(client, selector, SelectionKey.OP_READ, session)) {
                return null;
            }
            if (client.read(input) < 0) {
                String rest = text(input, input.position());
                input.clear();
                return rest.isBlank() ? null : rest;
            }
        }
    }

    private static String text(ByteBuffer input, int length) {
        byte[] octets = new byte[length];
        input.get(0, octets);
        return new String(octets, UTF_8);
    }

    private static @Nullable String takeLine(ByteBuffer input) {
        for (int i = 0; i < input.position(); i++) {
            if (input.get(i) == '\n') {
                String line = text(input, i);
                input.flip().position(i + 1);
                input.compact();
                return line;
            }
        }
        return null;
    }

    private static void write(
            SocketChannel client, Selector selector, CommandSession session, String text)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            if (client.write(bytes) == 0
                    && !awaits(client, selector, SelectionKey.OP_WRITE, session)) {
                throw new IOException("the peer does not read");
            }
        }
    }

    private static boolean awaits(
            SocketChannel client, Selector selector, int operation, CommandSession session)
            throws IOException {
        SelectionKey key = client.keyFor(selector);
        if (key == null) {
            return false;
        }
        key.interestOps(operation);
        int ready = selector.select(session.timeoutMs());
        selector.selectedKeys().clear();
        return ready > 0;
    }
}
