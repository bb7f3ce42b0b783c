package io.aplomb.proxy.log;

import java.io.IOException;

/** Where finished lines go. Used by one thread, which may wait in it. */
interface LogSink extends AutoCloseable {

    /**
     * Sends a line with its line end.
     *
     * @throws IOException when it did not get through; the next line is tried anew
     */
    void send(byte[] line) throws IOException;

    @Override
    void close();
}
