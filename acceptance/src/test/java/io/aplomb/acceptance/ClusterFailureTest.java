package io.aplomb.acceptance;

import io.aplomb.acceptance.cluster.ClusterLab;
import io.aplomb.acceptance.cluster.LabMachine;
import io.aplomb.acceptance.cluster.LivingCluster;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What may happen to a cluster of three machines under load, one thing after the other to the same
 * cluster, as in a bad week. After each everything is active exactly once and nothing is lost.
 */
@EnabledIfEnvironmentVariable(named = "CLUSTER_LAB", matches = "yes")
@TestInstance(Lifecycle.PER_CLASS)
class ClusterFailureTest {
    @TempDir private static Path folder;

    private ClusterLab lab;
    private LivingCluster cluster;

    @BeforeAll
    void form() throws Exception {
        lab =
                ClusterLab.boot(
                        folder,
                        Launcher.built(),
                        List.of("n1", "n2", "n3"),
                        List.of("192.168.1.", "192.168.2."));
        cluster = LivingCluster.form(lab);
    }

    @BeforeEach
    void healthy() throws Exception {
        cluster.awaitWell();
        cluster.forgetGaps();
    }

    @AfterAll
    void end() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    private void tell(String event) throws Exception {
        System.out.println(event + ": " + cluster.gaps());
    }

    @Test
    void powerCut_othersTakeOver() throws Exception {
        LabMachine holder = cluster.holder();
        holder.powerOff();
        cluster.awaitTakeover(holder);
        tell("power cut");
        lab.bootAgain(holder);
        cluster.awaitWell();
    }

    @Test
    void killedDaemon_losesWhatItHeldBeforeOthersTakeIt() throws Exception {
        LabMachine holder = cluster.holder();
        lab.daemon(holder).kill();
        cluster.awaitTakeover(holder);
        tell("daemon killed");
        lab.startDaemon(holder);
        cluster.awaitWell();
    }

    @Test
    void stoppedDaemon_losesWhatItHeldBeforeOthersTakeIt() throws Exception {
        LabMachine holder = cluster.holder();
        lab.daemon(holder).signal("STOP");
        cluster.awaitTakeover(holder);
        tell("daemon stopped");
        lab.daemon(holder).signal("CONT");
        cluster.awaitWell();
    }

    @Test
    void cutOffMachine_stopsWhatItHeld() throws Exception {
        LabMachine holder = cluster.holder();
        lab.isolate(holder);
        cluster.awaitTakeover(holder);
        tell("cut off");
        lab.heal();
        cluster.awaitWell();
    }

    @Test
    void oneOfTwoNetworks_isEnough() throws Exception {
        LabMachine holder = cluster.holder();
        lab.unplug(holder, 1);
        cluster.awaitWell();
        tell("second network cut");
        lab.heal();
        cluster.awaitWell();
    }

    @Test
    void mutedMachine_isNeverSecond() throws Exception {
        LabMachine holder = cluster.holder();
        for (LabMachine other : cluster.others(holder)) {
            lab.loseFrames(holder, other);
        }
        cluster.awaitTakeover(holder);
        tell("not heard by others");
        lab.heal();
        cluster.awaitWell();
    }

    @Test
    void deafMachine_isNeverSecond() throws Exception {
        LabMachine holder = cluster.holder();
        for (LabMachine other : cluster.others(holder)) {
            lab.loseFrames(other, holder);
        }
        cluster.awaitTakeover(holder);
        tell("hears nobody");
        lab.heal();
        cluster.awaitWell();
    }

    @Test
    void twoThatDoNotHearEachOther_stayWell() throws Exception {
        LabMachine holder = cluster.holder();
        LabMachine other = cluster.others(holder).getFirst();
        lab.loseFrames(holder, other);
        lab.loseFrames(other, holder);
        lab.heal();
        cluster.awaitWell();
    }

    @Test
    void allPowerCut_allComesBack() throws Exception {
        for (LabMachine machine : lab.machines()) {
            machine.powerOff();
        }
        for (LabMachine machine : lab.machines()) {
            lab.bootAgain(machine);
        }
        cluster.awaitWell();
        tell("all power cut");
    }

    @Test
    void daemonsRestartedOneAfterTheOther_stayWell() throws Exception {
        for (LabMachine machine : lab.machines()) {
            lab.daemon(machine).stop();
            lab.startDaemon(machine);
            cluster.awaitWell();
        }
        tell("rolling restart");
    }
}
