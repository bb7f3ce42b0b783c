package io.aplomb.app.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file in which a server leaves its process id for {@code kill $(cat FILE)}. */
public final class PidFile {
    private PidFile() {}

    /** Writes the id of this process, replacing what the file held. */
    public static void write(Path file) throws IOException {
        String line = ProcessHandle.current().pid() + "\n";
        var _ = Files.write(file, line.getBytes(StandardCharsets.US_ASCII));
    }
}
