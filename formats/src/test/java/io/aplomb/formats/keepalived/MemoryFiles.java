package io.aplomb.formats.keepalived;

import io.aplomb.base.Bytes;
import java.util.List;
import java.util.Map;

/** Files that exist only in the test, by path. */
public record MemoryFiles(Map<String, String> contents) implements KeepalivedFiles {

    @Override
    public Content read(String path) {
        String text = contents.get(path);
        return text == null
                ? new Content.Unreadable("No such file or directory")
                : new Content.Octets(Bytes.ofUtf8(text));
    }

    @Override
    public List<String> list(String directory) {
        String prefix = directory.endsWith("/") ? directory : directory + "/";
        return contents.keySet().stream()
                .filter(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()).replaceFirst("/.*", ""))
                .distinct()
                .toList();
    }
}
