package io.aplomb.control.pki;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that only their owner may read, and that are there as a whole or not at all: after a loss
 * of power too, a reader finds the old content or the new. Any thread; two writers of one file
 * leave the content of one of them.
 */
public final class SecretFile {

    private static final String FILE_MODE = "rw-------";
    private static final String FOLDER_MODE = "rwx------";

    private SecretFile() {}

    /** Writes a file of mode 0600, in a folder that is made with mode 0700 when it is not there. */
    public static void write(Path file, byte[] content) throws IOException {
        Path folder = folderOf(file);
        makeFolder(folder);
        Path temporary =
                Files.createTempFile(
                        folder,
                        "." + file.getFileName(),
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString(FILE_MODE)));
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    int _ = channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        sync(folder);
    }

    /** Removes a file for good; nothing happens when it is not there. */
    public static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            sync(folderOf(file));
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(FOLDER_MODE)));
        }
    }

    private static Path folderOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " names no file");
        }
        return parent;
    }

    /** A rename is on the disk when its folder is (rename(2), fsync(2)). */
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, Set.of(StandardOpenOption.READ))) {
            channel.force(true);
        }
    }
}
