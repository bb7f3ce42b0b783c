package io.aplomb.control.layer4;

import io.aplomb.model.vrrp.VrrpConfig;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;

/**
 * All virtual servers of a machine, from one configuration to the next. Its calls wait for each
 * other.
 */
public final class Layer4Node implements Closeable {

    private final ServerTables proxy;
    private Layer4Servers servers;

    private Layer4Node(ServerTables proxy, Layer4Servers servers) {
        this.proxy = proxy;
        this.servers = servers;
    }

    /**
     * Starts: fills the kernel's tables, in place of what a killed predecessor left, then checks.
     *
     * @param plan without refusals
     * @param proxy serves what the kernel cannot; taken over
     * @throws IOException when the kernel or the proxy refuses it
     */
    public static Layer4Node start(VrrpConfig config, Layer4Plan plan, ServerTables proxy)
            throws IOException {
        return new Layer4Node(proxy, Layer4Servers.start(config, plan, proxy, Set.of()));
    }

    /**
     * Goes on with another configuration. Connections stay; in nftables clients bound by
     * persistence are forgotten. A real server that is dead stays so until its checks succeed.
     *
     * @throws IOException when the kernel refuses it: then virtual servers stand still as they are,
     *     without checks, until the next reload
     */
    public synchronized void reload(VrrpConfig config, Layer4Plan plan) throws IOException {
        servers.halt();
        Layer4Servers before = servers;
        servers = Layer4Servers.start(config, plan, proxy, before.dead());
        before.retire(servers);
    }

    /** How all stands. */
    public synchronized Layer4Report report() {
        return new Layer4Report(servers.report());
    }

    /** Removes everything from the kernel's tables. */
    @Override
    public synchronized void close() {
        servers.close();
    }
}
