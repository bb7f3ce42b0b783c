package io.aplomb.control.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.SourcePosition;
import io.aplomb.model.vrrp.TrackFile;
import io.aplomb.model.vrrp.TrackFile.InitialValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files as keepalived 2.2.7 was seen to take them. */
@Timeout(90)
class FileWatchTest {

    @TempDir private Path folder;
    private final Told told = new Told();

    @Test
    void file_writtenReplacedAndDeleted_isToldEachTime() throws Exception {
        Path file = folder.resolve("number");
        try (FileWatch watch = watch(file, null)) {
            watch.start(true);
            assertThat(told.next()).as("absent").isEqualTo("f Value[number=0]");
            Files.writeString(file, "-254\n");
            assertThat(told.next()).isEqualTo("f Value[number=-254]");
            Files.writeString(file, "99999999999\n");
            Path other = Files.writeString(folder.resolve("other"), "7\n");
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
            assertThat(told.next()).as("out of range passed over").isEqualTo("f Value[number=7]");
            Files.delete(file);
            assertThat(told.next()).isEqualTo("f Value[number=0]");
        }
        assertThat(told.isEmpty()).isTrue();
    }

    @Test
    void folder_thatComesLater_isWatchedThen() throws Exception {
        Path file = folder.resolve("later/number");
        try (FileWatch watch = watch(file, null)) {
            watch.start(true);
            assertThat(told.next()).isEqualTo("f Value[number=0]");
            Files.createDirectory(folder.resolve("later"));
            Files.writeString(file, "5\n");
            assertThat(told.next()).isEqualTo("f Value[number=5]");
            Files.delete(file);
            assertThat(told.next()).isEqualTo("f Value[number=0]");
            Files.delete(folder.resolve("later"));
            Files.createDirectory(folder.resolve("later"));
            Files.writeString(file, "6\n");
            assertThat(told.next()).isEqualTo("f Value[number=6]");
        }
    }

    @Test
    void initialValue_isWrittenWhereThereIsNoneOrWhereItShall() throws Exception {
        Path file = folder.resolve("number");
        try (FileWatch watch = watch(file, new InitialValue(3, false))) {
            watch.start(true);
        }
        assertThat(file).hasContent("3\n");
        try (FileWatch watch = watch(file, new InitialValue(4, false))) {
            watch.start(true);
        }
        assertThat(file).hasContent("3\n");
        try (FileWatch watch = watch(file, new InitialValue(4, true))) {
            watch.start(true);
        }
        assertThat(file).hasContent("4\n");
        assertThat(List.of(told.next(), told.next(), told.next()))
                .containsExactly("f Value[number=3]", "f Value[number=3]", "f Value[number=4]");
    }

    private FileWatch watch(Path file, @Nullable InitialValue initial) throws Exception {
        TrackFile tracked =
                new TrackFile(
                        "f", file.toString(), 1, false, initial, new SourcePosition("t", 1, 1));
        return new FileWatch(List.of(tracked), told::accept);
    }
}
