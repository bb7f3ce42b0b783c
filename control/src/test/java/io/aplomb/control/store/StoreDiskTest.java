package io.aplomb.control.store;

import static io.aplomb.control.store.StoreCluster.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDiskTest {
    private static Path log(StoreNode node) {
        StoreDirectory directory = new StoreDirectory(node.directory());
        return directory.log(new StoreIdentity("test", 1, node.id()));
    }

    private static SegmentFile open(StoreNode node) throws IOException {
        return SegmentFile.readAll(log(node)).stream()
                .filter(SegmentFile::open)
                .findFirst()
                .orElseThrow();
    }

    /** Where an entry ends; entries are followed by four octets of checksum. */
    private static long end(SegmentFile segment, int entries) {
        long end = 8;
        for (LogEntryProto entry : segment.entries().subList(0, entries)) {
            int size = entry.getSerializedSize();
            end += (size < 128 ? 1 : 2) + size + 4;
        }
        return end;
    }

    @Test
    void lastWriteCutOff_isTakenAwayAndNothingIsMissing(@TempDir Path root) throws Exception {
        try (StoreCluster cluster = StoreCluster.of(root, 3)) {
            StoreNode node = cluster.others(cluster.leader()).getFirst();
            for (int i = 0; i < 5; i++) {
                get(node.submit("a=" + i));
            }
            cluster.settle();
            node.close();
            SegmentFile segment = open(node);
            // What was acknowledged is there; of a sixth entry only the beginning was written.
            byte[] octets = Files.readAllBytes(segment.file());
            int last = segment.entries().size();
            int end = (int) end(segment, last);
            byte[] torn = Arrays.copyOf(octets, end + 20);
            System.arraycopy(octets, (int) end(segment, last - 1), torn, end, 20);
            Files.write(segment.file(), torn);
            node.open();
            cluster.settle();
            assertThat(node.machine().get("a")).isEqualTo("4");
        }
    }

    @Test
    void damageInTheMiddle_stopsTheStartWithWhatToDo(@TempDir Path root) throws Exception {
        try (StoreCluster cluster = StoreCluster.of(root, 3)) {
            StoreNode node = cluster.others(cluster.leader()).getFirst();
            for (int i = 0; i < 5; i++) {
                get(node.submit("a=" + i));
            }
            cluster.settle();
            node.close();
            SegmentFile segment = open(node);
            byte[] octets = Files.readAllBytes(segment.file());
            octets[(int) end(segment, 2) + 5] ^= 0x40;
            Files.write(segment.file(), octets);
            assertThatThrownBy(node::open)
                    .isInstanceOf(StoreDamaged.class)
                    .hasMessageContaining("aplomb cluster node remove " + node.name());
            get(cluster.leader().submit("a=5"));
        }
    }

    @Test
    void dataGone_isNotTakenForANewNode(@TempDir Path root) throws Exception {
        try (StoreCluster cluster = StoreCluster.of(root, 1)) {
            StoreNode node = cluster.leader();
            node.close();
            Durable.deleteTree(node.directory().resolve("raft"));
            Files.createDirectories(node.directory().resolve("raft"));
            assertThatThrownBy(node::open)
                    .isInstanceOf(StoreDamaged.class)
                    .hasMessageContaining("gone");
            Store.wipe(node.directory());
            assertThat(Store.identity(node.directory())).isEmpty();
            assertThatThrownBy(node::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no data");
        }
    }

    @Test
    void directoryOfAnother_isRefused(@TempDir Path root) throws Exception {
        try (StoreCluster cluster = StoreCluster.of(root, 1)) {
            StoreNode node = cluster.leader();
            assertThatThrownBy(() -> node.join(1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("already");
        }
    }

    @Test
    void diskFull_nodeStopsAndSaysSo_theOthersGoOn(@TempDir Path root) throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "a small file system can be mounted by root only");
        Path small = Files.createDirectory(root.resolve("n1-a"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", small.toString()) == 0,
                "tmpfs cannot be mounted here");
        try (StoreCluster cluster = StoreCluster.of(root, 3)) {
            StoreNode full = cluster.nodes().getFirst();
            List<StoreNode> others = cluster.others(full);
            get(others.getFirst().submit("before=1"));
            byte[] filler = new byte[4 << 20];
            try {
                Files.write(small.resolve("filler"), filler);
            } catch (IOException expected) {
                assertThat(expected).hasMessageContaining("No space");
            }
            String value = "x".repeat(3000);
            for (int i = 0;
                    i < 400 && full.told().stream().noneMatch(told -> told.startsWith("broken"));
                    i++) {
                get(others.getFirst().submit("filler=" + value));
            }
            cluster.await(
                    "the node to say so",
                    () ->
                            full.told().stream()
                                    .anyMatch(
                                            told ->
                                                    told.startsWith(
                                                            "broken the log could not be written")));
            assertThat(full.store().status().role()).isEqualTo(StoreStatus.Role.STOPPED);
            get(others.getFirst().submit("after=1"));
            full.close();
            Files.delete(small.resolve("filler"));
            full.open();
            cluster.settle();
            assertThat(full.machine().get("after")).isEqualTo("1");
        } finally {
            run("umount", "-l", small.toString());
        }
    }

    private static int run(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
