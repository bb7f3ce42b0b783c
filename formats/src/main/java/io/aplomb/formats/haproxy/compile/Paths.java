package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Bytes;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import org.jspecify.annotations.Nullable;

/** Files a configuration names: where they are and whether they are there. */
final class Paths {

    private final FileResolver files;

    Paths(FileResolver files) {
        this.files = files;
    }

    /** The next word as the path of a file that exists. */
    String file(Line line, @Nullable String base, String expected) throws Refusal {
        Word word = line.take(expected);
        String path = resolved(base, word.text());
        if (files.kind(path) != FileResolver.Kind.FILE) {
            throw line.error(word, "no file '%s'".formatted(path), "expected " + expected);
        }
        return path;
    }

    /** The next word as the path of a file or directory that exists. */
    String fileOrDirectory(Line line, @Nullable String base, String expected) throws Refusal {
        Word word = line.take(expected);
        String path = resolved(base, word.text());
        if (files.kind(path) == FileResolver.Kind.ABSENT) {
            throw line.error(
                    word, "no file or directory '%s'".formatted(path), "expected " + expected);
        }
        return path;
    }

    /** The bytes of the file a word names. */
    Bytes bytes(Line line, Word word) throws Refusal {
        return switch (files.read(word.text())) {
            case FileResolver.Content.Octets(Bytes bytes) -> bytes;
            case FileResolver.Content.Unreadable(String reason) ->
                    throw line.error(word, "cannot read '%s': %s".formatted(word.text(), reason));
        };
    }

    private static String resolved(@Nullable String base, String path) {
        return base == null || path.startsWith("/") ? path : base + "/" + path;
    }
}
