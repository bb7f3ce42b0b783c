package io.aplomb.proxy.recorded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpAddress;
import io.aplomb.http.HttpHead;
import io.aplomb.proxy.log.LogDispatcher;
import io.aplomb.proxy.log.LogIdentity;
import io.aplomb.proxy.log.RequestLog;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.Termination.Cause;
import io.aplomb.proxy.stream.Termination.Phase;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which lines a frontend's options let through, and how severe they are (manual 8.3). */
@Timeout(120)
final class RequestLogTest {

    private final LogDispatcher dispatcher =
            new LogDispatcher(new LogIdentity("host", "haproxy", 1, ZoneOffset.UTC));
    private final RequestLog log = new RequestLog(dispatcher);
    private DatagramSocket receiver = unbound();

    @BeforeEach
    void listen() throws Exception {
        receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        receiver.setSoTimeout(10_000);
    }

    @AfterEach
    void close() {
        dispatcher.close();
        receiver.close();
    }

    @Test
    void ended_normalRequest_isInformation() throws Exception {
        assertThat(lines("", stream -> log.ended(stream))).isEqualTo("<6>200 ----\n");
    }

    @Test
    void ended_failureWithSeparateErrors_isAnError() throws Exception {
        assertThat(lines("option log-separate-errors", this::failed)).isEqualTo("<3>504 sH--\n");
    }

    @Test
    void ended_dontlogNormal_tellsFailuresOnly() throws Exception {
        String line =
                lines(
                        "option dontlog-normal",
                        stream -> {
                            log.ended(stream);
                            failed(stream);
                        });

        assertThat(line).isEqualTo("<6>504 sH--\n");
    }

    @Test
    void ended_dontlognull_tellsConnectionsWithDataOnly() throws Exception {
        String line =
                lines(
                        "option dontlognull",
                        stream -> {
                            stream.figures().addFromClient(-10);
                            log.ended(stream);
                            stream.figures().addFromClient(1);
                            failed(stream);
                        });

        assertThat(line).isEqualTo("<6>504 sH--\n");
    }

    @Test
    void ended_levelOfARule_countsMore() throws Exception {
        String line =
                lines(
                        "",
                        stream -> {
                            stream.ruleState().logLevel(Stream.LOG_SILENT);
                            log.ended(stream);
                            stream.ruleState().logLevel(2);
                            log.ended(stream);
                        });

        assertThat(line).isEqualTo("<2>200 ----\n");
    }

    @Test
    void begun_logasap_writesTheOnlyLine() throws Exception {
        String line =
                lines(
                        "option logasap",
                        stream -> {
                            log.begun(stream);
                            failed(stream);
                            stream.resetForNextRequest();
                            stream.figures().status(201);
                            log.begun(stream);
                        });

        assertThat(line).isEqualTo("<6>200 ----\n");
        assertThat(receive()).isEqualTo("<6>201 ----\n");
    }

    private void failed(Stream stream) {
        stream.figures().status(504);
        stream.termination().end(Cause.SERVER_TIMEOUT, Phase.HEADERS);
        log.ended(stream);
    }

    /** What comes first of what an option lets through. */
    private String lines(String option, Consumer<Stream> events) throws Exception {
        String config =
                """
                frontend fe
                    bind 127.0.0.1:80
                    mode http
                    log 127.0.0.1:%d format short local0
                    log-format "%%ST %%tsc"
                    timeout client 1s
                    %s
                """
                        .formatted(receiver.getLocalPort(), option);
        RunningProxies proxies =
                new RunningProxies(Playback.load(config), 10, FakeWorld.clockAt(0), 1);
        Stream stream = new Stream(new FakeWorld(proxies, 0), new HttpHead(), new HttpHead());
        stream.client().open(IpAddress.LOOPBACK_V4, 1, IpAddress.LOOPBACK_V4, 80, 1);
        stream.open(proxies.frontends().iterator().next().listeners().getFirst());
        stream.figures().addFromClient(10);
        stream.figures().status(200);
        events.accept(stream);
        return receive();
    }

    private String receive() throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        receiver.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), ISO_8859_1);
    }

    private static DatagramSocket unbound() {
        try {
            return new DatagramSocket(null);
        } catch (java.net.SocketException e) {
            throw new IllegalStateException(e);
        }
    }
}
