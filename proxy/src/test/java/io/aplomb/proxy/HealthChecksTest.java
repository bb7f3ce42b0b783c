package io.aplomb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Check;
import io.aplomb.base.Clock;
import io.aplomb.linux.AbstractSockets;
import io.aplomb.proxy.check.HealthChecks;
import io.aplomb.proxy.check.HealthEvents;
import io.aplomb.proxy.health.AdminMode;
import io.aplomb.proxy.health.CheckStatus;
import io.aplomb.proxy.health.ServerHealth;
import io.aplomb.proxy.health.ServerState;
import io.aplomb.proxy.runtime.HealthOutcome;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.testkit.ScriptedServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HealthChecksTest {

    /** Reached only on failure. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Clock CLOCK =
            new Clock() {
                @Override
                public long monotonicNs() {
                    return System.nanoTime();
                }

                @Override
                public long wallMs() {
                    return System.currentTimeMillis();
                }
            };

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /**
     * One thread brings a's change to its followers: when it has told the first and goes to the one
     * in b, another thread holds a's lock and wants b's. Whoever took a's lock inside b's would
     * wait for ever.
     */
    @Test
    void follower_ofAnotherBackend_isChangedWithoutTheLeadersLock() throws Exception {
        try (ScriptedServer checked = ScriptedServer.listening()) {
            RunningProxies proxies =
                    running(
                            """
                            backend a
                                server lead 127.0.0.1:%1$d check inter 1d
                            backend first
                                server follow 127.0.0.1:%1$d track a/lead
                            backend b
                                server follow 127.0.0.1:%1$d track a/lead
                            """
                                    .formatted(checked.port()));
            ServerRuntime leader = server(proxies, "a/lead");
            ServerRuntime follower = server(proxies, "b/follow");
            CountDownLatch told = new CountDownLatch(1);
            CountDownLatch held = new CountDownLatch(1);
            AtomicBoolean going = new AtomicBoolean();
            HealthEvents events =
                    new Told(
                            line -> {
                                if (line.startsWith("Server first/follow is going DOWN")) {
                                    told.countDown();
                                    await(held);
                                    going.set(true);
                                }
                            });
            try (HealthChecks checks = start(proxies, events)) {
                Thread changing =
                        Thread.ofPlatform().daemon().start(() -> enterMaintenance(checks, leader));
                await(told);
                Thread holding =
                        Thread.ofPlatform()
                                .daemon()
                                .start(() -> holdBoth(leader, follower, held, changing, going));
                assertThat(holding.join(PATIENCE)).as("has had both locks").isTrue();
                assertThat(changing.join(PATIENCE)).as("has told the follower").isTrue();
                assertThat(follower.inMaintenance()).isTrue();
            }
        }
    }

    private static void enterMaintenance(HealthChecks checks, ServerRuntime server) {
        checks.change(
                server, health -> health.administer(AdminMode.FORCED_MAINT, true, checks.nowMs()));
    }

    private static void holdBoth(
            ServerRuntime leader,
            ServerRuntime follower,
            CountDownLatch held,
            Thread other,
            AtomicBoolean going) {
        var _ =
                leader.backendRuntime()
                        .read(
                                leader,
                                _ -> {
                                    held.countDown();
                                    while (!going.get()
                                            || other.getState() == Thread.State.RUNNABLE) {
                                        LockSupport.parkNanos(1_000_000);
                                    }
                                    return follower.backendRuntime()
                                            .read(follower, ServerHealth::inMaintenance);
                                });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void server_atAnAbstractUnixAddress_isCheckedThere() throws Exception {
        String name = "aplomb-check-" + ProcessHandle.current().pid();
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try {
            int descriptor = AbstractSockets.listen(name, 1);
            Channel listening =
                    new ServerBootstrap()
                            .group(group)
                            .channelFactory(() -> new EpollServerDomainSocketChannel(descriptor))
                            .childHandler(new Answering())
                            .register()
                            .sync()
                            .channel();
            // Netty does not take a socket that it did not bind for active.
            Channel _ = listening.read();
            RunningProxies proxies =
                    running(
                            """
                            backend app
                                option httpchk GET /
                                option log-health-checks
                                server s abns@%s check inter 1d
                            """
                                    .formatted(name));
            try (HealthChecks checks = start(proxies)) {
                assertThat(checks.nowMs()).isPositive();
                assertThat(nextLine())
                        .startsWith(
                                "Health check for server app/s succeeded, reason: Layer7 check"
                                        + " passed, code: 200,");
            }
        } finally {
            Future<?> _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @Test
    void server_atAnAbstractUnixAddressNobodyListensOn_isRefused() throws Exception {
        RunningProxies proxies =
                running(
                        """
                        backend app
                            option log-health-checks
                            server s abns@aplomb-nobody-%d check inter 1d
                        """
                                .formatted(ProcessHandle.current().pid()));
        try (HealthChecks checks = start(proxies)) {
            assertThat(checks.nowMs()).isPositive();
            assertThat(nextLine())
                    .contains("Layer4 connection problem, info: \"Connection refused\"");
            ServerRuntime server = server(proxies, "app/s");
            assertThat(server.backendRuntime().read(server, ServerHealth::check).last().status())
                    .isEqualTo(CheckStatus.L4_CONNECTION);
        }
    }

    @Test
    void agent_isToldWhatAgentSendSaysAndObeyed() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (ScriptedServer agent =
                ScriptedServer.running(
                        wire -> {
                            heard.add(wire.readUntil("\n"));
                            wire.send("down 50% maxconn:7 # for a test\r\nnever read\n");
                        })) {
            RunningProxies proxies =
                    running(
                            """
                            backend app
                                server s 127.0.0.1:9 agent-check agent-port %d agent-inter 1d weight 100 agent-send "app/s\\n"
                            """
                                    .formatted(agent.port()));
            try (HealthChecks checks = start(proxies)) {
                assertThat(checks.nowMs()).isPositive();
                assertThat(nextLine())
                        .startsWith(
                                "Server app/s is DOWN, reason: Layer7 wrong status, code: 0, info:"
                                        + " \"via agent : down (for a test)\",");
                assertThat(heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("app/s\n");
                ServerRuntime server = server(proxies, "app/s");
                assertThat(server.isUp()).isFalse();
                assertThat(server.userWeight()).isEqualTo(50);
                assertThat(server.maxConn()).isEqualTo(7);
            }
        }
    }

    @Test
    void agent_thatSaysNothing_isNoReasonToGoDown() throws Exception {
        try (ScriptedServer agent = ScriptedServer.running(_ -> {})) {
            RunningProxies proxies =
                    running(
                            """
                            backend app
                                option log-health-checks
                                server s 127.0.0.1:9 agent-check agent-port %d agent-inter 1d
                            """
                                    .formatted(agent.port()));
            try (HealthChecks checks = start(proxies)) {
                assertThat(checks.nowMs()).isPositive();
                assertThat(nextLine())
                        .startsWith(
                                "Agent check for server app/s failed, reason: Layer7 invalid"
                                        + " response, info: \"TCPCHK got an empty response at step"
                                        + " 2\",");
                assertThat(server(proxies, "app/s").isUp()).isTrue();
            }
        }
    }

    @Test
    void agent_thatIsNotThere_isNoReasonToGoDown() throws Exception {
        int port;
        try (ScriptedServer gone = ScriptedServer.listening()) {
            port = gone.port();
        }
        RunningProxies proxies =
                running(
                        """
                        backend app
                            option log-health-checks
                            server s 127.0.0.1:9 agent-check agent-port %d agent-inter 1d
                        """
                                .formatted(port));
        try (HealthChecks checks = start(proxies)) {
            assertThat(checks.nowMs()).isPositive();
            assertThat(nextLine())
                    .contains("Layer4 connection problem, info: \"Connection refused\"");
            assertThat(server(proxies, "app/s").isUp()).isTrue();
        }
    }

    @Test
    void answer404_withDisableOn404_takesNewClientsAway() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (ScriptedServer checked =
                ScriptedServer.running(
                        wire -> {
                            heard.add(wire.readMessage());
                            wire.send("HTTP/1.0 404 Not Here\r\n\r\n");
                        })) {
            RunningProxies proxies =
                    running(
                            """
                            global
                                node here
                            backend app
                                option httpchk GET /
                                http-check disable-on-404
                                http-check send-state
                                http-check expect status 200
                                server s 127.0.0.1:%d check inter 1d weight 3
                            """
                                    .formatted(checked.port()));
            try (HealthChecks checks = start(proxies)) {
                assertThat(checks.nowMs()).isPositive();
                assertThat(nextLine())
                        .startsWith(
                                "Server app/s is stopping, reason: Layer7 check conditionally"
                                        + " passed, code: 404,");
                assertThat(heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .contains(
                                "x-haproxy-server-state: UP 1/3; address=127.0.0.1; port=%d;"
                                                .formatted(checked.port())
                                        + " name=app/s; node=here; weight=3/3; scur=0/0; qcur=0\r\n");
                ServerRuntime server = server(proxies, "app/s");
                assertThat(server.isUp()).isTrue();
                assertThat(server.usable()).isFalse();
            }
        }
    }

    @Test
    void answer404_ofAServerThatIsDown_isNoPass() throws Exception {
        try (ScriptedServer checked =
                ScriptedServer.answering("HTTP/1.0 404 Not Here\r\nContent-Length: 0\r\n\r\n")) {
            RunningProxies proxies =
                    running(
                            """
                            backend app
                                option httpchk GET /
                                option log-health-checks
                                http-check disable-on-404
                                server s 127.0.0.1:%d check inter 1d
                            """
                                    .formatted(checked.port()));
            ServerRuntime server = server(proxies, "app/s");
            HealthOutcome outcome =
                    server.backendRuntime()
                            .change(server, health -> health.forceHealth(ServerState.STOPPED, 0));
            assertThat(outcome.changed()).isTrue();
            try (HealthChecks checks = start(proxies)) {
                assertThat(checks.nowMs()).isPositive();
                assertThat(nextLine())
                        .startsWith(
                                "Health check for server app/s failed, reason: Layer7 wrong status,"
                                        + " code: 404, info: \"Not Here\",");
            }
        }
    }

    private String nextLine() throws InterruptedException {
        return Check.present(
                lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "line of the log in time");
    }

    private static ServerRuntime server(RunningProxies proxies, String name) {
        int slash = name.indexOf('/');
        return Check.present(
                proxies.server(name.substring(0, slash), name.substring(slash + 1)), name);
    }

    private static RunningProxies running(String config) {
        return new RunningProxies(RunningProxy.load(config), 1_000, CLOCK, 1);
    }

    private HealthChecks start(RunningProxies proxies) {
        return start(proxies, new Told(lines::add));
    }

    private static HealthChecks start(RunningProxies proxies, HealthEvents events) {
        ProgramFacts facts = new ProgramFacts(proxies.config(), 1, 0, () -> false);
        return HealthChecks.start(
                proxies,
                facts,
                CLOCK,
                events,
                server -> {
                    throw new AssertionError(server.name() + " has no TLS");
                });
    }

    /** Hands the log lines on. */
    private record Told(Consumer<String> lines) implements HealthEvents {
        @Override
        public void log(ServerRuntime server, HealthOutcome.Line line) {
            lines.accept(line.text());
        }

        @Override
        public void shutdownSessions(ServerRuntime server) {}
    }

    /** Answers whatever comes. */
    private static final class Answering extends ChannelInboundHandlerAdapter {
        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            var _ =
                    ctx.writeAndFlush(
                            Unpooled.copiedBuffer(
                                    "HTTP/1.0 200 OK\r\n\r\n",
                                    java.nio.charset.StandardCharsets.US_ASCII));
        }
    }
}
