package io.aplomb.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.linux.Descriptors;
import io.aplomb.proxy.net.BindFailure;
import io.aplomb.testkit.ScriptedClient;
import io.aplomb.testkit.ScriptedServer;
import io.aplomb.testkit.Wire;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starting, reloading, draining, stopping, and the limits of who may come in. */
@Timeout(60)
class ProxyEngineTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private static String config(String frontLines, int serverPort) {
        return """
        frontend f
            bind 127.0.0.1:1
            %s
            default_backend b
        backend b
            server s 127.0.0.1:%d
        """
                .formatted(frontLines, serverPort);
    }

    private static ScriptedServer origin(String body) {
        return ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + body);
    }

    @Test
    void reload_keptConnection_isServedByTheNewConfiguration() throws BindFailure {
        try (ScriptedServer before = origin("1");
                ScriptedServer after = origin("2");
                RunningProxy proxy = RunningProxy.start(config("", before.port()));
                Wire client = proxy.connect("f")) {
            int port = proxy.port("f");
            client.send(GET);
            assertThat(client.readMessage()).endsWith("1");
            proxy.reload(config("", after.port()));
            client.send(GET);
            assertThat(client.readMessage()).endsWith("2");
            assertThat(proxy.port("f")).isEqualTo(port);
            assertThat(proxy.frontend("f").connections()).isEqualTo(1);
        }
    }

    @Test
    void reload_requestInFlight_endsOnTheOldConfiguration() throws BindFailure {
        try (ScriptedServer before = ScriptedServer.listening();
                ScriptedServer after = origin("2");
                RunningProxy proxy = RunningProxy.start(config("", before.port()));
                Wire client = proxy.connect("f")) {
            client.send(GET);
            Wire server = before.accept();
            server.readHead();
            proxy.reload(config("", after.port()));
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");
            assertThat(client.readMessage()).endsWith("1");
            client.send(GET);
            assertThat(client.readMessage()).endsWith("2");
        }
    }

    @Test
    void reload_unbindableAddress_leavesTheOldConfiguration() {
        try (ScriptedServer before = origin("1");
                ScriptedServer occupied = ScriptedServer.listening();
                RunningProxy proxy = RunningProxy.start(config("", before.port()));
                Wire client = proxy.connect("f")) {
            String broken = config("bind 127.0.0.1:" + occupied.port(), before.port());
            assertThatThrownBy(() -> proxy.reload(broken))
                    .isInstanceOfSatisfying(
                            BindFailure.class,
                            failure ->
                                    assertThat(failure.reason())
                                            .isEqualTo("Address already in use"));
            client.send(GET);
            assertThat(client.readMessage()).endsWith("1");
        }
    }

    @Test
    void reload_removedAddress_closesAfterItsPresentRequest() throws BindFailure {
        try (ScriptedServer origin = origin("1");
                RunningProxy proxy = RunningProxy.start(config("bind 127.0.0.2:1", origin.port()));
                Wire client = ScriptedClient.connect(proxy.engine().addresses("f").getLast())) {
            client.send(GET);
            client.readMessage();
            proxy.reload(config("", origin.port()));
            client.send(GET);
            assertThat(client.readToEnd()).contains("Connection: close").endsWith("1");
        }
    }

    @Test
    void drain_requestInFlight_isFinishedAndTheEngineEnds() throws InterruptedException {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = RunningProxy.start(config("", origin.port()));
                Wire idle = proxy.connect("f");
                Wire busy = proxy.connect("f")) {
            idle.send(GET);
            Wire first = origin.accept();
            first.readHead();
            first.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");
            idle.readMessage();
            busy.send(GET);
            Wire server = origin.accept();
            server.readHead();
            proxy.engine().drain(0);
            idle.expectEnd();
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");
            assertThat(busy.readToEnd()).contains("Connection: close").endsWith("1");
            proxy.engine().awaitEnd();
        }
    }

    @Test
    void drain_neverEnding_isCutByTheHardStop() throws InterruptedException {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = RunningProxy.start(config("", origin.port()));
                Wire client = proxy.connect("f")) {
            client.send(GET);
            origin.accept().readHead();
            proxy.engine().drain(50);
            proxy.engine().awaitEnd();
            client.expectEnd();
        }
    }

    @Test
    void frontend_full_letsConnectionsWait() {
        try (ScriptedServer origin = origin("1");
                RunningProxy proxy = RunningProxy.start(config("maxconn 1", origin.port()));
                Wire first = proxy.connect("f");
                Wire second = proxy.connect("f")) {
            first.send(GET);
            first.readMessage();
            second.send(GET);
            first.send(GET);
            first.readMessage();
            first.finishSending();
            assertThat(second.readMessage()).endsWith("1");
            assertThat(proxy.frontend("f").openConnections().maximum()).isEqualTo(1);
        }
    }

    @Test
    void start_addressInUse_saysWhere() {
        try (ScriptedServer occupied = ScriptedServer.listening()) {
            assertThatThrownBy(
                            () ->
                                    RunningProxy.start(
                                            config("bind 127.0.0.1:" + occupied.port(), 9)))
                    .hasCauseInstanceOf(BindFailure.class)
                    .hasMessageContaining("127.0.0.1:" + occupied.port());
        }
    }

    @Test
    void stop_withOpenConnections_isQuick() {
        long startNs = System.nanoTime();
        try (ScriptedServer origin = origin("1");
                RunningProxy proxy = RunningProxy.start(config("", origin.port()));
                Wire client = proxy.connect("f")) {
            client.send(GET);
            client.readMessage();
            proxy.engine().stop();
            client.expectEnd();
        }
        assertThat(System.nanoTime() - startNs).isLessThan(TimeUnit.SECONDS.toNanos(20));
    }

    @Test
    void bind_inheritedDescriptor_isAcceptedFrom() throws Exception {
        int fd = listeningDescriptor();
        try (ScriptedServer origin = origin("1");
                RunningProxy proxy = RunningProxy.start(config("bind fd@" + fd, origin.port()));
                Wire client = ScriptedClient.connect(proxy.engine().addresses("f").getLast())) {
            client.send(GET);
            assertThat(client.readMessage()).endsWith("1");
        }
    }

    /** A listening socket as a parent process would leave it: known by its number only. */
    private static int listeningDescriptor() throws Exception {
        Epoll.ensureAvailability();
        EpollServerSocketChannel channel = new EpollServerSocketChannel();
        var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        channel.config().setAutoRead(false);
        group.register(channel).sync();
        channel.bind(new InetSocketAddress("127.0.0.1", 0)).sync();
        int copy = Descriptors.dup(channel.fd().intValue());
        channel.close().sync();
        group.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS).sync();
        return copy;
    }

    @Test
    void bind_unixAndAbstractSockets_areServersToo(@TempDir Path folder) {
        try (ScriptedServer origin = origin("1");
                RunningProxy proxy =
                        RunningProxy.start(
                                """
                                frontend f
                                    bind 127.0.0.1:1
                                    default_backend b
                                backend b
                                    server s %1$s/a
                                frontend g
                                    bind %1$s/a mode 600
                                    default_backend c
                                backend c
                                    server s abns@aplomb-test-%3$d
                                frontend h
                                    bind abns@aplomb-test-%3$d
                                    default_backend d
                                backend d
                                    server s 127.0.0.1:%2$d
                                """
                                        .formatted(
                                                folder,
                                                origin.port(),
                                                ProcessHandle.current().pid()));
                Wire client = proxy.connect("f")) {
            client.send(GET);
            assertThat(client.readMessage()).endsWith("1");
        }
    }
}
