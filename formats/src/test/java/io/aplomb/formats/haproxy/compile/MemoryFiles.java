package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Bytes;
import java.util.Map;

/** Files that exist only in the test. */
record MemoryFiles(Map<String, String> contents) implements FileResolver {

    @Override
    public Kind kind(String path) {
        return contents.containsKey(path) ? Kind.FILE : Kind.ABSENT;
    }

    @Override
    public Content read(String path) {
        String text = contents.get(path);
        return text == null
                ? new Content.Unreadable("No such file or directory")
                : new Content.Octets(Bytes.ofUtf8(text));
    }
}
