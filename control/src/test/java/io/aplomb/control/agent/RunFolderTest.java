package io.aplomb.control.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir private Path folder;

    @Test
    void pidFiles_outliveTheDaemon_butNotTheMachine() throws IOException {
        RunFolder.emptyOnce(folder, "first boot");
        Path pid = Files.writeString(folder.resolve("web.pid"), "4711\n");
        Path inside = Files.createDirectories(folder.resolve("resource-agents"));
        Path kept = Files.createFile(folder.resolveSibling("kept-" + folder.getFileName()));
        Files.createSymbolicLink(inside.resolve("link"), kept);

        RunFolder.emptyOnce(folder, "first boot");
        assertThat(pid).exists();
        RunFolder.emptyOnce(folder, "second boot");
        assertThat(pid).doesNotExist();
        assertThat(inside).doesNotExist();
        assertThat(kept).exists();
        Files.delete(kept);
    }
}
