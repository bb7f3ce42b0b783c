package io.aplomb.acceptance;

import io.aplomb.acceptance.cluster.ClusterLab;
import io.aplomb.acceptance.cluster.LabMachine;
import io.aplomb.acceptance.cluster.LivingCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What the machines around a cluster under load may do: wrong clocks, full disks. */
@EnabledIfEnvironmentVariable(named = "CLUSTER_LAB", matches = "yes")
class ClusterSurroundingsTest {
    private static final long DAY_S = 86_400;

    @TempDir private Path folder;

    private ClusterLab lab() throws Exception {
        return ClusterLab.boot(
                folder, Launcher.built(), List.of("n1", "n2", "n3"), List.of("192.168.1."));
    }

    @Test
    void clocksJump_nothingMovesAndTakeoversWork() throws Exception {
        try (ClusterLab lab = lab()) {
            for (LabMachine machine : lab.machines()) {
                machine.ownClock();
            }
            try (LivingCluster cluster = LivingCluster.form(lab)) {
                LabMachine holder = cluster.holder();
                holder.jump(DAY_S);
                cluster.others(holder).getFirst().jump(-DAY_S);
                cluster.awaitWell();
                lab.daemon(holder).kill();
                cluster.awaitTakeover(holder);
                lab.startDaemon(holder);
                cluster.awaitWell();
            }
        }
    }

    @Test
    void fullDisk_isNeverSecondAndComesBack() throws Exception {
        try (ClusterLab lab = lab()) {
            for (LabMachine machine : lab.machines()) {
                Path state = Files.createDirectories(machine.folder().resolve("state"));
                machine.must(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=64m,mode=700",
                        "tmpfs",
                        state.toString());
            }
            try (LivingCluster cluster = LivingCluster.form(lab)) {
                LabMachine holder = cluster.holder();
                Path filler = holder.folder().resolve("state/filler");
                holder.run("dd", "if=/dev/zero", "of=" + filler, "bs=64k");
                // As long as some changes take that this machine cannot write down.
                cluster.awaitChanges(10);
                cluster.assertNeverTwice();
                holder.must("rm", filler.toString());
                if (!lab.daemon(holder).isAlive()) {
                    lab.startDaemon(holder);
                }
                cluster.awaitWell();
            }
        }
    }
}
