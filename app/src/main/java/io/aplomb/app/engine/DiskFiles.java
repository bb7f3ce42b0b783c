package io.aplomb.app.engine;

import io.aplomb.base.Bytes;
import io.aplomb.formats.haproxy.compile.FileResolver;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The files of this machine, relative ones from the folder the program was told to work in.
 *
 * @param directory absolute
 */
record DiskFiles(Path directory) implements FileResolver {

    @Override
    public Kind kind(String path) {
        Path place = directory.resolve(path);
        if (Files.isDirectory(place)) {
            return Kind.DIRECTORY;
        }
        return Files.isReadable(place) ? Kind.FILE : Kind.ABSENT;
    }

    @Override
    public Content read(String path) {
        try {
            return new Content.Octets(Bytes.of(Files.readAllBytes(directory.resolve(path))));
        } catch (NoSuchFileException e) {
            return new Content.Unreadable("No such file or directory");
        } catch (AccessDeniedException e) {
            return new Content.Unreadable("Permission denied");
        } catch (IOException e) {
            return new Content.Unreadable(String.valueOf(e.getMessage()));
        }
    }
}
