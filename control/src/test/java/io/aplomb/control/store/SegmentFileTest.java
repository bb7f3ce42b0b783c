package io.aplomb.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.control.store.SegmentFile.Damage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentFileTest {
    private static final StoreIdentity IDENTITY =
            new StoreIdentity("test", 1, new MemberId("n1", "a"));
    private static final int SET_ASIDE = 4096;

    @TempDir Path folder;

    private byte[] segment = {};
    private int[] starts = {};

    /** A header and five entries from index 10. */
    @BeforeEach
    void fill() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("RaftLog1".getBytes(StandardCharsets.US_ASCII));
        starts = new int[6];
        for (int i = 0; i < 5; i++) {
            starts[i] = out.size();
            out.writeBytes(frame(10 + i, "command number " + i + " ".repeat(i * 50) + "end"));
        }
        starts[5] = out.size();
        segment = out.toByteArray();
    }

    private static byte[] frame(long index, String command) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LogEntryProto.newBuilder()
                .setTerm(3)
                .setIndex(index)
                .setStateMachineLogEntry(
                        StateMachineLogEntryProto.newBuilder()
                                .setLogData(ByteString.copyFromUtf8(command)))
                .build()
                .writeDelimitedTo(out);
        CRC32C checksum = new CRC32C();
        checksum.update(out.toByteArray());
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
        return out.toByteArray();
    }

    private Path open() {
        return folder.resolve("log_inprogress_10");
    }

    private SegmentFile read(byte[] octets) throws IOException {
        Files.write(open(), octets);
        return SegmentFile.readAll(folder).getFirst();
    }

    @Test
    void wholeFile_withAndWithoutZerosBehind_isGood() throws IOException {
        for (byte[] octets : List.of(segment, Arrays.copyOf(segment, SET_ASIDE))) {
            SegmentFile read = read(octets);
            assertThat(read.damage()).isEmpty();
            assertThat(read.entries())
                    .extracting(LogEntryProto::getIndex)
                    .containsExactly(10L, 11L, 12L, 13L, 14L);
        }
    }

    @Test
    void cutAnywhereInTheLastEntry_isTorn() throws IOException {
        for (int cut = starts[4] + 1; cut < segment.length; cut++) {
            byte[] ended = Arrays.copyOf(segment, cut);
            for (byte[] octets : List.of(ended, Arrays.copyOf(ended, SET_ASIDE))) {
                SegmentFile read = read(octets);
                assertThat(read.entries()).hasSize(4);
                assertThat(read.damage())
                        .as("cut at %d", cut)
                        .contains(new Damage(starts[4], true));
            }
        }
    }

    @Test
    void anyOctetChangedBeforeTheLastEntry_isDamage() throws IOException {
        for (int at = 0; at < starts[4]; at++) {
            for (int bit : new int[] {0x01, 0x40, 0x80}) {
                byte[] octets = segment.clone();
                octets[at] ^= (byte) bit;
                SegmentFile read = read(Arrays.copyOf(octets, SET_ASIDE));
                assertThat(read.damage())
                        .as("octet %d", at)
                        .hasValueSatisfying(damage -> assertThat(damage.torn()).isFalse());
            }
        }
    }

    @Test
    void lastEntryWholeAndChanged_isDamageAndNotTorn() throws IOException {
        for (int at = starts[4] + 3; at < segment.length; at++) {
            byte[] octets = segment.clone();
            octets[at] ^=
                    (byte) (octets[at] == 0x10 ? 0x20 : 0x10); // a zero could be one never written
            assertThat(read(octets).damage())
                    .as("octet %d", at)
                    .contains(new Damage(starts[4], false));
        }
    }

    @Test
    void entryBehindZeros_isDamage() throws IOException {
        byte[] octets = Arrays.copyOf(segment, SET_ASIDE);
        Arrays.fill(octets, starts[2], starts[3], (byte) 0);
        assertThat(read(octets).damage()).contains(new Damage(starts[2], false));
    }

    @Test
    void check_takesTheTornEndAwayAndKeepsTheRest() throws IOException {
        Files.write(open(), Arrays.copyOf(Arrays.copyOf(segment, segment.length - 7), SET_ASIDE));
        LogCheck.checkAndMend(folder, IDENTITY);
        assertThat(Files.readAllBytes(open())).isEqualTo(Arrays.copyOf(segment, starts[4]));
    }

    @Test
    void check_headerNotWhole_takesTheFileAway() throws IOException {
        Files.write(open(), new byte[] {'R', 'a', 'f'});
        LogCheck.checkAndMend(folder, IDENTITY);
        assertThat(open()).doesNotExist();
    }

    @Test
    void check_tornClosedSegment_isRefusedWithWhatToDo() throws IOException {
        Files.write(folder.resolve("log_10-14"), Arrays.copyOf(segment, segment.length - 7));
        assertThatThrownBy(() -> LogCheck.checkAndMend(folder, IDENTITY))
                .isInstanceOf(StoreDamaged.class)
                .hasMessageContaining("log_10-14")
                .hasMessageContaining("octet " + starts[4])
                .hasMessageContaining("aplomb cluster node remove n1");
    }

    @Test
    void check_tornSegmentThatIsNotTheLast_isRefused() throws IOException {
        Files.write(open(), Arrays.copyOf(segment, segment.length - 7));
        Files.write(
                folder.resolve("log_inprogress_15"),
                "RaftLog1".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> LogCheck.checkAndMend(folder, IDENTITY))
                .isInstanceOf(StoreDamaged.class);
    }

    @Test
    void check_segmentMissingOrShort_isRefused() throws IOException {
        Files.write(folder.resolve("log_10-14"), segment);
        Files.write(
                folder.resolve("log_inprogress_20"),
                "RaftLog1".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> LogCheck.checkAndMend(folder, IDENTITY))
                .isInstanceOf(StoreDamaged.class)
                .hasMessageContaining("missing");
        Files.delete(folder.resolve("log_inprogress_20"));
        Files.write(folder.resolve("log_10-14"), Arrays.copyOf(segment, starts[4]));
        assertThatThrownBy(() -> LogCheck.checkAndMend(folder, IDENTITY))
                .isInstanceOf(StoreDamaged.class)
                .hasMessageContaining("fewer");
    }
}
