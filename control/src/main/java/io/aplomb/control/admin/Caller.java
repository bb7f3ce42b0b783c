package io.aplomb.control.admin;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;

/**
 * Who gave a command line: where output goes and where files are. It is used by one thread at a
 * time.
 */
public interface Caller {
    /** What was asked. */
    AdminRequest request();

    /** Standard output. */
    PrintStream out();

    /** Standard error. */
    PrintStream err();

    /**
     * The content of a file of the caller's.
     *
     * @param path relative ones from the caller's directory; {@code -} for standard input
     * @throws IOException where it cannot be read; the message is the reason without the path
     */
    byte[] readFile(String path) throws IOException;

    /**
     * Writes a file of the caller's, whole or not at all.
     *
     * @throws IOException where it cannot be written; the message is the reason without the path
     */
    void writeFile(String path, byte[] content) throws IOException;

    /**
     * Asks the person.
     *
     * @param secret whether what is typed is not to be seen
     * @return one line; empty where nobody can be asked
     */
    Optional<String> ask(String prompt, boolean secret) throws IOException;

    /**
     * The next key that was pressed, for a live view; waits no longer than said.
     *
     * @return empty when none was pressed in time
     */
    Optional<Character> key(long waitMs) throws IOException;
}
