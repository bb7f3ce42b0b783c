package io.aplomb.acceptance;

import static io.aplomb.acceptance.VirtualIp.ADDRESS;
import static io.aplomb.acceptance.VirtualIp.FAST;
import static io.aplomb.acceptance.VirtualIp.GLOBAL;
import static io.aplomb.acceptance.VirtualIp.V6;
import static io.aplomb.acceptance.VirtualIp.V6_LINK_LOCAL;
import static io.aplomb.acceptance.VirtualIp.instance;
import static io.aplomb.acceptance.VirtualIp.router;
import static io.aplomb.acceptance.VirtualIp.signal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.linux.RawSocket;
import io.aplomb.linux.SocketAddresses;
import io.aplomb.testkit.RequiredTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the running process tells of itself. */
@Timeout(240)
class VirtualIpReportTest {

    @TempDir private Path folder;

    @Test
    void signals_writeTheFilesOfKeepalived() throws Exception {
        String authentication = "authentication {\n auth_type PASS\n auth_pass secret\n }";
        String configuration =
                GLOBAL
                        + "vrrp_script check {\n script \"/bin/true\"\n interval 1\n weight 5\n }\n"
                        + "vrrp_sync_group G {\n group {\n VI_2\n }\n }\n"
                        + instance(
                                "VI_1",
                                "eth0",
                                150,
                                authentication + "\n track_script {\n check\n }\n preempt_delay 2",
                                List.of(ADDRESS + "/24", "192.168.1.101 label eth0:1"))
                        + instance(
                                "VI_2",
                                52,
                                "eth0",
                                100,
                                FAST + "\n garp_master_refresh 60\n notify \"/bin/true\"",
                                List.of(V6_LINK_LOCAL + "/64", V6 + "/64"));
        List<String> ours;
        List<String> theirs;
        List<String> ourCounts;
        List<String> theirCounts;
        try (Lan lan = new Lan(folder, 1)) {
            Process process = lan.aplomb(1, configuration);
            lan.await("it is Master", () -> lan.holds(1, ADDRESS) && lan.holds(1, V6));
            ours = written(lan, process, "USR1", "keepalived.data");
            ourCounts = written(lan, process, "USR2", "keepalived.stats");
            Files.delete(lan.temporary(1).resolve("keepalived.data"));
            Files.delete(lan.temporary(1).resolve("keepalived.stats"));
        }
        try (Lan lan = new Lan(folder, 1)) {
            Process process = lan.keepalived(1, configuration);
            lan.await("it is Master", () -> lan.holds(1, ADDRESS) && lan.holds(1, V6));
            theirs = written(lan, process, "USR1", "keepalived.data");
            theirCounts = written(lan, process, "USR2", "keepalived.stats");
        }
        assertThat(ourCounts.stream().map(VirtualIpReportTest::key).toList())
                .containsExactlyElementsOf(
                        theirCounts.stream().map(VirtualIpReportTest::key).toList());
        assertThat(topology(ours)).isNotEmpty().isSubsetOf(topology(theirs));
        assertThat(topology(ours)).hasSizeGreaterThan(topology(theirs).size() - 20);
    }

    private static List<String> written(Lan lan, Process process, String signal, String name)
            throws Exception {
        Path file = lan.temporary(1).resolve(name);
        signal(process, signal);
        lan.await(name, () -> Files.exists(file) && Files.size(file) > 0);
        return Files.readAllLines(file);
    }

    private static String key(String line) {
        return line.replaceFirst(":.*", "");
    }

    /** The section of the instances, without moments, and paths that keepalived has resolved. */
    private static List<String> topology(List<String> lines) {
        return lines.stream()
                .dropWhile(line -> !line.contains("VRRP Topology"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("---"))
                .filter(line -> !line.contains("Last transition") && !line.contains("script = "))
                .toList();
    }

    @Test
    void signal_followsNoLink() throws Exception {
        try (Lan lan = new Lan(folder, 1)) {
            Path victim = Files.writeString(folder.resolve("victim"), "untouched");
            Path data = lan.temporary(1).resolve("keepalived.data");
            var _ = Files.createSymbolicLink(data, victim);
            Process process = lan.aplomb(1, router(100, FAST));
            lan.await("it is Master", () -> lan.holds(1, ADDRESS));
            signal(process, "USR1");
            lan.await("a file of its own", () -> !Files.isSymbolicLink(data));
            assertThat(Files.readString(data)).contains("VRRP Instance = VI_1");
            assertThat(victim).hasContent("untouched");
        }
    }

    /** Its standard error leads nowhere there. */
    @Test
    void inTheBackground_itLogsToSyslog() throws Exception {
        Path log = folder.resolve("dev-log");
        try (Lan lan = new Lan(folder, 1);
                RawSocket syslog =
                        RawSocket.open(SocketAddresses.AF_UNIX, RawSocket.SOCK_DGRAM, 0)) {
            syslog.bind(SocketAddresses.unix(log));
            Path file = Files.writeString(folder.resolve("background.conf"), router(100, FAST));
            String aplomb = Launcher.built().toString();
            Path pidFile = lan.pidFile(1);
            var _ =
                    lan.run(
                            1,
                            aplomb,
                            "vrrp",
                            "-f",
                            file.toString(),
                            "-p",
                            pidFile.toString(),
                            "-S",
                            "local1",
                            "--syslog-socket",
                            log.toString());
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
            try {
                // 17 is local1, 6 is info.
                String wanted = " aplomb-vrrp[" + pid + "]: VI_1: BACKUP -> MASTER, priority 100";
                lan.await(
                        wanted,
                        () ->
                                syslog.receive()
                                        .map(line -> new String(line.bytes(), UTF_8))
                                        .filter(line -> line.startsWith("<142>"))
                                        .filter(line -> line.endsWith(wanted))
                                        .isPresent());
            } finally {
                boolean _ = process.destroy();
                var _ = process.onExit().join();
            }
        }
    }

    @Test
    void show_andMetrics_tellHowItStands() throws Exception {
        try (Lan lan = new Lan(folder, 1)) {
            Process _ = lan.aplomb(1, router(100, FAST), "--metrics", "127.0.0.1:9165");
            lan.await("it is Master", () -> lan.holds(1, ADDRESS));
            String aplomb = Launcher.built().toString();
            String pidFile = lan.pidFile(1).toString();
            assertThat(lan.run(1, aplomb, "vrrp", "--show", "-p", pidFile))
                    .contains("VI_1: MASTER for ")
                    .contains(ADDRESS + "/24 dev eth0 scope global set")
                    .contains("split brain 0");
            assertThat(lan.run(1, aplomb, "vrrp", "--show", "--json", "-p", pidFile))
                    .startsWith("[{\"data\":{\"iname\":\"VI_1\"")
                    .contains("\"state\":2")
                    .contains("\"split_brains\":0");
            String curl = RequiredTool.path("curl").toString();
            assertThat(lan.run(1, curl, "-sS", "http://127.0.0.1:9165/metrics"))
                    .contains(
                            "keepalived_vrrp_state{iname=\"VI_1\",intf=\"eth0\",vrid=\"51\","
                                    + "ip_address=\"192.168.1.100\"} 2")
                    .containsPattern("keepalived_advertisements_sent_total\\{.*} [1-9]");
        }
    }
}
