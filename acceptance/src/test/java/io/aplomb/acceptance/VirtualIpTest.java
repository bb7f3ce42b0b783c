package io.aplomb.acceptance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.testkit.RequiredTool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The virtual IP between real machines: two of this program, and one with the real keepalived. */
@Timeout(240)
class VirtualIpTest {
    private static final String VIP = "192.168.1.100";
    private static final String VIP_V6 = "fd00::100";
    private static final String V3 = "version 3\n advert_int 0.1";

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version 2\n advert_int 1\n authentication {\n auth_type PASS\n auth_pass secret12\n }",
                V3,
                V3 + "\n use_vmac"
            })
    void masterKilled_theOtherTakesOver_andNothingIsLeftBehind(String options) throws Exception {
        try (Lan lan = new Lan(3)) {
            Path log = folder.resolve("2.log");
            Process first = aplomb(lan, 1, instance(150, options, VIP + "/24"));
            aplomb(lan, 2, instance(100, options, VIP + "/24"));
            Lan.await("the better one is master", log, () -> lan.holds(1, VIP));
            Lan.await("only that one", log, () -> !lan.holds(2, VIP));
            Lan.await("it answers", log, () -> lan.reaches(3, VIP));
            kill(first);
            Lan.await("the other took over", log, () -> lan.holds(2, VIP));
            Lan.await("the dead one lost it", log, () -> !lan.holds(1, VIP));
            Lan.await("clients reach the other", log, () -> lan.reaches(3, VIP));
        }
    }

    @Test
    void masterStopped_hangs_itsAddressGoesByItself() throws Exception {
        try (Lan lan = new Lan(2)) {
            Path log = folder.resolve("2.log");
            Process first = aplomb(lan, 1, instance(150, V3, VIP + "/24"));
            aplomb(lan, 2, instance(100, V3, VIP + "/24"));
            Lan.await("the better one is master", log, () -> lan.holds(1, VIP));
            signal(first, "STOP");
            Lan.await("the other took over", log, () -> lan.holds(2, VIP));
            Lan.await("the kernel took it from the one that hangs", log, () -> !lan.holds(1, VIP));
            signal(first, "CONT");
            Lan.await("the better one has it back", log, () -> lan.holds(1, VIP));
            Lan.await("the other yields", log, () -> !lan.holds(2, VIP));
        }
    }

    @Test
    void masterEnded_handsOverAndLeavesNothing() throws Exception {
        try (Lan lan = new Lan(2)) {
            Path log = folder.resolve("2.log");
            Process first = aplomb(lan, 1, instance(150, V3, VIP + "/24"));
            aplomb(lan, 2, instance(100, V3, VIP + "/24"));
            Lan.await("the better one is master", log, () -> lan.holds(1, VIP));
            signal(first, "TERM");
            assertThat(first.waitFor(60, SECONDS)).isTrue();
            assertThat(first.exitValue()).isZero();
            assertThat(lan.holds(1, VIP)).isFalse();
            Lan.await("the other took over", log, () -> lan.holds(2, VIP));
        }
    }

    @Test
    void interfaceDown_isAFault_andItsEndBringsTheMasterBack() throws Exception {
        try (Lan lan = new Lan(2)) {
            Path log = folder.resolve("2.log");
            aplomb(lan, 1, instance(150, V3, VIP + "/24"));
            aplomb(lan, 2, instance(100, V3, VIP + "/24"));
            Lan.await("the better one is master", log, () -> lan.holds(1, VIP));
            var _ = lan.ip(1, "link set eth0 down");
            Lan.await("the other took over", log, () -> lan.holds(2, VIP));
            Lan.await("the cut off one gave it up", log, () -> !lan.holds(1, VIP));
            var _ = lan.ip(1, "link set eth0 up");
            Lan.await("the better one has it back", log, () -> lan.holds(1, VIP));
            Lan.await("the other yields", log, () -> !lan.holds(2, VIP));
        }
    }

    @Test
    void scriptFails_weightDecides() throws Exception {
        try (Lan lan = new Lan(2)) {
            Path log = folder.resolve("2.log");
            Path well = Files.createFile(folder.resolve("well"));
            String script =
                    """
                    vrrp_script check {
                     script "/usr/bin/test -e %s"
                     interval 1
                     weight 2
                    }
                    """
                            .formatted(well);
            String tracked = V3 + "\n track_script {\n check\n }";
            aplomb(lan, 1, script + instance(101, tracked, VIP + "/24"));
            aplomb(lan, 2, instance(102, V3, VIP + "/24"));
            Lan.await("101 and 2 is better than 102", log, () -> lan.holds(1, VIP));
            Files.delete(well);
            Lan.await("102 is better than 101", log, () -> lan.holds(2, VIP));
            Lan.await("the first yields", log, () -> !lan.holds(1, VIP));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 150, 100", "2, 1, 100, 150", "3, 0.1, 150, 100", "3, 0.1, 100, 150"})
    void withTheRealKeepalived_inBothRoles(String version, String interval, int ours, int theirs)
            throws Exception {
        Path keepalived = RequiredTool.path("keepalived");
        String options = "version " + version + "\n advert_int " + interval;
        try (Lan lan = new Lan(3)) {
            Path log = folder.resolve("1.log");
            Path theirLog = folder.resolve("keepalived.log");
            Path theirConfig =
                    Files.writeString(
                            folder.resolve("keepalived.conf"),
                            instance(theirs, options, VIP + "/24"));
            Process us = aplomb(lan, 1, instance(ours, options, VIP + "/24"));
            Process them =
                    lan.start(
                            2,
                            theirLog,
                            keepalived.toString(),
                            "-n",
                            "-l",
                            "-P",
                            "-f",
                            theirConfig.toString(),
                            "-p",
                            folder.resolve("k.pid").toString(),
                            "-r",
                            folder.resolve("v.pid").toString());
            int master = ours > theirs ? 1 : 2;
            int backup = 3 - master;
            Lan.await("the better one is master", log, () -> lan.holds(master, VIP));
            Lan.await("only that one", log, () -> !lan.holds(backup, VIP));
            signal(master == 1 ? us : them, "TERM");
            Lan.await("the other took over", log, () -> lan.holds(backup, VIP));
            Lan.await("the first gave it up", log, () -> !lan.holds(master, VIP));
            Lan.await("clients reach it", log, () -> lan.reaches(3, VIP));
        }
    }

    @Test
    void ipv6_takesOver() throws Exception {
        try (Lan lan = new Lan(3)) {
            Path log = folder.resolve("2.log");
            Process first = aplomb(lan, 1, instance(150, V3, "fe80::100/64\n " + VIP_V6 + "/64"));
            aplomb(lan, 2, instance(100, V3, "fe80::100/64\n " + VIP_V6 + "/64"));
            Lan.await("the better one is master", log, () -> lan.holds(1, VIP_V6));
            Lan.await("it answers", log, () -> lan.reaches(3, VIP_V6));
            kill(first);
            Lan.await("the other took over", log, () -> lan.holds(2, VIP_V6));
            Lan.await("clients reach the other", log, () -> lan.reaches(3, VIP_V6));
        }
    }

    @Test
    void unicast_takesOver() throws Exception {
        try (Lan lan = new Lan(2)) {
            Path log = folder.resolve("2.log");
            String peers =
                    V3 + "\n unicast_src_ip 192.168.1.1%d\n unicast_peer {\n 192.168.1.1%d\n }";
            Process first = aplomb(lan, 1, instance(150, peers.formatted(1, 2), VIP + "/24"));
            aplomb(lan, 2, instance(100, peers.formatted(2, 1), VIP + "/24"));
            Lan.await("the better one is master", log, () -> lan.holds(1, VIP));
            Lan.await("only that one", log, () -> !lan.holds(2, VIP));
            kill(first);
            Lan.await("the other took over", log, () -> lan.holds(2, VIP));
        }
    }

    private Process aplomb(Lan lan, int machine, String configuration) throws Exception {
        Path file = Files.writeString(folder.resolve(machine + ".conf"), configuration);
        return lan.start(
                machine,
                folder.resolve(machine + ".log"),
                Launcher.built().toString(),
                "vrrp",
                "-n",
                "-f",
                file.toString());
    }

    private static String instance(int priority, String options, String addresses) {
        return """
        global_defs {
         script_user root
        }
        vrrp_instance VI_1 {
         state BACKUP
         interface eth0
         virtual_router_id 51
         priority %d
         %s
         virtual_ipaddress {
         %s
         }
        }
        """
                .formatted(priority, options, addresses);
    }

    private static void kill(Process process) throws Exception {
        int _ = process.destroyForcibly().waitFor();
    }

    private static void signal(Process process, String name) throws Exception {
        int exit =
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor();
        assertThat(exit).isZero();
    }
}
