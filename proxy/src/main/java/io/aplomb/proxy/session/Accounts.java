package io.aplomb.proxy.session;

import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.runtime.Counters;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.StreamFigures;
import org.jspecify.annotations.Nullable;

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
        stream.entrance().count(row, Counter.BYTES_IN, in);
        stream.entrance().count(row, Counter.BYTES_OUT, out);
        BackendRuntime backend = backend(stream);
        ServerRuntime server = stream.serverRuntime();
        if (backend != null) {
            add(backend.counters(), row, in, out);
        }
        if (server != null) {
            add(server.counters(), row, in, out);
        }
    }

    /** The stream has ended: books the rest, and how long it took; the next stream begins. */
    public void close(Stream stream) {
        book(stream);
        stream.recordTimes();
        bookedIn = 0;
        bookedOut = 0;
    }

    /** As long as no backend is chosen, a listen section is its own. */
    private static @Nullable BackendRuntime backend(Stream stream) {
        BackendRuntime chosen = stream.backendRuntime();
        return chosen != null || stream.frontendConfig().backend() == null
                ? chosen
                : stream.proxies().backend(stream.frontendConfig().name());
    }

    private static void add(Counters counters, int row, long in, long out) {
        counters.add(row, Counter.BYTES_IN, in);
        counters.add(row, Counter.BYTES_OUT, out);
    }
}
