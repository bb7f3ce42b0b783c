package io.aplomb.control.layer4;

import io.aplomb.layer4.pool.Pool;
import io.aplomb.model.vrrp.VirtualServer;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** What gives the connections of virtual servers to real ones. For one thread. */
public interface ServerTables extends Closeable {

    /** A virtual server and who serves it now. */
    record Served(VirtualServer server, Pool pool) {}

    /**
     * Serves exactly these; what is as it was is not touched. The servers are the same at every
     * call, their pools are not.
     *
     * @throws IOException when that is refused; then all is as it was
     */
    void serve(List<Served> all) throws IOException;

    /** Ends all service but for what the successors have taken over. */
    void clear(List<ServerTables> successors) throws IOException;

    @Override
    void close();
}
