package io.aplomb.proxy.runtime;

/**
 * A request that waits for a server's free slot. Called with no lock held, from whichever thread
 * freed the slot: implementations hand over to their own event loop.
 */
public interface Waiter {

    /**
     * A slot of this server is now the waiter's; it must be given back with {@link
     * BackendRuntime#release}.
     *
     * @param position of the waiter for the logs, see {@link
     *     io.aplomb.proxy.stream.StreamFigures#queued}
     */
    void granted(ServerRuntime server, int position);

    /**
     * The server waited for is gone: choose again.
     *
     * @param position as above
     */
    void sentBack(int position);
}
