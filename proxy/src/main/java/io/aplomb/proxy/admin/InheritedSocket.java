package io.aplomb.proxy.admin;

import io.aplomb.linux.Descriptors;
import io.aplomb.linux.SystemCallException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A listening socket that the parent process opened ({@code fd@N}), as a channel.
 *
 * <p>The JDK makes channels only of sockets it opened itself. So one is opened on a port of its
 * own, and the inherited socket is put in its place by dup2(2): from then on the channel accepts
 * from that.
 */
final class InheritedSocket {

    private static final Path SOCKETS = Path.of("/proc/net/tcp");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Columns of /proc/net/tcp (proc(5)) once the line is split at its blanks. */
    private static final int LOCAL_ADDRESS = 1;

    private static final int INODE = 9;

    private InheritedSocket() {}

    /**
     * The channel that accepts from the descriptor.
     *
     * @throws IOException when the descriptor is no listening internet socket
     */
    static ServerSocketChannel channel(int descriptor) throws IOException {
        try {
            if (!Descriptors.isListening(descriptor)) {
                throw new IOException("fd@" + descriptor + " does not listen");
            }
        } catch (SystemCallException e) {
            throw new IOException("fd@" + descriptor + ": " + e.getMessage(), e);
        }
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            Descriptors.dup2(descriptor, descriptorOf(inodeOf(port)));
            return channel;
        } catch (SystemCallException e) {
            channel.close();
            throw new IOException("fd@" + descriptor + ": " + e.getMessage(), e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static String inodeOf(int port) throws IOException {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        for (String line : Files.readAllLines(SOCKETS, StandardCharsets.US_ASCII)) {
            String[] columns = line.strip().split("\\s+");
            if (columns.length > INODE
                    && columns[LOCAL_ADDRESS].startsWith("0100007F")
                    && columns[LOCAL_ADDRESS].endsWith(suffix)
                    && columns[LOCAL_ADDRESS + 1].startsWith("00000000")) {
                return columns[INODE];
            }
        }
        throw new IOException("the socket of port " + port + " is not in " + SOCKETS);
    }

    private static int descriptorOf(String inode) throws IOException {
        String wanted = "socket:[" + inode + "]";
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                if (wanted.equals(target(descriptor))) {
                    return Integer.parseInt(descriptor.getFileName().toString());
                }
            }
        }
        throw new IOException("no descriptor of " + wanted);
    }

    /** What a descriptor is; nothing for one that another thread closed meanwhile. */
    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException closed) {
            return "";
        }
    }
}
