package io.aplomb.control.alert;

import static io.aplomb.control.alert.ToldCluster.alert;
import static io.aplomb.control.alert.ToldCluster.pairs;
import static io.aplomb.control.alert.ToldCluster.recipient;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real scripts. */
@Timeout(120)
class ScriptAlertsTest {
    private static final Path SAMPLE = Path.of("/usr/share/pacemaker/alerts/alert_file.sh.sample");

    @TempDir Path directory;

    private Path script(String... lines) throws IOException {
        Path script = directory.resolve("alert.sh");
        Files.write(script, List.of("#!/bin/sh", String.join("\n", lines)));
        return executable(script);
    }

    private static Path executable(Path script) throws IOException {
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path output() {
        return directory.resolve("output");
    }

    @Test
    void sampleOfPacemaker_writesWhatItWritesThere() throws Exception {
        Assumptions.assumeTrue(Files.isReadable(SAMPLE), "it comes with Pacemaker");
        Path script = executable(Files.copy(SAMPLE, directory.resolve("alert_file.sh")));
        try (ToldCluster cluster =
                new ToldCluster(
                        alert(
                                script.toString(),
                                pairs("meta_attributes", "timestamp-format", "T"),
                                recipient("file", output().toString())))) {
            cluster.up("n3");
            cluster.operated("n3", "vip", "start", 0);
            cluster.operated("n3", "vip", "monitor", 7);
            cluster.lost("n3");
            cluster.awaitTold("a/file");
        }

        assertThat(output())
                .content()
                .isEqualTo(
                        """
                        T: Node 'n3' is now 'member'
                        T: Resource operation 'start' for 'vip' on 'n3': ok
                        T: Resource operation 'monitor (10000)' for 'vip' on 'n3': not running
                        T: Node 'n3' is now 'lost'
                        """);
    }

    @Test
    void script_runsOnceForEachRecipient_withTheEnvironmentAlone() throws Exception {
        Path script =
                script(
                        "{ echo \"$CRM_alert_recipient $CRM_alert_kind $CRM_alert_node_sequence\"",
                        "  echo \"$# arguments, $colour, $APLOMB_alert_cluster,"
                                + " $APLOMB_alert_status\"",
                        "  env | grep -c '^JAVA_HOME' ; } >> "
                                + output()
                                + ".$CRM_alert_recipient");
        try (ToldCluster cluster =
                new ToldCluster(
                        alert(
                                script.toString(),
                                pairs("instance_attributes", "colour", "blue"),
                                recipient("r1", "first"),
                                recipient(
                                        "r2",
                                        "second",
                                        pairs("instance_attributes", "colour", "red"))))) {
            cluster.up("n3");
            cluster.awaitTold("a/r1");
            cluster.awaitTold("a/r2");
        }

        assertThat(Path.of(output() + ".first"))
                .content()
                .isEqualTo("first node 1\n0 arguments, blue, shop, notice\n0\n");
        assertThat(Path.of(output() + ".second"))
                .content()
                .isEqualTo("second node 1\n0 arguments, red, shop, notice\n0\n");
    }

    @Test
    void script_thatTakesTooLong_isKilledWithWhatItStarted_andTheNextEventIsTold()
            throws Exception {
        Path script =
                script(
                        "echo $CRM_alert_desc >> " + output(),
                        "[ $CRM_alert_desc = lost ] || { sleep 600 & echo $! > "
                                + output()
                                + ".pid; wait; }");
        try (ToldCluster cluster =
                new ToldCluster(
                        alert(script.toString(), pairs("meta_attributes", "timeout", "500ms")))) {
            cluster.up("n3");
            cluster.lost("n3");
            cluster.awaitTold("a");
        }

        assertThat(output()).content().isEqualTo("member\nlost\n");
        long pid = Long.parseLong(Files.readString(Path.of(output() + ".pid")).strip());
        ProcessHandle.of(pid).ifPresent(sleep -> sleep.onExit().join());
    }

    @Test
    void script_thatIsNotThereOrFails_keepsNothingBack() throws Exception {
        try (ToldCluster cluster = new ToldCluster(alert(directory.resolve("none").toString()))) {
            cluster.up("n3");
            cluster.awaitTold("a");
        }
        Path script = script("echo why; exit 3");
        try (ToldCluster cluster = new ToldCluster(alert(script.toString()))) {
            cluster.up("n3");
            cluster.awaitTold("a");
        }
    }

    @Test
    void newLeader_tellsNothingThatWasTold() throws Exception {
        Path script = script("echo $CRM_alert_desc >> " + output());
        try (ToldCluster cluster = new ToldCluster(alert(script.toString()))) {
            cluster.up("n3");
            cluster.awaitTold("a");
            cluster.change();
            cluster.lost("n3");
            cluster.awaitTold("a");
        }

        assertThat(output()).content().isEqualTo("member\nlost\n");
    }

    @Test
    void script_groupedByCause_isToldOnceForAllThatCameOfIt() throws Exception {
        Path script =
                script(
                        "echo \"$APLOMB_alert_status $CRM_alert_kind $CRM_alert_desc\" >> "
                                + output());
        try (ToldCluster cluster =
                new ToldCluster(
                        alert(
                                script.toString(),
                                pairs("meta_attributes", "group-by-cause", "true")))) {
            cluster.up("n3");
            cluster.operated("n3", "vip", "start", 0);
            cluster.awaitTold("a");
            cluster.lost("n3");
            cluster.awaitTold("a");
            cluster.up("n3");
            cluster.awaitTold("a");
        }

        assertThat(output())
                .content()
                .isEqualTo("notice node member\nalarm node lost\nrecovered node recovered\n");
    }
}
