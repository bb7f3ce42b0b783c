package io.aplomb.proxy.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.Descriptors;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.LogTarget;
import io.aplomb.model.proxy.LogTarget.Destination;
import io.aplomb.model.proxy.LogTarget.Format;
import io.aplomb.model.proxy.LogTarget.Sampling;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way of lines to real sockets on the loopback address. */
@Timeout(120)
final class LogDispatcherTest {

    private static final int INFO = 6;
    private static final int ERROR = 3;

    private final LogDispatcher dispatcher =
            new LogDispatcher(new LogIdentity("host", "haproxy", 1, ZoneOffset.UTC));

    @AfterEach
    void close() {
        dispatcher.close();
    }

    @Test
    void log_udp_arrivesWithHeaderAndLineEnd() throws Exception {
        try (DatagramSocket receiver = receiver()) {
            log(target(udp(receiver), Format.PRIORITY, 1_024, 7, 0, null), INFO, "hello");

            assertThat(receive(receiver)).isEqualTo("<134>hello\n");
        }
    }

    @Test
    void log_lineLongerThanTheLimit_isCutWithItsLineEnd() throws Exception {
        try (DatagramSocket receiver = receiver()) {
            log(target(udp(receiver), Format.RAW, 6, 7, 0, null), INFO, "abcdefghij");

            assertThat(receive(receiver)).isEqualTo("abcde\n");
        }
    }

    @Test
    void log_levels_areFilteredAndLimited() throws Exception {
        try (DatagramSocket receiver = receiver()) {
            LogTarget target = target(udp(receiver), Format.SHORT, 1_024, 5, 4, null);
            log(target, INFO, "too chatty");
            log(target, ERROR, "told as warning");

            assertThat(receive(receiver)).isEqualTo("<4>told as warning\n");
        }
    }

    @Test
    void log_sampling_sendsThePlacesOfEachRound() throws Exception {
        try (DatagramSocket receiver = receiver()) {
            Sampling sampling =
                    new Sampling(List.of(new Sampling.Range(1, 1), new Sampling.Range(3, 3)), 3);
            LogTarget target = target(udp(receiver), Format.RAW, 1_024, 7, 0, sampling);
            for (int i = 1; i <= 4; i++) {
                log(target, INFO, "line " + i);
            }

            assertThat(List.of(receive(receiver), receive(receiver), receive(receiver)))
                    .containsExactly("line 1\n", "line 3\n", "line 4\n");
        }
    }

    @Test
    void log_connection_carriesOneLineAfterAnother() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            LogTarget target =
                    target(inet(server.getLocalPort(), true), Format.RAW, 1_024, 7, 0, null);
            log(target, INFO, "first");
            log(target, INFO, "second");
            try (Socket accepted = server.accept();
                    BufferedReader lines =
                            new BufferedReader(
                                    new InputStreamReader(accepted.getInputStream(), ISO_8859_1))) {
                assertThat(lines.readLine()).isEqualTo("first");
                assertThat(lines.readLine()).isEqualTo("second");
            }
        }
    }

    @Test
    void log_unixDatagrams_reachAReceiverThatWasRestarted(@TempDir Path directory)
            throws Exception {
        Path path = directory.resolve("log");
        Destination socket = new Destination.Socket(new EndpointSpec.Unix(path.toString()), false);
        LogTarget target = target(socket, Format.RAW, 1_024, 7, 0, null);
        try (UnixReceiver first = new UnixReceiver(path)) {
            log(target, INFO, "one");
            assertThat(first.next()).isEqualTo("one\n");
        }
        Files.deleteIfExists(path);
        log(target, INFO, "lost");
        while (dispatcher.dropped() == 0) {
            Thread.onSpinWait();
        }
        try (UnixReceiver second = new UnixReceiver(path)) {
            log(target, INFO, "two");
            assertThat(second.next()).isEqualTo("two\n");
        }
        assertThat(dispatcher.dropped()).isEqualTo(1);
    }

    @Test
    void log_descriptor_isWrittenAndLeftOpen() throws Exception {
        Descriptors.Pipe pipe = Descriptors.pipe();
        LogTarget target =
                target(new Destination.Descriptor(pipe.writeFd()), Format.RAW, 1_024, 7, 0, null);
        log(target, INFO, "to a pipe");

        assertThat(new String(Descriptors.read(pipe.readFd(), 100), ISO_8859_1))
                .isEqualTo("to a pipe\n");
        dispatcher.close();
        assertThat(Descriptors.isOpen(pipe.writeFd())).isTrue();
        Descriptors.close(pipe.readFd());
        Descriptors.close(pipe.writeFd());
    }

    @Test
    void log_targetThatIsAway_isCountedAndDoesNotHoldUpTheCaller() {
        LogTarget target = target(inet(1, true), Format.RAW, 1_024, 7, 0, null);
        int lines = 20_000;
        for (int i = 0; i < lines; i++) {
            log(target, INFO, "nobody listens");
        }
        dispatcher.close();

        assertThat(dispatcher.sent()).isZero();
        assertThat(dispatcher.dropped()).isEqualTo(lines);
    }

    private void log(LogTarget target, int level, String text) {
        dispatcher.log(List.of(target), level, 0, text);
    }

    private static LogTarget target(
            Destination destination,
            Format format,
            int maxLength,
            int maxLevel,
            int minLevel,
            @Nullable Sampling sampling) {
        return new LogTarget(destination, format, maxLength, 16, maxLevel, minLevel, sampling);
    }

    private static Destination udp(DatagramSocket receiver) {
        return inet(receiver.getLocalPort(), false);
    }

    private static Destination inet(int port, boolean stream) {
        return new Destination.Socket(new EndpointSpec.Inet(IpAddress.LOOPBACK_V4, port), stream);
    }

    private static DatagramSocket receiver() throws Exception {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String receive(DatagramSocket receiver) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        receiver.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), ISO_8859_1);
    }

    /** A syslog daemon's socket. */
    private static final class UnixReceiver implements AutoCloseable {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final EventLoopGroup group =
                new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        private final Channel channel;

        UnixReceiver(Path path) {
            channel =
                    new Bootstrap()
                            .group(group)
                            .channel(EpollDomainDatagramChannel.class)
                            .handler(
                                    new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                                        @Override
                                        protected void channelRead0(
                                                ChannelHandlerContext ctx,
                                                DomainDatagramPacket packet) {
                                            lines.add(packet.content().toString(ISO_8859_1));
                                        }
                                    })
                            .bind(new DomainSocketAddress(path.toString()))
                            .syncUninterruptibly()
                            .channel();
        }

        String next() throws InterruptedException {
            String line = lines.poll(10, TimeUnit.SECONDS);
            return line == null ? "nothing came" : line;
        }

        @Override
        public void close() {
            channel.close().syncUninterruptibly();
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }
}
