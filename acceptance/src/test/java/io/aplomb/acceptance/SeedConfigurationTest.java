package io.aplomb.acceptance;

import static io.aplomb.acceptance.SeedMachine.BALANCER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aplomb.acceptance.machine.Browser.Page;
import io.aplomb.acceptance.machine.Machine.Outcome;
import io.aplomb.testkit.RequiredTool;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The configurations of the courses and the thesis, as their authors published them, on a machine
 * that has what they speak of. Where HAProxy takes a file too, the same test runs on it, which
 * proves that the test is right.
 */
@Timeout(240)
class SeedConfigurationTest {

    private static final Path SEEDS =
            ProjectFolder.root().resolveSibling("shared").resolve("seed-configs");

    private static final int LOG_PATIENCE_MS = 30_000;
    private static final int DATAGRAM_BYTES = 65_536;

    @TempDir private Path folder;

    /** Who is to serve. */
    private enum Program {
        APLOMB,
        HAPROXY;

        Path path() {
            return switch (this) {
                case APLOMB -> Launcher.built();
                case HAPROXY -> RequiredTool.path("haproxy");
            };
        }
    }

    @BeforeEach
    void seedsAreThere() {
        assumeTrue(
                Files.isDirectory(SEEDS),
                "the seed configurations are not beside the project, at " + SEEDS);
    }

    @ParameterizedTest
    @EnumSource(Program.class)
    void chapter59_asItStands_balancesOverBothServers(Program program) throws Exception {
        try (SeedMachine machine = start("chapitre59")) {
            machine.origin("web1", "192.168.1.10", 80);
            machine.origin("web2", "192.168.1.11", 80);

            var _ = machine.serve(program.path(), seed("chapitre59"));

            assertThat(machine.firstLines("http://" + BALANCER + "/", 4))
                    .containsExactlyInAnyOrder("web1", "web1", "web2", "web2");
        }
    }

    @ParameterizedTest
    @EnumSource(Program.class)
    void module16_asItStands_redirectsToTlsAndBalancesThere(Program program) throws Exception {
        try (SeedMachine machine = start("module16")) {
            machine.origin("app1", "192.168.1.11", 8080);
            machine.origin("app2", "192.168.1.12", 8080);
            machine.origin("app3", "192.168.1.13", 8080);

            var _ = machine.serve(program.path(), seed("module16"));

            Page plain = machine.get("http://" + BALANCER + "/a?b");
            assertThat(plain.status()).isEqualTo(301);
            assertThat(plain.head()).contains("location: https://" + BALANCER + "/a?b\r\n");
            String site = "https://" + BALANCER + "/";
            assertThat(machine.firstLines(site, 4))
                    .as("the backup server has nothing to do")
                    .containsExactlyInAnyOrder("app1", "app1", "app2", "app2");
            assertThat(machine.get(site).body())
                    .containsIgnoringCase("\r\nx-forwarded-for: " + BALANCER + "\r\n");
            Page statistics = machine.get("http://" + BALANCER + ":8404/stats");
            assertThat(statistics.status()).isEqualTo(200);
            assertThat(statistics.body()).contains("http_back", "app3");
            assertThat(machine.file("/run/haproxy/admin.sock")).exists();
        }
    }

    @Test
    void module16Rules_alone_areRefusedAtEachMissingBackend() throws Exception {
        Outcome outcome = check(seed("module16-acl"));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output())
                .contains(
                        "acl.haproxy.cfg:11:13: error: 'frontend http_front': unable to find"
                                + " required use_backend: 'admin_back'",
                        "acl.haproxy.cfg:12:17: error: 'frontend http_front': unable to find"
                                + " required default_backend: 'http_back'")
                .contains(
                        "is in mode tcp and does not wait for the HTTP request", "add: mode http");
    }

    @ParameterizedTest
    @EnumSource(Program.class)
    void module16Rules_withTheBackendsAlone_serveInModeTcp(Program program) throws Exception {
        try (SeedMachine machine = start("module16-acl")) {
            machine.origin("http1", BALANCER, 8002);

            var _ = machine.serve(program.path(), seed("module16-acl"), missingBackends());

            assertThat(machine.get("http://" + BALANCER + "/").firstLine()).isEqualTo("http1");
        }
    }

    @ParameterizedTest
    @EnumSource(Program.class)
    void module16Rules_withDefaultsAndTheBackends_route(Program program) throws Exception {
        Path defaults =
                Files.writeString(
                        folder.resolve("defaults.cfg"),
                        """
                        defaults
                            mode http
                            timeout connect 10s
                            timeout client 30s
                            timeout server 30s
                        """);
        try (SeedMachine machine = start("module16-acl")) {
            machine.origin("api1", "192.168.1.21", 3000);
            machine.origin("api2", "192.168.1.22", 3000);
            machine.origin("static1", "192.168.1.31", 80);
            machine.origin("admin1", BALANCER, 8001);
            machine.origin("http1", BALANCER, 8002);

            var _ =
                    machine.serve(
                            program.path(), defaults, seed("module16-acl"), missingBackends());

            String site = "http://" + BALANCER;
            assertThat(machine.get(site + "/api/users").firstLine()).startsWith("api");
            assertThat(machine.get(site + "/logo.png").firstLine()).isEqualTo("static1");
            assertThat(machine.get(site + "/").firstLine()).isEqualTo("http1");
            assertThat(machine.get(site + "/admin/").firstLine())
                    .as("from outside")
                    .isEqualTo("http1");
            // A client on the same machine comes from the address that it goes to.
            assertThat(machine.get("http://192.168.1.21/admin/").firstLine()).isEqualTo("admin1");
        }
    }

    @Test
    void corosyncThesis_asItStands_servesEachFrontend() throws Exception {
        try (SeedMachine machine = start("these-corosync");
                DatagramSocket syslog = machine.syslog()) {
            for (String server : List.of("192.168.112.177", "192.168.112.174")) {
                machine.origin("clear " + server, server, 80);
            }
            for (String server : List.of("10.0.10.1", "10.0.10.2")) {
                machine.origin("check " + server, server, 80);
                machine.secureOrigin("tls " + server, server, 443);
            }

            String said = machine.serve(Program.APLOMB.path(), seed("these-corosync"));

            List<String> clear = machine.firstLines("http://" + BALANCER + "/", 3);
            assertThat(clear.getFirst()).startsWith("clear ");
            assertThat(Set.copyOf(clear)).as("stick on src").hasSize(1);
            assertThat(logLine(syslog, " web-http apache-80/tomcat")).contains(" 200 ");
            Page first = machine.get("https://192.168.112.177/");
            assertThat(first.firstLine()).startsWith("tls ");
            assertThat(first.body()).containsIgnoringCase("\r\nx-forwarded-proto: https\r\n");
            assertThat(machine.get("https://192.168.112.174/").firstLine())
                    .as("its servers are the other frontends, as a warning says")
                    .startsWith("tls ");
            assertThat(machine.get("http://" + BALANCER + ":8080/haproxy?stats").body())
                    .contains("apache-www2-443");
            assertThat(machine.file("/var/lib/haproxy/stats")).exists();
            assertThat(said)
                    .contains("use: http-request add-header X-Forwarded-Proto https")
                    .contains("add for example: expire 30m")
                    .contains("'/server-status' is a page of Apache httpd")
                    .contains("'tomcat1' has the address that 'frontend www1-https' listens on");
        }
    }

    @Test
    void keepalivedThesis_asItStands_isRefusedAtEveryPlaceholder() throws Exception {
        Outcome outcome = check(seed("these-keepalived"));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output().lines().filter(line -> line.contains(": error: ")))
                .hasSize(3)
                .anyMatch(line -> line.contains(":23:14: error: '192.168.6.ABC:8989' is a place"))
                .anyMatch(line -> line.contains(":36:13: error: '192.168.X.ABC:80' is a place"))
                .anyMatch(line -> line.contains(":37:13: error: '192.168.Y.ABC:80' is a place"));
    }

    /** With the substitution that docs/migrating-from-haproxy.md shows. */
    @Test
    void keepalivedThesis_withAddresses_keepsClientsByCookie() throws Exception {
        String text =
                Files.readString(seed("these-keepalived"))
                        .replace("192.168.6.ABC", "192.168.6.10")
                        .replace("192.168.X.ABC", "192.168.1.11")
                        .replace("192.168.Y.ABC", "192.168.1.12");
        Path file = Files.writeString(folder.resolve("these-keepalived.cfg"), text);
        try (SeedMachine machine = SeedMachine.start(folder, text)) {
            machine.origin("s1", "192.168.1.11", 80);
            machine.origin("s2", "192.168.1.12", 80);

            String said = machine.serve(Program.APLOMB.path(), file);

            staysOnItsServer(machine);
            String page = "http://192.168.6.10:8989/stats";
            Page closed = machine.get(page);
            assertThat(closed.status()).isEqualTo(401);
            assertThat(closed.head()).contains("Basic realm=\"HAProxy Statistics\"");
            assertThat(machine.get(page, "Authorization: Basic YWRtaW46YWRtaW4=\r\n").body())
                    .contains("am_cluster");
            assertThat(said)
                    .contains("use: timeout connect 5000", "use: timeout client 50000")
                    .contains("use: timeout server 50000", "use: bind 192.168.6.10:8989")
                    .contains("use: bind 0.0.0.0:80", "use: option http-server-close");
        }
    }

    private static void staysOnItsServer(SeedMachine machine) throws InterruptedException {
        String site = "http://" + BALANCER + "/";
        Page first = machine.get(site);
        assertThat(first.head())
                .containsIgnoringCase("set-cookie: SERVERNAME=" + first.firstLine() + "; path=/")
                .containsIgnoringCase("connection: close");
        for (int i = 0; i < 3; i++) {
            Page next = machine.get(site, "Cookie: a=b; SERVERNAME=" + first.firstLine() + "\r\n");
            assertThat(next.firstLine()).isEqualTo(first.firstLine());
            assertThat(next.body()).as("indirect").contains("a=b").doesNotContain("SERVERNAME");
        }
    }

    private static Path seed(String name) {
        return SEEDS.resolve(name + ".haproxy.cfg");
    }

    private SeedMachine start(String name) throws Exception {
        return SeedMachine.start(folder, Files.readString(seed(name)));
    }

    private Path missingBackends() throws IOException {
        return Files.writeString(
                folder.resolve("backends.cfg"),
                """
                backend admin_back
                    server admin1 %1$s:8001
                backend http_back
                    server http1 %1$s:8002
                """
                        .formatted(BALANCER));
    }

    private static Outcome check(Path configuration) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Launcher.built().toString(),
                                "proxy",
                                "-c",
                                "-f",
                                configuration.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    /** The first log line with that text; those of health checks and starts pass by. */
    private static String logLine(DatagramSocket syslog, String text) throws IOException {
        syslog.setSoTimeout(LOG_PATIENCE_MS);
        byte[] buffer = new byte[DATAGRAM_BYTES];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            syslog.receive(packet);
            String line = new String(packet.getData(), 0, packet.getLength(), UTF_8);
            if (line.contains(text)) {
                return line;
            }
        }
    }
}
