package io.aplomb.control.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that starts knows of the voices of the one before. */
class LeaseFileTest {
    private static final long S = 1_000_000_000L;

    @TempDir private Path state;

    @Test
    void longerTime_isOnTheDisk_beforeItIsUsed() {
        LeaseFile file = new LeaseFile(state, 0);

        assertThat(file.use(5000, S)).isEqualTo(5000);
        assertThat(state.resolve("lease")).hasContent("5000");
        assertThat(new LeaseFile(state, 0).longestMs()).isEqualTo(5000);
    }

    @Test
    void longerTime_thatTheDiskDoesNotTake_isNotUsed() throws IOException {
        Path gone = state.resolve("gone");
        LeaseFile file = new LeaseFile(gone, 0);

        assertThat(file.use(5000, S)).isEqualTo(300);
        Files.createDirectory(gone);
        assertThat(file.use(5000, 2 * S)).isEqualTo(5000);
    }

    @Test
    void shorterTime_isForgotten_onlyWhenTheLongerVoicesAreOver() {
        LeaseFile file = new LeaseFile(state, 0);
        int _ = file.use(5000, S);
        assertThat(file.use(1000, 10 * S)).isEqualTo(1000);
        file.look(15 * S);
        assertThat(new LeaseFile(state, 0).longestMs()).isEqualTo(5000);

        file.look(15 * S + 1);
        assertThat(new LeaseFile(state, 0).longestMs()).isEqualTo(1000);
        assertThat(file.use(300, 20 * S)).isEqualTo(300);
        file.look(22 * S);
        assertThat(state.resolve("lease")).doesNotExist();
    }

    @Test
    void damagedFile_standsForTheLongestThereMayBe() throws IOException {
        Files.writeString(state.resolve("lease"), "\0\0\0\0");

        assertThat(new LeaseFile(state, 0).longestMs()).isEqualTo(30_000);
    }
}
