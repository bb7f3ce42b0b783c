package io.aplomb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.acceptance.cluster.ClusterLab;
import io.aplomb.acceptance.cluster.LabMachine;
import io.aplomb.acceptance.cluster.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Machines that come by themselves, networks that come and go, and what is left of a cluster. */
@EnabledIfEnvironmentVariable(named = "CLUSTER_LAB", matches = "yes")
class ClusterMembersTest {
    @TempDir private Path folder;

    /** Of the first machines; the others have a daemon and no cluster. */
    private ClusterLab formed(int machines, int members) throws Exception {
        List<String> names = List.of("n1", "n2", "n3").subList(0, machines);
        ClusterLab lab =
                ClusterLab.boot(
                        folder, Launcher.built(), names, List.of("192.168.1.", "192.168.2."));
        for (LabMachine machine : lab.machines()) {
            lab.startDaemon(machine);
            awaitDaemon(lab, machine);
        }
        List<String> setup = new java.util.ArrayList<>(List.of("cluster", "setup", "members"));
        for (LabMachine machine : lab.machines().subList(0, members)) {
            setup.addAll(List.of(machine.name(), "addr=" + machine.address()));
        }
        LabMachine first = lab.machine("n1");
        lab.tell(first, setup.toArray(String[]::new));
        lab.tell(first, "cluster", "start", "--all", "--wait=60");
        return lab;
    }

    private static void awaitDaemon(ClusterLab lab, LabMachine machine) throws Exception {
        lab.await(
                "the daemon of " + machine.name(),
                () -> lab.ask(machine, "cluster", "token").exitCode() == 0);
    }

    private static void awaitStatus(ClusterLab lab, LabMachine machine, String wanted)
            throws Exception {
        lab.await(
                wanted + " on " + machine.name(),
                () -> lab.ask(machine, "status").output().contains(wanted));
    }

    @Test
    void machineJoinsByItself_andANetworkMoreKeepsItThere() throws Exception {
        try (ClusterLab lab = formed(3, 2)) {
            LabMachine n1 = lab.machine("n1");
            LabMachine n3 = lab.machine("n3");
            String token = lab.tell(n1, "cluster", "token").lines().findFirst().orElseThrow();
            lab.tell(n3, "cluster", "join", n1.address(), "-p", token);
            awaitStatus(lab, n1, "Online: [ n1 n2 n3 ]");
            Outcome again = lab.ask(n3, "cluster", "join", n1.address(), "-p", token);
            assertThat(again.output()).contains("belongs to the cluster 'members' already");

            lab.tell(
                    n1,
                    "cluster",
                    "link",
                    "add",
                    "n1=" + n1.address(1),
                    "n2=" + lab.machine("n2").address(1),
                    "n3=" + n3.address(1));
            lab.await(
                    "the second network works",
                    () -> {
                        String links = lab.tell(n3, "corosync-cfgtool", "-s");
                        return links.contains("LINK ID 1") && !links.contains("disconnected");
                    });
            lab.unplug(n3, 0);
            lab.await(
                    "the first one does not",
                    () -> lab.tell(n3, "corosync-cfgtool", "-s").contains("disconnected"));
            assertThat(lab.tell(n1, "status")).contains("Online: [ n1 n2 n3 ]");
        }
    }

    @Test
    void majorityIsGone_whatIsLeftGoesOn() throws Exception {
        try (ClusterLab lab = formed(3, 3)) {
            LabMachine n1 = lab.machine("n1");
            lab.tell(n1, "property", "set", "stonith-enabled=false");
            lab.tell(n1, "resource", "create", "d", "ocf:pacemaker:Dummy", "--wait=60");
            lab.machine("n2").powerOff();
            lab.machine("n3").powerOff();
            awaitStatus(lab, n1, "No quorum: 1 of 3 voters");
            assertThat(lab.ask(n1, "quorum", "unblock", "--force").output())
                    .contains("aplomb cluster recover n1");
            lab.tell(n1, "cluster", "stop", "--force");
            assertThat(lab.ask(n1, "cluster", "recover", "n1", "n2", "--force").output())
                    .contains("2 of 3 voters are a majority");
            lab.tell(n1, "cluster", "recover", "n1", "--force");
            lab.tell(n1, "cluster", "start", "--wait=60");
            awaitStatus(lab, n1, "Online: [ n1 ]");
            lab.await("d runs", () -> lab.tell(n1, "status").contains("Started n1"));
        }
    }

    @Test
    void oneOfTwoNeverCame_theOtherGoesOnWhenAPersonSaysSo() throws Exception {
        try (ClusterLab lab = formed(2, 2)) {
            LabMachine n1 = lab.machine("n1");
            LabMachine n2 = lab.machine("n2");
            lab.tell(n1, "property", "set", "stonith-enabled=false");
            lab.tell(n1, "resource", "create", "d", "ocf:pacemaker:Dummy", "--wait=60");
            n1.powerOff();
            n2.powerOff();
            lab.bootAgain(n1);
            awaitDaemon(lab, n1);
            lab.tell(n1, "cluster", "start");
            awaitStatus(lab, n1, "No quorum: 1 of 2 voters");
            assertThat(lab.ask(n1, "quorum", "unblock").exitCode()).isEqualTo(1);
            lab.tell(n1, "quorum", "unblock", "--force");
            lab.await("d runs", () -> lab.tell(n1, "status").contains("Started n1"));

            lab.bootAgain(n2);
            awaitDaemon(lab, n2);
            lab.tell(n2, "cluster", "start");
            awaitStatus(lab, n2, "Online: [ n1 n2 ]");
        }
    }

    @Test
    void watchdogsOfAllNodes_areToldOf() throws Exception {
        try (ClusterLab lab = formed(2, 2)) {
            LabMachine n1 = lab.machine("n1");
            Path dog = Files.createFile(lab.shared().resolve("dog"));
            lab.tell(n1, "property", "set", "watchdog-device=" + dog, "lease-time=2s");
            lab.await(
                    "both feed it", () -> lab.tell(n1, "property").contains("have-watchdog: true"));
            lab.tell(n1, "property", "unset", "watchdog-device");
            lab.await(
                    "nobody does", () -> lab.tell(n1, "property").contains("have-watchdog: false"));
            assertThat(Files.readString(dog)).contains("V");
        }
    }
}
