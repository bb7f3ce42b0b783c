package io.aplomb.formats.keepalived;

import io.aplomb.base.Bytes;
import java.util.List;

/** The files a configuration names, as seen by whoever loads it. Called on the loading thread. */
public interface KeepalivedFiles {

    /** The bytes of a file; a relative path starts at the directory of the program. */
    Content read(String path);

    /** The names of what a directory holds, in any order; none when it cannot be read. */
    List<String> list(String directory);

    /** The outcome of reading a file. */
    sealed interface Content {

        /** The whole file. */
        record Octets(Bytes bytes) implements Content {}

        /**
         * It cannot be read.
         *
         * @param reason words for a message, such as {@code No such file or directory}
         */
        record Unreadable(String reason) implements Content {}
    }
}
