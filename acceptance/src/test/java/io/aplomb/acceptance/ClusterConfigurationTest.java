package io.aplomb.acceptance;

import io.aplomb.acceptance.cluster.ClusterLab;
import io.aplomb.acceptance.cluster.ConfiguredCluster;
import io.aplomb.acceptance.cluster.LabMachine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People at all machines of a cluster read the configuration and change it, at the daemons' own
 * sockets, while leaders are killed and cut off; then what they were told is examined. Each step
 * waits for what is to be seen, so how long things take changes what is tried, not what is right.
 */
class ClusterConfigurationTest {
    @TempDir private Path folder;

    @Test
    void configuration_underKillsAndPartitions_isLinearizable() throws Exception {
        try (ClusterLab lab =
                        ClusterLab.boot(
                                folder,
                                Launcher.built(),
                                List.of("n1", "n2", "n3"),
                                List.of("192.168.1.", "192.168.2."));
                ConfiguredCluster cluster = ConfiguredCluster.form(lab)) {
            cluster.awaitChanges(lab.machines(), 20);
            leaderKilled(lab, cluster);
            leaderHearsOneOnly(lab, cluster);
            leaderKilled(lab, cluster);
            leaderCutOff(lab, cluster);
            cluster.assertLinearizable();
        }
    }

    private static void leaderKilled(ClusterLab lab, ConfiguredCluster cluster) throws Exception {
        LabMachine leader = cluster.leader();
        lab.daemon(leader).kill();
        cluster.awaitChanges(cluster.others(leader), 10);
        lab.startDaemon(leader);
        cluster.awaitReadings();
    }

    private static void leaderHearsOneOnly(ClusterLab lab, ConfiguredCluster cluster)
            throws Exception {
        LabMachine leader = cluster.leader();
        LabMachine unheard = cluster.others(leader).getFirst();
        lab.loseFrames(leader, unheard);
        lab.loseFrames(unheard, leader);
        cluster.awaitChanges(lab.machines(), 10);
        lab.heal();
        cluster.awaitReadings();
    }

    /** Long enough for it to say that it cannot tell. */
    private static void leaderCutOff(ClusterLab lab, ConfiguredCluster cluster) throws Exception {
        LabMachine leader = cluster.leader();
        lab.isolate(leader);
        cluster.awaitChanges(cluster.others(leader), 10);
        cluster.awaitFailure(leader);
        lab.heal();
        cluster.awaitReadings();
    }
}
