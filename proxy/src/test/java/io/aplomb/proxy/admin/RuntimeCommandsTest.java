package io.aplomb.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.proxy.StatsSocket.Level;
import io.aplomb.proxy.runtime.FrontendRuntime;
import io.aplomb.proxy.stats.ProcessLoad;
import io.aplomb.proxy.stats.SampleLoad;
import io.aplomb.proxy.stats.SampleProxies;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Management manual 9.3; the answers are those HAProxy 2.6 gave to the same lines. */
class RuntimeCommandsTest {

    private final SampleProxies sample = new SampleProxies();
    private final RuntimeCommands commands = commands(sample);
    private final CommandSession session = new CommandSession(Level.ADMIN, 10_000);

    static RuntimeCommands commands(SampleProxies sample) {
        return commands(sample, SessionDirectory.EMPTY);
    }

    static RuntimeCommands commands(SampleProxies sample, SessionDirectory sessions) {
        return new RuntimeCommands(
                new RuntimeCommands.Surroundings(
                        sample::running,
                        List::of,
                        sample.reader(),
                        sample,
                        new StateOnly(),
                        sessions,
                        "2.6.12"));
    }

    /** Frontends without sockets. */
    private static final class StateOnly implements ProcessControl {
        private final AtomicLong sessions = new AtomicLong();
        private final SampleLoad load = new SampleLoad();

        @Override
        public boolean pause(FrontendRuntime frontend) {
            frontend.state(FrontendRuntime.State.PAUSED);
            return true;
        }

        @Override
        public boolean resume(FrontendRuntime frontend) {
            frontend.state(FrontendRuntime.State.OPEN);
            return true;
        }

        @Override
        public boolean stop(FrontendRuntime frontend) {
            frontend.state(FrontendRuntime.State.STOPPED);
            return true;
        }

        @Override
        public long nextSessionNumber() {
            return sessions.getAndIncrement();
        }

        @Override
        public void maxConn(int limit) {}

        @Override
        public Liveness liveness() {
            return new Liveness(2, 1, 3, 3);
        }

        @Override
        public ProcessLoad load() {
            return load;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "set rate-limit ssl-sessions global | Expects an integer value.",
                "set rate-limit sessions global -1 | Value out of range.",
                "show version | 2.6.12",
                "show cli level | admin",
                "get weight app/s1 | 10 (initial 10)",
                "set server | Require 'backend/server'.",
                "set server app/s1 state x | 'set server <srv> state' expects 'ready', 'drain' and 'maint'.",
                "set server app/xx state ready | No such server.",
                "set server xx/xx state ready | No such backend.",
                "set server app/s1 weight 300 | Absolute weight can only be between 0 and 256 inclusive.",
                "set server app/s1 health bogus | 'set server <srv> health' expects 'up', 'stopping', or 'down'.",
                "set server app/s1 addr nonsense | Invalid addr 'nonsense' by 'stats socket command'",
                "set server app/s1 addr 127.0.0.1 port 18090 | no need to change the addr, no need to change the port by 'stats socket command'",
                "set server app/s1 addr 127.0.0.2 | IP changed from '127.0.0.1' to '127.0.0.2' by 'stats socket command'",
                "set server app/s1 addr 127.0.0.1 port 18099 | no need to change the addr, port changed from '18090' to '18099' by 'stats socket command'",
                "set weight app/s1 | Require <weight> or <weight%>.",
                "enable frontend web | All sockets are already enabled.",
                "disable frontend app | No such frontend.",
                "set maxconn frontend | A frontend name is expected.",
                "set maxconn frontend web | Integer value expected.",
                "set timeout | 'set timeout' only supports 'cli'.",
                "set timeout cli | Expects an integer value.",
                "set timeout cli abc | Invalid timeout value.",
                "enable agent app/s1 | Agent was not configured on this server, cannot enable.",
                "enable health app/bk | Health check was not configured on this server, cannot enable.",
                "disable agent | Require 'backend/server'.",
                "disable health app/xx | No such server.",
                "set server app/s1 agent up | agent checks are not enabled on this server.",
                "set server app/s1 agent-send x | agent checks are not enabled on this server.",
                "set server app/s1 check-port | set server <b>/<s> check-port requires a port.",
                "set server app/s1 check-addr | set server <b>/<s> check-addr requires an address and optionally a port.",
                "shutdown session 0x123 | No such session (use 'show sess').",
                "shutdown sessions server app/xx | No such server.",
                "show servers state nope | Can't find backend.",
                "show table nope | No such table"
            })
    void answer_ofEachCommand_isHaproxys(String line, String answer) {
        assertThat(commands.run(line, session)).isEqualTo(answer + "\n\n");
    }

    @Test
    void setServer_stateMaint_isSeenInStatistics() {
        assertThat(commands.run("set server app/s1 state maint", session)).isEqualTo("\n");
        assertThat(commands.run("show stat", session))
                .contains("app,s1,0,0,0,0,,0,0,0,,0,,0,0,0,0,MAINT,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set server app/s1 agent-addr 127.0.0.1 | agent checks are not enabled on this server",
                "set server app/s1 agent-port 5 | agent checks are not enabled on this server",
                "set server app/bk check-port 5 | health checks are not enabled on this server",
                "set server app/bk check-addr 127.0.0.1 | health checks are not enabled on this server",
                "set server app/s1 check-port x | provided port is not an integer",
                "set server app/s1 check-port 70000 | provided port is invalid",
                "set server app/s1 check-addr 127.0.0.1 port x | provided port is not an integer",
                "set server app/s1 weight 5x | Trailing garbage in weight string",
                "set maxconn server app/s1 5x | Trailing garbage in maxconn string"
            })
    void answer_thatHaproxyGivesWithoutEndOfLine_isTheSame(String line, String answer) {
        assertThat(commands.run(line, session)).isEqualTo(answer + "\n");
    }

    @Test
    void setServer_checkAddressAndPort_areSeenInTheState() {
        assertThat(commands.run("set server app/s1 check-addr 127.0.0.2 port 81", session))
                .isEqualTo("\n");
        assertThat(commands.run("show servers state", session))
                .contains(
                        "2 app 1 s1 127.0.0.1 2 0 10 10 0 1 0 2 6 0 0 0 - 18090 - 0 81 127.0.0.2 - 0");
        commands.run("set server app/s1 check-port 82", session);
        assertThat(commands.run("show servers state", session)).contains(" 0 82 127.0.0.2 - 0\n");
    }

    @Test
    void disableHealth_isSeenInStateAndStatistics() {
        assertThat(commands.run("disable health app/s1", session)).isEqualTo("\n");
        assertThat(commands.run("show servers state", session))
                .contains("2 app 1 s1 127.0.0.1 2 0 10 10 0 1 0 2 2 0 0 0 - 18090");
        assertThat(commands.run("show stat", session)).contains(",no check,10,1,0,,,");
        assertThat(commands.run("enable health app/s1", session)).isEqualTo("\n");
        assertThat(commands.run("show servers state", session))
                .contains("2 app 1 s1 127.0.0.1 2 0 10 10 0 1 0 2 6 0 0 0 - 18090");
    }

    @Test
    void setServer_weightInPercent_isOfTheInitialOne() {
        commands.run("set server app/s1 weight 50%", session);
        assertThat(commands.run("get weight app/s1", session)).isEqualTo("5 (initial 10)\n\n");
    }

    @Test
    void frontend_shutDown_staysSo() {
        assertThat(commands.run("shutdown frontend web", session)).isEqualTo("\n");
        assertThat(commands.run("enable frontend web", session))
                .isEqualTo("Frontend was previously shut down, cannot enable.\n\n");
    }

    @Test
    void line_severalCommands_areAnsweredInTurn() {
        assertThat(commands.run("show version; show cli level", session))
                .isEqualTo("2.6.12\n\nadmin\n\n");
    }

    @Test
    void level_lowered_deniesWhatItMayNot() {
        assertThat(commands.run("operator;set weight app/s1 5", session))
                .isEqualTo("\nPermission denied\n\n");
        assertThat(commands.run("user;show sess", session)).isEqualTo("\nPermission denied\n\n");
        assertThat(commands.run("operator;show cli level", session)).isEqualTo("\nuser\n\n");
    }

    @Test
    void showHealth_tellsWhatDoesNotServe() {
        assertThat(commands.run("show health", session))
                .isEqualTo("Status: down\nLoops: 1/2\nListeners: 3/3\n\n");
        assertThat(new Liveness(2, 2, 3, 3).isUp()).isTrue();
        assertThat(new Liveness(2, 2, 3, 2).isUp()).isFalse();
        assertThat(new Liveness(2, 2, 0, 0).isUp()).isFalse();
    }

    @Test
    void unknownCommand_similarOnes_areOffered() {
        assertThat(commands.run("shutdown", session))
                .isEqualTo(
                        """
                        Unknown command, but maybe one of the following ones is a better match:
                          shutdown frontend <frontend>            : stop a specific frontend
                          shutdown session [id]                   : kill a specific session
                          shutdown sessions server <bk>/<srv>     : kill sessions on a server
                          help [<command>]                        : list matching or all commands
                          prompt                                  : toggle interactive mode with prompt
                          quit                                    : disconnect

                        """);
    }

    @Test
    void showServersState_aServer_hasTheColumnsOfAStateFile() {
        assertThat(commands.run("show servers state app", session).lines().toList().get(5))
                .isEqualTo("2 app 4 off 127.0.0.1 0 5 1 1 0 1 0 0 0 0 0 0 - 18090 - 0 0 - - 0");
    }
}
