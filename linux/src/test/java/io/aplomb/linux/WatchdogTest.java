package io.aplomb.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a watchdog is written, on a file in its place: no machine is to be reset by a test. */
class WatchdogTest {
    @TempDir private Path folder;

    @Test
    void file_thatIsNoDevice_tellsNoTimeout_andTakesWhatIsWritten() throws Exception {
        Path file = Files.createFile(folder.resolve("watchdog"));
        try (Watchdog watchdog = Watchdog.open(file.toString(), 10)) {
            assertThat(watchdog.timeoutS()).isEmpty();
            watchdog.feed();
            watchdog.feed();
            assertThat(Files.readString(file)).isEqualTo("..");
            watchdog.disarm();
        }
        assertThat(Files.readString(file)).as("ends with the magic letter").isEqualTo("..V");
    }

    @Test
    void noDevice_isRefused_andNoneIsMade() {
        Path file = folder.resolve("nothing");
        assertThatThrownBy(() -> Watchdog.open(file.toString(), 10))
                .isInstanceOfSatisfying(
                        SystemCallException.class,
                        refused ->
                                assertThat(refused.errno()).isEqualTo(SystemCallException.ENOENT));
        assertThat(file).doesNotExist();
    }
}
