package io.aplomb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Check;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.runtime.Counters;
import io.aplomb.proxy.runtime.FrontendRuntime.ListenerRuntime;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.runtime.StepTimes;
import io.aplomb.proxy.runtime.StepTimes.Step;
import io.aplomb.testkit.ScriptedServer;
import io.aplomb.testkit.Wire;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What traffic counts where; the figures are those HAProxy 2.6 showed for the same traffic. */
class TrafficCountersTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static RunningProxy proxy(String front, String back) {
        return RunningProxy.start(
                """
                frontend f
                    bind 127.0.0.1:1 name one
                    bind 127.0.0.2:1 name two
                    %s
                    default_backend b
                backend b
                    %s
                """
                        .formatted(front, back));
    }

    private static ServerRuntime server(RunningProxy proxy) {
        return Check.present(proxy.backend("b").server("s"), "server");
    }

    private static void exchange(Wire client, RunningProxy proxy, String status) {
        client.send(GET);
        assertThat(client.readMessage()).startsWith("HTTP/1.1 " + status);
        assertThat(proxy.nextLog()).startsWith(status);
    }

    @Test
    void noServer_isAConnectionError() {
        try (RunningProxy proxy = proxy("", "");
                Wire client = proxy.connect("f")) {
            exchange(client, proxy, "503");
            assertThat(proxy.backend("b").counters().sum(Counter.CONNECT_ERRORS)).isEqualTo(1);
        }
    }

    @Test
    void retry_isASessionOfTheServerMore() {
        String back = "timeout connect 50ms\n    retries 1\n    server s 127.0.0.1:%d";
        try (RunningProxy proxy = proxy("", back.formatted(ScriptedServer.closedPort()));
                Wire client = proxy.connect("f")) {
            exchange(client, proxy, "503");
            assertThat(server(proxy).counters().sum(Counter.SESSIONS)).isEqualTo(2);
            assertThat(proxy.backend("b").counters().sum(Counter.SESSIONS)).isEqualTo(1);
        }
    }

    @Test
    void slotOfTheBackendsQueue_isNoChoiceOfTheAlgorithm() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy =
                        proxy("", "server s 127.0.0.1:%d maxconn 1".formatted(origin.port()));
                Wire one = proxy.connect("f");
                Wire two = proxy.connect("f")) {
            one.send(GET);
            Wire first = origin.accept();
            first.readHead();
            two.send(GET);
            awaitQueued(proxy);
            first.send(OK);
            assertThat(one.readMessage()).endsWith("ok");
            Wire second = origin.accept();
            second.readHead();
            second.send(OK);
            assertThat(two.readMessage()).endsWith("ok");
            assertThat(server(proxy).counters().sum(Counter.LOAD_BALANCED)).isEqualTo(1);
            assertThat(server(proxy).counters().sum(Counter.SESSIONS)).isEqualTo(2);
        }
    }

    private static void awaitQueued(RunningProxy proxy) {
        long giveUpNs = System.nanoTime() + 30_000_000_000L;
        while (proxy.backend("b").totalQueued() != 1) {
            assertThat(System.nanoTime()).as("queued in time").isLessThan(giveUpNs);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void responseDenied_countsForTheServerAsItWas() {
        try (ScriptedServer origin = ScriptedServer.answering(OK);
                RunningProxy proxy =
                        proxy("http-response deny if TRUE", "server s 127.0.0.1:" + origin.port());
                Wire client = proxy.connect("f")) {
            exchange(client, proxy, "502");
            Counters server = server(proxy).counters();
            assertThat(server.sum(Counter.REQUESTS)).isEqualTo(1);
            assertThat(server.sum(Counter.RESPONSES_2XX)).isEqualTo(1);
            assertThat(server.sum(Counter.RESPONSES_5XX)).isZero();
            Counters backend = proxy.backend("b").counters();
            assertThat(backend.sum(Counter.RESPONSES_2XX)).isZero();
            assertThat(backend.sum(Counter.RESPONSES_5XX)).isEqualTo(1);
        }
    }

    @Test
    void socketStats_countEachListener() {
        try (ScriptedServer origin = ScriptedServer.answering(OK);
                RunningProxy proxy =
                        proxy("option socket-stats", "server s 127.0.0.1:" + origin.port());
                Wire client = proxy.connect("f")) {
            exchange(client, proxy, "200");
            List<ListenerRuntime> listeners = proxy.frontend("f").listeners();
            Counters one = listeners.getFirst().counters();
            assertThat(one.sum(Counter.SESSIONS)).isEqualTo(1);
            assertThat(one.sum(Counter.BYTES_IN)).isEqualTo(GET.length());
            assertThat(one.sum(Counter.BYTES_OUT)).isEqualTo(OK.length());
            assertThat(listeners.getLast().counters().sum(Counter.SESSIONS)).isZero();
        }
    }

    @Test
    void connectionRejected_isNoSession() {
        try (RunningProxy proxy = proxy("tcp-request connection reject", "");
                Wire client = proxy.connect("f")) {
            client.expectEnd();
            Counters frontend = proxy.frontend("f").counters();
            assertThat(frontend.sum(Counter.CONNECTIONS)).isEqualTo(1);
            assertThat(frontend.sum(Counter.DENIED_CONNECTIONS)).isEqualTo(1);
            assertThat(frontend.sum(Counter.SESSIONS)).isZero();
        }
    }

    @Test
    void ownAnswerOfAListenSection_isTrafficOfItsBackendToo() {
        try (RunningProxy proxy =
                        RunningProxy.start(
                                """
                                listen l
                                    bind 127.0.0.1:1
                                    http-request return status 200
                                """);
                Wire client = proxy.connect("l")) {
            exchange(client, proxy, "200");
            Counters frontend = proxy.frontend("l").counters();
            Counters backend = proxy.backend("l").counters();
            assertThat(backend.sum(Counter.BYTES_IN)).isEqualTo(GET.length());
            assertThat(backend.sum(Counter.BYTES_OUT)).isEqualTo(frontend.sum(Counter.BYTES_OUT));
        }
    }

    @Test
    void times_areTheServersAndTheBackends() {
        try (ScriptedServer origin = ScriptedServer.listening();
                RunningProxy proxy = proxy("", "server s 127.0.0.1:" + origin.port());
                Wire client = proxy.connect("f")) {
            client.send(GET);
            Wire server = origin.accept();
            server.readHead();
            long untilNs = System.nanoTime() + 50_000_000;
            while (System.nanoTime() < untilNs) {
                LockSupport.parkNanos(untilNs - System.nanoTime());
            }
            server.send(OK);
            assertThat(client.readMessage()).endsWith("ok");
            assertThat(proxy.nextLog()).startsWith("200");
            for (StepTimes times : List.of(server(proxy).times(), proxy.backend("b").times())) {
                assertThat(times.averageMs(Step.RESPONSE)).isGreaterThanOrEqualTo(40);
                assertThat(times.maximumMs(Step.TOTAL)).isGreaterThanOrEqualTo(40);
            }
        }
    }

    @Test
    void fullConn_isATenthOfWhatMayCome() {
        try (RunningProxy proxy =
                RunningProxy.start(
                        """
                        frontend a
                            bind 127.0.0.1:1
                            maxconn 100
                            use_backend x if { path /x }
                            use_backend x if { path /y }
                            use_backend %[path] if { path /z }
                            default_backend y
                        frontend b
                            bind 127.0.0.1:1
                            maxconn 505
                            default_backend x
                        listen l
                            bind 127.0.0.1:1
                            maxconn 33
                        backend x
                        backend y
                        backend nobodys
                        """)) {
            assertThat(proxy.backend("x").fullConn()).isEqualTo(61);
            assertThat(proxy.backend("y").fullConn()).isEqualTo(10);
            assertThat(proxy.backend("l").fullConn()).isEqualTo(4);
            assertThat(proxy.backend("nobodys").fullConn()).isEqualTo(1);
        }
    }
}
