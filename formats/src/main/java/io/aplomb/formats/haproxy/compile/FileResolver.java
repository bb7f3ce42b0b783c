package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Bytes;

/** The files a configuration names, as seen by whoever loads it. Called on the loading thread. */
public interface FileResolver {

    /** What is at a path. */
    Kind kind(String path);

    /** The bytes of a file. */
    Content read(String path);

    /** What a path leads to. */
    enum Kind {
        FILE,
        DIRECTORY,
        /** Nothing, or nothing this user may see. */
        ABSENT
    }

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
