package io.aplomb.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorsTest {
    /** No process of the tests opens so many files. */
    private static final int CLOSED_FD = 9999;

    @Test
    void dup2_ofPipeEnd_makesAWritableCopyThatOutlivesTheOriginal() throws IOException {
        var pipe = Descriptors.pipe();
        int copy = Descriptors.dup(pipe.writeFd());
        Descriptors.dup2(pipe.writeFd(), copy);
        Descriptors.close(pipe.writeFd());
        Descriptors.write(copy, "through the copy".getBytes(StandardCharsets.UTF_8));
        Descriptors.close(copy);

        assertThat(new String(Descriptors.read(pipe.readFd(), 100), StandardCharsets.UTF_8))
                .isEqualTo("through the copy");
        assertThat(Descriptors.read(pipe.readFd(), 100)).isEmpty();
        Descriptors.close(pipe.readFd());
    }

    @Test
    void closeOnExec_whenSetAndCleared_isWhatTheKernelReports() throws IOException {
        var pipe = Descriptors.pipe();
        assertThat(Descriptors.closesOnExec(pipe.readFd())).isTrue();
        Descriptors.closeOnExec(pipe.readFd(), false);
        assertThat(Descriptors.closesOnExec(pipe.readFd())).isFalse();
        Descriptors.closeOnExec(pipe.readFd(), true);
        assertThat(Descriptors.closesOnExec(pipe.readFd())).isTrue();
        Descriptors.close(pipe.readFd());
        Descriptors.close(pipe.writeFd());
    }

    @Test
    void dupCloseOnExec_givesANumberAtOrAboveTheLowest() throws IOException {
        var pipe = Descriptors.pipe();
        int copy = Descriptors.dupCloseOnExec(pipe.readFd(), 100);
        assertThat(copy).isGreaterThanOrEqualTo(100);
        assertThat(Descriptors.closesOnExec(copy)).isTrue();
        for (int fd : List.of(copy, pipe.readFd(), pipe.writeFd())) {
            Descriptors.close(fd);
        }
    }

    @Test
    void closedDescriptor_isRefusedWithEbadf() {
        assertThat(Descriptors.isOpen(CLOSED_FD)).isFalse();
        assertThatThrownBy(() -> Descriptors.dup(CLOSED_FD))
                .isInstanceOfSatisfying(
                        SystemCallException.class,
                        refused -> {
                            assertThat(refused.errno()).isEqualTo(SystemCallException.EBADF);
                            assertThat(refused.errnoName()).isEqualTo("EBADF");
                            assertThat(refused.call()).isEqualTo("dup");
                        })
                .hasMessage("dup: EBADF (bad file descriptor)");
    }

    @Test
    void listeningSocket_isToldFromAConnectedOneAndFromAPipe() throws IOException {
        new ServerSocket(0).close(); // Java keeps a socket pair of its own from the first socket on
        var before = sockets();
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int listening = added(before);
            assertThat(Descriptors.isListening(listening)).isTrue();
            assertThat(Descriptors.family(listening))
                    .isIn(Descriptors.Family.INET, Descriptors.Family.INET6);
            var withServer = sockets();
            try (var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
                assertThat(client.isConnected()).isTrue();
                assertThat(Descriptors.isListening(added(withServer))).isFalse();
            }
        }
        var pipe = Descriptors.pipe();
        assertThat(Descriptors.isSocket(pipe.readFd())).isFalse();
        assertThatThrownBy(() -> Descriptors.isListening(pipe.readFd()))
                .isInstanceOfSatisfying(
                        SystemCallException.class,
                        refused ->
                                assertThat(refused.errno())
                                        .isEqualTo(SystemCallException.ENOTSOCK));
        Descriptors.close(pipe.readFd());
        Descriptors.close(pipe.writeFd());
    }

    @Test
    void unixSocket_hasTheUnixFamily(@TempDir Path folder) throws IOException {
        var before = sockets();
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
            assertThat(Descriptors.family(added(before))).isEqualTo(Descriptors.Family.UNIX);
        }
    }

    private static int added(Set<Integer> before) throws IOException {
        var now = sockets();
        now.removeAll(before);
        assertThat(now).isNotEmpty();
        return Collections.min(now);
    }

    private static Set<Integer> sockets() throws IOException {
        var open = new HashSet<Integer>();
        try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
            entries.map(entry -> Integer.parseInt(entry.getFileName().toString()))
                    .filter(Descriptors::isSocket)
                    .forEach(open::add);
        }
        return open;
    }
}
