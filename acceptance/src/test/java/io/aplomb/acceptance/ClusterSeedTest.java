package io.aplomb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aplomb.acceptance.cluster.ClusterLab;
import io.aplomb.acceptance.cluster.LabMachine;
import io.aplomb.acceptance.cluster.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts of courses and of the thesis, as they stand, through links named as the programs they
 * call, on machines named as theirs.
 */
@EnabledIfEnvironmentVariable(named = "CLUSTER_LAB", matches = "yes")
class ClusterSeedTest {
    private static final Path SEEDS =
            ProjectFolder.root().resolveSibling("shared").resolve("seed-configs");

    @TempDir private Path folder;

    @BeforeEach
    void seedsAreThere() {
        assumeTrue(Files.isDirectory(SEEDS), "the seed scripts are not beside the project");
    }

    private ClusterLab lab(String network, String first, String second) throws Exception {
        ClusterLab lab =
                ClusterLab.boot(folder, Launcher.built(), List.of(first, second), List.of(network));
        for (LabMachine machine : lab.machines()) {
            lab.startDaemon(machine);
            Path socket = machine.folder().resolve("state/admin.sock");
            lab.await("daemon of " + machine.name(), () -> machine.hasFile(socket));
        }
        lab.tell(lab.machines().getFirst(), "links", links().toString());
        return lab;
    }

    private Path links() {
        return folder.resolve("links");
    }

    /** Runs the lines of a script one by one; those that failed, with what was said. */
    private Map<String, String> failures(ClusterLab lab, String script) throws IOException {
        Map<String, String> failures = new LinkedHashMap<>();
        for (String line : Files.readAllLines(SEEDS.resolve(script))) {
            String command = "PATH=%s:$PATH; %s".formatted(links(), line);
            Outcome outcome = lab.machines().getFirst().run("sh", "-c", command);
            if (outcome.exitCode() != 0) {
                failures.put(line, outcome.output());
            }
        }
        return failures;
    }

    @Test
    void chapter59_runs() throws Exception {
        try (ClusterLab lab = lab("192.168.1.", "node1", "node2")) {
            assertThat(failures(lab, "chapitre59.pcs.sh")).isEmpty();
            awaitOnOne(lab, "192.168.1.100");
        }
    }

    @Test
    void module16_runs() throws Exception {
        try (ClusterLab lab = lab("192.168.1.", "node1", "node2")) {
            assertThat(failures(lab, "module16.pcs.sh")).isEmpty();
            awaitOnOne(lab, "192.168.1.100");
        }
    }

    @Test
    void thesis_runsButForTheGroupOfNamesThatAreNot() throws Exception {
        try (ClusterLab lab = lab("10.0.0.", "haproxy01", "haproxy02")) {
            Map<String, String> failures = failures(lab, "these.pcs.sh");
            assertThat(failures.keySet())
                    .containsExactly(
                            "pcs resource group add HAproxyIPs Haproxy01 Haproxy02",
                            "pcs constraint colocation add HAproxy HAproxyIPs INFINITY",
                            "pcs constraint order HAproxyIPs then HAproxy");
            awaitOnOne(lab, "10.0.0.3");
            awaitOnOne(lab, "10.0.0.4");
        }
    }

    private static void awaitOnOne(ClusterLab lab, String address) throws Exception {
        lab.await(address + " is on one machine", () -> holders(lab, address) == 1);
    }

    private static int holders(ClusterLab lab, String address) throws IOException {
        int holders = 0;
        for (LabMachine machine : lab.machines()) {
            holders += machine.holds(address) ? 1 : 0;
        }
        return holders;
    }
}
