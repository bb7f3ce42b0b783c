package io.aplomb.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.linux.DirectoryEvents.Event;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryEventsTest {

    @TempDir private Path folder;

    @Test
    void file_isReportedWhenItsWriterIsDone() throws Exception {
        try (DirectoryEvents events = DirectoryEvents.open()) {
            int watch = events.watch(folder.toString());
            Path file = folder.resolve("number");
            try (Writer writer = Files.newBufferedWriter(file)) {
                writer.write("12");
                writer.flush();
                assertThat(events.take()).as("not done yet").isEmpty();
            }
            assertThat(events.take()).containsExactly(new Event.Changed(watch, "number"));
            Files.move(file, folder.resolve("moved"));
            assertThat(events.take())
                    .containsExactly(
                            new Event.Changed(watch, "number"), new Event.Changed(watch, "moved"));
            Files.delete(folder.resolve("moved"));
            assertThat(events.take()).containsExactly(new Event.Changed(watch, "moved"));
        }
    }

    @Test
    void directory_thatIsDeletedOrRenamed_isReportedOnce() throws Exception {
        Path deleted = Files.createDirectory(folder.resolve("deleted"));
        Path renamed = Files.createDirectory(folder.resolve("renamed"));
        try (DirectoryEvents events = DirectoryEvents.open()) {
            int first = events.watch(deleted.toString());
            int second = events.watch(renamed.toString());
            Files.delete(deleted);
            assertThat(events.take()).containsExactly(new Event.DirectoryGone(first));
            Files.move(renamed, folder.resolve("other"));
            assertThat(events.take()).containsExactly(new Event.DirectoryGone(second));
        }
    }

    @Test
    void watch_ofWhatIsNoDirectory_isRefused() throws Exception {
        try (DirectoryEvents events = DirectoryEvents.open()) {
            assertThatThrownBy(() -> events.watch(folder.resolve("absent").toString()))
                    .hasMessageContaining("ENOENT");
            Path file = Files.createFile(folder.resolve("file"));
            assertThatThrownBy(() -> events.watch(file.toString())).hasMessageContaining("ENOTDIR");
        }
    }
}
