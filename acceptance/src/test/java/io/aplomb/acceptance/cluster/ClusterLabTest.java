package io.aplomb.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.testkit.RequiredTool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab itself: cuts cut, and the witnesses see what they are there to see. */
class ClusterLabTest {
    private static final String AGENT = "/usr/lib/ocf/resource.d/aplomb/Marker";
    private static final String ADDRESS = "192.168.1.100";

    @TempDir private Path folder;

    private ClusterLab lab() throws Exception {
        return ClusterLab.boot(
                folder,
                Path.of("/bin/true"),
                List.of("n1", "n2"),
                List.of("192.168.1.", "192.168.2."));
    }

    @Test
    void machines_findEachOtherByNameUntilACableIsPulled() throws Exception {
        try (ClusterLab lab = lab()) {
            LabMachine n1 = lab.machine("n1");
            LabMachine n2 = lab.machine("n2");
            assertThat(n1.must("hostname").strip()).isEqualTo("n1");
            assertThat(reaches(n1, "n2")).isTrue();
            assertThat(reaches(n1, n2.address(1))).isTrue();

            lab.unplug(n2, 0);
            assertThat(reaches(n1, "n2")).isFalse();
            assertThat(reaches(n1, n2.address(1))).isTrue();

            lab.heal();
            lab.await("the cable is in again", () -> reaches(n1, "n2"));
            lab.isolate(n2);
            assertThat(reaches(n1, n2.address(1))).isFalse();
            n2.powerOff();
            n2.boot();
            lab.await("it has booted", () -> reaches(n1, "n2"));
        }
    }

    /** Whether the service of another machine answers. */
    private static boolean reaches(LabMachine from, String to) throws Exception {
        String socat = RequiredTool.path("socat").toString();
        String command = "echo yes | %s -t2 - TCP4:%s:7,connect-timeout=0.5".formatted(socat, to);
        return from.run("sh", "-c", command).output().contains("yes");
    }

    @Test
    void lostFrames_areLostInOneDirectionOnly() throws Exception {
        try (ClusterLab lab = lab()) {
            LabMachine n1 = lab.machine("n1");
            LabMachine n2 = lab.machine("n2");
            assertThat(reaches(n1, "n2")).isTrue();
            Path heard = n2.folder().resolve("heard");
            n2.start("socat", "-u", "UDP4-RECV:9", "CREATE:" + heard);
            lab.loseFrames(n2, n1);
            assertThat(reaches(n1, "n2")).isFalse();
            lab.await(
                    "n2 hears n1",
                    () -> {
                        n1.must("sh", "-c", "echo word | socat -u - UDP4-SENDTO:n2:9");
                        return n2.run("cat", heard.toString()).output().contains("word");
                    });
            lab.heal();
            lab.await("nothing is lost any more", () -> reaches(n1, "n2"));
        }
    }

    @Test
    void markerActiveTwice_isSeen() throws Exception {
        try (ClusterLab lab = lab()) {
            MarkerLog log = new MarkerLog(folder.resolve("markers"));
            marker(lab.machine("n1"), log, "start");
            lab.await("n1 is active", () -> log.activeSince(0, "m").isPresent());
            marker(lab.machine("n1"), log, "stop");
            int moment = log.length();
            marker(lab.machine("n2"), log, "start");
            lab.await("n2 is active", () -> log.activeSince(moment, "m").isPresent());
            assertThat(log.activeSince(moment, "m")).contains("n2");
            assertThat(log.violations("m")).isEmpty();

            marker(lab.machine("n1"), log, "start");
            lab.await("both are", () -> !log.violations("m").isEmpty());
        }
    }

    private static void marker(LabMachine machine, MarkerLog log, String operation)
            throws Exception {
        machine.must(
                "env",
                "OCF_ROOT=/usr/lib/ocf",
                "OCF_RESOURCE_INSTANCE=m",
                "OCF_RESKEY_" + log.parameter(),
                AGENT,
                operation);
    }

    @Test
    void addressOnTwoMachines_isSeen() throws Exception {
        try (ClusterLab lab = lab();
                AddressWitness witness = AddressWitness.watch(lab, ADDRESS);
                ClientLoad load = ClientLoad.start(lab, ADDRESS)) {
            LabMachine n1 = lab.machine("n1");
            n1.must("ip", "address", "add", ADDRESS + "/24", "dev", "eth0");
            lab.await("clients are answered", () -> load.answers() > 20);
            n1.must("ip", "address", "del", ADDRESS + "/24", "dev", "eth0");
            long before = load.answers();
            LabMachine n2 = lab.machine("n2");
            n2.must("ip", "address", "add", ADDRESS + "/24", "dev", "eth0");
            // What an agent does with gratuitous ARP: the client hears who has the address now.
            n2.must("sh", "-c", "echo | socat - UDP4-SENDTO:192.168.1.200:9,bind=" + ADDRESS);
            lab.await("clients are answered again", () -> load.answers() > before + 20);
            assertThat(witness.violations()).isEmpty();
            assertThat(load.longestGap()).isPositive();

            n1.must("ip", "address", "add", ADDRESS + "/24", "dev", "eth0");
            lab.await("two have it", () -> !witness.violations().isEmpty());
        }
    }

    @Test
    void fenceAgent_switchesAMachineOffAndOn() throws Exception {
        try (ClusterLab lab = lab()) {
            LabMachine n1 = lab.machine("n1");
            assertThat(fence(n1, "status").exitCode()).isZero();
            assertThat(fence(n1, "off").exitCode()).isZero();
            assertThat(reaches(n1, "n2")).isFalse();
            assertThat(fence(n1, "status").exitCode()).isEqualTo(2);
            assertThat(fence(n1, "on").exitCode()).isZero();
            lab.await("it has booted", () -> reaches(n1, "n2"));
            assertThat(lab.powerOrders()).containsExactly("off n2", "on n2");
        }
    }

    private static Outcome fence(LabMachine from, String action) throws Exception {
        String options = "action=%s\nip=192.168.1.200\nplug=n2\n".formatted(action);
        return from.run("sh", "-c", "printf '" + options + "' | fence_lab");
    }

    @Test
    void clock_jumpsOnOneMachineAlone() throws Exception {
        try (ClusterLab lab = lab()) {
            LabMachine n1 = lab.machine("n1");
            n1.ownClock();
            assertThat(secondsAhead(lab)).isBetween(-60L, 60L);
            n1.jump(86_400);
            assertThat(secondsAhead(lab)).isBetween(86_340L, 86_460L);
            n1.jump(-86_400);
            assertThat(secondsAhead(lab)).isBetween(-86_460L, -86_340L);
        }
    }

    /** How far the first machine's clock is ahead of the second one's. */
    private static long secondsAhead(ClusterLab lab) throws Exception {
        long first = Long.parseLong(lab.machine("n1").must("date", "+%s").strip());
        return first - Long.parseLong(lab.machine("n2").must("date", "+%s").strip());
    }

    @Test
    void frozenMachine_goesOnWhereItWas() throws Exception {
        try (ClusterLab lab = lab()) {
            LabMachine n1 = lab.machine("n1");
            MarkerLog log = new MarkerLog(folder.resolve("markers"));
            marker(n1, log, "start");
            lab.await("n1 is active", () -> log.activeSince(0, "m").isPresent());
            n1.signalAll("STOP");
            int moment = log.length();
            n1.signalAll("CONT");
            lab.await("n1 goes on", () -> log.activeSince(moment, "m").isPresent());
            assertThat(log.violations("m")).isEmpty();
        }
    }
}
