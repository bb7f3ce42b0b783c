package io.aplomb.app.vrrp;

import io.aplomb.base.Bytes;
import io.aplomb.formats.keepalived.KeepalivedFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of this machine, for the reader of configurations. */
final class KeepalivedDisk implements KeepalivedFiles {

    @Override
    public Content read(String path) {
        try {
            return new Content.Octets(Bytes.of(Files.readAllBytes(Path.of(path))));
        } catch (NoSuchFileException absent) {
            return new Content.Unreadable("No such file or directory");
        } catch (AccessDeniedException refused) {
            return new Content.Unreadable("Permission denied");
        } catch (IOException failure) {
            return new Content.Unreadable(String.valueOf(failure.getMessage()));
        }
    }

    @Override
    public List<String> list(String directory) {
        try (Stream<Path> entries = Files.list(Path.of(directory))) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
