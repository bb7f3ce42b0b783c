package io.aplomb.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.proxy.StatsSocket.Level;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.FrontendRuntime;
import io.aplomb.proxy.session.SessionView;
import io.aplomb.proxy.session.SessionView.Side;
import io.aplomb.proxy.stats.SampleProxies;
import io.aplomb.proxy.upstream.Dispatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The form of {@code show sess} is the one HAProxy 2.6 printed in the same situation. */
class SessionCommandsTest {

    private final SampleProxies sample = new SampleProxies();
    private final Fixed directory = new Fixed(session(sample));
    private final RuntimeCommands commands = RuntimeCommandsTest.commands(sample, directory);
    private final CommandSession session = new CommandSession(Level.ADMIN, 10_000);

    private static SessionView session(SampleProxies sample) {
        FrontendRuntime web = Objects.requireNonNull(sample.running().frontend("web"));
        BackendRuntime app = Objects.requireNonNull(sample.running().backend("app"));
        return new SessionView(
                4,
                1_700_000_000_000_000L,
                3_725_000,
                "127.0.0.1:46594",
                web.listeners().getFirst(),
                app,
                app.servers().getFirst(),
                0,
                Dispatch.State.CONNECTED,
                1,
                -1,
                new SessionView.Http("GET", 200),
                new Side(14, "127.0.0.1:8080", "127.0.0.1:46594", false, 0, 42, -1),
                new Side(17, "127.0.0.1:49420", "127.0.0.1:18090", true, 3, 54, 23_900));
    }

    /** One session. */
    private static final class Fixed implements SessionDirectory {
        private final SessionView only;
        private final List<Long> ended = new ArrayList<>();

        Fixed(SessionView only) {
            this.only = only;
        }

        @Override
        public List<SessionView> sessions() {
            return List.of(only);
        }

        @Override
        public List<SessionView> session(long number) {
            return number == only.number() ? List.of(only) : List.of();
        }

        @Override
        public boolean shutDown(long number) {
            return number == only.number() && ended.add(number);
        }
    }

    @Test
    void showSess_isALineEach() {
        String line =
                "0x5: proto=tcpv4 src=127.0.0.1:46594 fe=web be=app srv=s1 ts=00 epoch=0 age=1h2m"
                        + " calls=0 rate=0 cpu=0 lat=0 rq[f=000000h,i=0,an=00h,rx=,wx=,ax=]"
                        + " rp[f=000000h,i=3,an=00h,rx=23s,wx=,ax=] scf=[8,0h,fd=14]"
                        + " scb=[8,0h,fd=17] exp=23s rc=1 c_exp=\n\n";
        assertThat(commands.run("show sess", session)).isEqualTo(line);
        assertThat(commands.run("show sess what", session)).isEqualTo(line);
    }

    @Test
    void showSess_ofOne_tellsMore() {
        assertThat(commands.run("show sess 0x5", session))
                .startsWith("0x5: [")
                .endsWith(
                        """
                        ] id=4 proto=tcpv4 source=127.0.0.1:46594
                          conn_retries=1, conn_exp=<NEVER>, exp=23s, age=1h2m, thread=1
                          frontend=web (id=1 mode=http), listener=http1 (id=1) addr=127.0.0.1:8080
                          backend=app (id=2 mode=http) addr=127.0.0.1:49420
                          server=s1 (id=1) addr=127.0.0.1:18090
                          txn meth=GET status=200
                          scf state=EST fd=14 xprt=RAW rex=<NEVER> i=0 total=42
                          scb state=EST fd=17 xprt=SSL rex=23s i=3 total=54

                        """);
        assertThat(commands.run("show sess 0x6", session)).isEqualTo("Session not found.\n\n");
    }

    @Test
    void shutdownSession_endsTheOneNamed() {
        assertThat(commands.run("shutdown session", session))
                .isEqualTo("Session pointer expected (use 'show sess').\n\n");
        assertThat(commands.run("shutdown session zz", session))
                .isEqualTo("Session pointer expected (use 'show sess').\n\n");
        assertThat(commands.run("shutdown session 0x6", session))
                .isEqualTo("No such session (use 'show sess').\n\n");
        assertThat(commands.run("shutdown session 0x5", session)).isEqualTo("\n");
        assertThat(directory.ended).containsExactly(4L);
    }

    @Test
    void callers_areSessionsToo() {
        List<String> cut = new ArrayList<>();
        Callers.Caller caller =
                new Callers.Caller(8, "unix_stream", "unix:1", 3_000, () -> cut.add("cut"));
        commands.callers().came(caller);
        assertThat(commands.run("show sess 0x9", session))
                .startsWith(
                        "0x9: proto=unix_stream src=unix:1 fe=GLOBAL be=<NONE> srv=<none> ts=00")
                .contains(" age=2s ");
        assertThat(commands.run("shutdown session 0x9", session)).isEqualTo("\n");
        assertThat(cut).hasSize(1);
        commands.callers().left(caller);
        assertThat(commands.run("shutdown session 0x9", session))
                .isEqualTo("No such session (use 'show sess').\n\n");
    }
}
