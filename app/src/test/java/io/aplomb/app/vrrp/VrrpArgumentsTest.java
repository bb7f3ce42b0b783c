package io.aplomb.app.vrrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.app.logging.Syslog;
import io.aplomb.app.vrrp.VrrpArguments.UsageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VrrpArgumentsTest {

    @Test
    void socket_isBesideThePidFile() throws Exception {
        assertThat(parse("-p", "/run/x.pid").socketPath()).isEqualTo(Path.of("/run/x.sock"));
        assertThat(parse("-p/run/x").socketPath()).isEqualTo(Path.of("/run/x.sock"));
        VrrpArguments both = parse("-r", "/run/v.pid", "-p", "/run/x.pid");
        assertThat(both.socketPath()).isEqualTo(Path.of("/run/x.sock"));
        assertThat(both.pidFiles()).containsExactly(Path.of("/run/x.pid"), Path.of("/run/v.pid"));
        assertThat(parse("--show").socketPath()).isEqualTo(Path.of("/run/aplomb-vrrp.sock"));
        assertThat(parse("--socket=/s", "-p", "/run/x.pid").socketPath()).isEqualTo(Path.of("/s"));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:9165, 127.0.0.1, 9165", "[::1]:80, 0:0:0:0:0:0:0:1, 80"})
    void metrics_isAnAddressAndAPort(String text, String address, int port) throws Exception {
        assertThat(parse("--metrics", text).metrics())
                .hasValueSatisfying(
                        socket -> {
                            assertThat(socket.getAddress().getHostAddress()).isEqualTo(address);
                            assertThat(socket.getPort()).isEqualTo(port);
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:80", "127.0.0.1", ":80", "127.0.0.1:65536", "127.0.0.1:x"})
    void metrics_thatIsNoAddress_isRefused(String text) {
        assertThatThrownBy(() -> parse("--metrics", text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("ADDRESS:PORT");
    }

    @Test
    void signum_isThatOfKeepalived() throws Exception {
        assertThat(SignalNumber.of("STOP")).isEqualTo(15);
        assertThat(SignalNumber.of("RELOAD")).isEqualTo(1);
        assertThat(SignalNumber.of("DATA")).isEqualTo(10);
        assertThat(SignalNumber.of("STATS")).isEqualTo(12);
        assertThatThrownBy(() -> SignalNumber.of("JSON")).hasMessageContaining("--show --json");
    }

    @Test
    void log_goesWhereSomebodyReadsIt() throws Exception {
        LogOptions usual = parse("-nlD", "-P").log();
        assertThat(usual.syslog(false)).isEmpty();
        assertThat(usual.onConsole(false)).isTrue();
        assertThat(usual.details()).isTrue();

        LogOptions daemon = parse("-f", "x").log();
        assertThat(daemon.syslog(true))
                .hasValue(new Syslog(Path.of("/dev/log"), Syslog.DAEMON, "aplomb-vrrp"));
        assertThat(daemon.onConsole(true)).isFalse();
        assertThat(daemon.details()).isFalse();

        LogOptions asked = parse("-n", "-S", "local3", "--syslog-socket=/s").log();
        assertThat(asked.syslog(false)).hasValue(new Syslog(Path.of("/s"), 19, "aplomb-vrrp"));
        assertThat(asked.onConsole(false)).isFalse();
        assertThat(parse("-nlS7").log().onConsole(false)).isTrue();

        LogOptions silent = parse("-G").log();
        assertThat(silent.syslog(true)).isEmpty();
        assertThat(silent.onConsole(true)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 16", "local7, 23", "user, 1", "DAEMON, 3"})
    void facility_isThatOfKeepalived(String word, int number) throws Exception {
        assertThat(parse("--log-facility", word).log().facility()).hasValue(number);
        assertThat(parse("-S" + word).log().facility()).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "local8", "mail", "-1"})
    void facility_thatKeepalivedHasNot_isRefused(String word) {
        assertThatThrownBy(() -> parse("-S", word)).isInstanceOf(UsageException.class);
    }

    @Test
    void syslogSocket_thatTheKernelCannotName_isRefused() {
        assertThatThrownBy(() -> parse("--syslog-socket", "/" + "x".repeat(107)))
                .isInstanceOf(UsageException.class);
    }

    private static VrrpArguments parse(String... words) throws UsageException {
        return VrrpArguments.parse(List.of(words));
    }
}
