package io.aplomb.proxy.session;

import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.runtime.Counters;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.StreamFigures;

/** Books the bytes of a stream on its frontend, backend and server, in steps for long ones. */
public final class Accounts {

    private long bookedIn;
    private long bookedOut;

    /** Books what came since the last time. */
    public void book(Stream stream) {
        StreamFigures figures = stream.figures();
        long in = figures.bytesFromClient() - bookedIn;
        long out = figures.bytesToClient() - bookedOut;
        bookedIn += in;
        bookedOut += out;
        int row = stream.world().loop();
        add(stream.frontendRuntime().counters(), row, in, out);
        BackendRuntime backend = stream.backendRuntime();
        ServerRuntime server = stream.serverRuntime();
        if (backend != null) {
            add(backend.counters(), row, in, out);
        }
        if (server != null) {
            add(server.counters(), row, in, out);
        }
    }

    /** Books the rest; the next stream begins. */
    public void close(Stream stream) {
        book(stream);
        bookedIn = 0;
        bookedOut = 0;
    }

    private static void add(Counters counters, int row, long in, long out) {
        counters.add(row, Counter.BYTES_IN, in);
        counters.add(row, Counter.BYTES_OUT, out);
    }
}
