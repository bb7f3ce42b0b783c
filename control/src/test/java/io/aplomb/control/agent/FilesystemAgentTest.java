package io.aplomb.control.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.live.AgentName;
import io.aplomb.cluster.live.OperationResult;
import io.aplomb.testkit.RequiredRights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code aplomb:Filesystem}, with file systems in memory. */
@Timeout(120)
class FilesystemAgentTest {

    private static final AgentName NAME = new AgentName("aplomb", null, "Filesystem");

    @TempDir Path home;
    private ExecutorRoom room;
    private Path where;
    private final Map<String, String> parameters = new HashMap<>();

    @BeforeEach
    void open() throws IOException {
        RequiredRights.root();
        room = new ExecutorRoom(home, home.resolve("ocf"));
        where = home.resolve("mnt");
        parameters.putAll(
                Map.of(
                        "device", "aplomb-test",
                        "directory", where.toString(),
                        "fstype", "tmpfs",
                        "options", "size=1m,mode=755"));
    }

    @AfterEach
    void close() throws Exception {
        if (where != null) {
            var _ = run("stop");
            room.close();
        }
    }

    private OperationResult run(String operation) throws InterruptedException {
        return room.run("fs", NAME, operation, parameters);
    }

    @Test
    void fileSystem_comesAndGoes() throws Exception {
        assertThat(run("monitor").rc()).isEqualTo(Ocf.NOT_RUNNING);
        assertThat(run("start").succeeded()).isTrue();
        assertThat(Mounts.read().at(where).orElseThrow().type()).isEqualTo("tmpfs");
        assertThat(run("start").succeeded()).as("again").isTrue();
        parameters.put("OCF_CHECK_LEVEL", "20");
        assertThat(run("monitor").rc()).isZero();
        assertThat(where.resolve(".aplomb-fs")).exists();
        assertThat(run("stop").succeeded()).isTrue();
        assertThat(Mounts.read().at(where)).isEmpty();
        assertThat(run("monitor").rc()).isEqualTo(Ocf.NOT_RUNNING);
        assertThat(run("stop").succeeded()).as("again").isTrue();
    }

    @Test
    void stop_endsWhoUsesIt_andUnmountsWhatIsMountedInIt() throws Exception {
        assertThat(run("start").succeeded()).isTrue();
        Path inner = where.resolve("inner dir");
        Files.createDirectories(inner);
        Process mount =
                new ProcessBuilder("mount", "-t", "tmpfs", "aplomb-inner", inner.toString())
                        .start();
        assertThat(mount.waitFor()).isZero();
        Process user = new ProcessBuilder("sleep", "1000").directory(inner.toFile()).start();
        assertThat(run("stop").succeeded()).isTrue();
        assertThat(user.waitFor()).as("ended by SIGTERM").isEqualTo(128 + 15);
        assertThat(Mounts.read().under(where)).isEmpty();
    }

    @Test
    void stop_thatMayEndNobody_saysWhoUsesIt() throws Exception {
        assertThat(run("start").succeeded()).isTrue();
        Process user = new ProcessBuilder("sleep", "1000").directory(where.toFile()).start();
        parameters.put("force_unmount", "false");
        OperationResult refused = run("stop");
        assertThat(refused.rc()).isEqualTo(Ocf.GENERIC_ERROR);
        assertThat(refused.exitReason()).endsWith("in use by [" + user.pid() + "]");
        user.destroyForcibly();
        assertThat(user.waitFor()).isPositive();
        assertThat(run("stop").succeeded()).isTrue();
    }

    @Test
    void deviceThatIsNotThere_isNotInstalled() throws Exception {
        parameters.put("device", "/dev/no-such-device");
        parameters.put("fstype", "ext4");
        OperationResult result = run("start");
        assertThat(result.rc()).isEqualTo(Ocf.NOT_INSTALLED);
        assertThat(result.exitReason()).isEqualTo("/dev/no-such-device is not there");
    }

    @Test
    void linesOfMountinfo_areReadWithTheirEscapes() {
        assertThat(
                        Mounts.parse(
                                "36 35 98:0 /mnt1 /mnt\\0402 rw,noatime master:1 - ext3 /dev/a\\011b"
                                        + " rw"))
                .contains(new Mounts.Mount(Path.of("/mnt 2"), "ext3", "/dev/a\tb"));
        assertThat(Mounts.parse("36 35 98:0 /")).isEmpty();
    }
}
