package io.aplomb.app.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.app.process.ProcessSignals;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code aplomb vrrp -t}: what is said about a configuration. */
class VrrpRunTest {
    private static final String NOPREEMPT_WITH_WEIGHT =
            """
            global_defs {
             script_user root
             enable_script_security
            }
            vrrp_script check {
             script "/bin/true"
             weight 20
            }
            vrrp_instance VI_1 {
             state BACKUP
             nopreempt
             interface eth0
             virtual_router_id 51
             priority 100
             virtual_ipaddress {
              192.168.1.100/24
             }
             track_script {
              check
             }
            }
            """;

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void check_advisesWhereAWeightFightsNopreempt() throws Exception {
        assertThat(check(NOPREEMPT_WITH_WEIGHT, Map.of())).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("keepalived.conf:9:")
                .contains(
                        "warning: VI_1: 'script check' has a weight and this router has nopreempt");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Configuration file is valid");
    }

    @Test
    void check_advisesInFrenchWhereThatIsTheLanguage() throws Exception {
        assertThat(check(NOPREEMPT_WITH_WEIGHT, Map.of("LANG", "fr_FR.UTF-8"))).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("« script check » a un poids et ce routeur a nopreempt");
    }

    @Test
    void language_ofTheOptionCountsMore() throws Exception {
        assertThat(check(NOPREEMPT_WITH_WEIGHT, Map.of("LANG", "fr_FR"), "--lang=en")).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("has a weight");
    }

    @Test
    void check_refusesErrors() throws Exception {
        assertThat(check("vrrp_instance VI_1 {\n interfaec eth0\n}\n", Map.of())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("keepalived.conf:2:")
                .contains("nothing was started");
    }

    private int check(String configuration, Map<String, String> environment, String... more)
            throws Exception {
        Path file = Files.writeString(folder.resolve("keepalived.conf"), configuration);
        List<String> words =
                Stream.concat(Stream.of("-t", "-f", file.toString()), Stream.of(more)).toList();
        return new VrrpRun(
                        environment,
                        ProcessSignals::detached,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(words);
    }
}
