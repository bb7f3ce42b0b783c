package io.aplomb.control.agent;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The folder of agents' state files and pid files, where it is on a disk: emptied once after each
 * boot, as {@code /run} is by its nature. A number in a pid file of before belongs to any process
 * now.
 */
final class RunFolder {
    private static final String MARK = ".boot";
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private RunFolder() {}

    /** That of a node; {@code /run} is left alone. */
    static void prepare(AgentPlaces places) throws IOException {
        Files.createDirectories(places.run());
        if (places.run().startsWith(places.state())) {
            emptyOnce(places.run(), Files.readString(BOOT_ID).strip());
        }
        Files.createDirectories(places.temporary());
    }

    /**
     * @param boot another one after each boot
     */
    static void emptyOnce(Path folder, String boot) throws IOException {
        Path mark = folder.resolve(MARK);
        if (Files.exists(mark) && Files.readString(mark).strip().equals(boot)) {
            return;
        }
        Path _ = Files.walkFileTree(folder, new Emptying(folder));
        Path _ = Files.writeString(mark, boot + "\n");
    }

    /** Links are removed, not followed. */
    private static final class Emptying extends SimpleFileVisitor<Path> {
        private final Path root;

        Emptying(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed)
                throws IOException {
            if (failed != null) {
                throw failed;
            }
            if (!directory.equals(root)) {
                Files.delete(directory);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
