package io.aplomb.proxy;

import io.aplomb.model.proxy.GlobalSettings;
import io.aplomb.model.proxy.StatsSocket;
import io.aplomb.proxy.admin.ProcessControl;
import io.aplomb.proxy.admin.RuntimeCommands;
import io.aplomb.proxy.admin.RuntimeSocket;
import io.aplomb.proxy.runtime.FrontendRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code stats socket} lines of the configuration the program was started with; a reload keeps
 * them. Any thread.
 */
final class RuntimeSockets implements AutoCloseable {

    /** Manual 3.1 "stats timeout". */
    private static final long DEFAULT_TIMEOUT_MS = 10_000;

    private final List<RuntimeSocket> sockets = new ArrayList<>();

    private RuntimeSockets() {}

    /**
     * Opens all of them.
     *
     * @throws ServerStartException when one cannot be had; none is open then
     */
    static RuntimeSockets open(GlobalSettings global, RuntimeCommands commands)
            throws ServerStartException {
        RuntimeSockets opened = new RuntimeSockets();
        long timeoutMs = global.statsTimeoutMs() > 0 ? global.statsTimeoutMs() : DEFAULT_TIMEOUT_MS;
        for (StatsSocket socket : global.statsSockets()) {
            try {
                opened.sockets.add(RuntimeSocket.open(socket, timeoutMs, commands));
            } catch (IOException e) {
                opened.close();
                String address = socket.endpoint().text();
                throw new ServerStartException(
                        null, "cannot open stats socket " + address + ": " + e.getMessage(), e);
            }
        }
        return opened;
    }

    @Override
    public void close() {
        sockets.forEach(RuntimeSocket::close);
    }

    /** Commands that reach the engine. */
    record Control(ProxyEngine engine) implements ProcessControl {

        @Override
        public boolean pause(FrontendRuntime frontend) {
            engine.pause(frontend);
            return true;
        }

        @Override
        public boolean resume(FrontendRuntime frontend) {
            engine.unpause(frontend);
            return true;
        }

        @Override
        public boolean stop(FrontendRuntime frontend) {
            engine.shutDown(frontend);
            return true;
        }

        @Override
        public void maxConn(int limit) {
            engine.maxConn(limit);
        }
    }
}
