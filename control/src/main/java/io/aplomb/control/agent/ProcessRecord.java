package io.aplomb.control.agent;

import io.aplomb.linux.ProcessStatus;
import io.aplomb.linux.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Which process a resource is, in a file: two lines, its number and when it began. So a program
 * that was started by a predecessor of this one is found again, and never mistaken for another.
 */
final class ProcessRecord {

    private final Path file;

    ProcessRecord(AgentPlaces places, String resource) {
        this.file = places.run().resolve("aplomb-process").resolve(resource + ".pid");
    }

    Path file() {
        return file;
    }

    /** The process, if it runs. */
    Optional<ProcessStatus> running() {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() < 2) {
                return Optional.empty();
            }
            long startTicks = Long.parseLong(lines.get(1));
            return ProcessTable.running(Integer.parseInt(lines.getFirst()))
                    .filter(now -> now.startTicks() == startTicks);
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    void write(ProcessStatus process) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, process.pid() + "\n" + process.startTicks() + "\n");
        Path _ = Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete() throws IOException {
        boolean _ = Files.deleteIfExists(file);
    }
}
