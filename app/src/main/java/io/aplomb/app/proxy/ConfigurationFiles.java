package io.aplomb.app.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** From what {@code -f} names to the files to read. */
final class ConfigurationFiles {
    private ConfigurationFiles() {}

    /** A name that leads to no file; the message is for the user. */
    static final class MissingException extends Exception {
        private static final long serialVersionUID = 1L;

        MissingException(String message) {
            super(message);
        }
    }

    /**
     * The files to read, in order. A folder stands for its {@code *.cfg} files in byte order,
     * hidden ones left out, as in HAProxy (management.txt section 3).
     */
    static List<Path> expand(List<String> names, Path directory) throws MissingException {
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            Path path = directory.resolve(name);
            if (Files.isDirectory(path)) {
                files.addAll(inside(path));
            } else if (Files.isReadable(path)) {
                files.add(path);
            } else if (Files.exists(path)) {
                throw new MissingException(
                        "Could not open configuration file " + name + " : Permission denied");
            } else {
                throw new MissingException(
                        "Cannot open configuration file/directory "
                                + name
                                + " : No such file or directory");
            }
        }
        return files;
    }

    private static List<Path> inside(Path folder) throws MissingException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(ConfigurationFiles::isConfiguration)
                    .sorted(Comparator.comparing(path -> path.getFileName().toString()))
                    .toList();
        } catch (IOException unreadable) {
            throw new MissingException(
                    "Cannot open configuration directory "
                            + folder
                            + " : "
                            + unreadable.getMessage());
        }
    }

    private static boolean isConfiguration(Path path) {
        String name = path.getFileName().toString();
        return name.endsWith(".cfg") && !name.startsWith(".") && Files.isRegularFile(path);
    }
}
