package io.aplomb.control.vip;

import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.InterfaceAddress;
import io.aplomb.linux.netlink.Network;
import io.aplomb.linux.netlink.RouteKey;
import io.aplomb.linux.netlink.Routes;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.VrrpConfig;
import java.io.Closeable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Masters have of the kernel: addresses, routes, and the filter for addresses that take no
 * packets. For one thread.
 */
record Holdings(HeldAddresses addresses, HeldRoutes routes, AcceptFilter filter)
        implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Holdings.class);

    /**
     * Begins with none: what a killed predecessor left is removed.
     *
     * @throws SystemCallException EPERM without CAP_NET_ADMIN; when no_accept is asked for, also
     *     what {@link AcceptFilter#prepare} says
     */
    static Holdings open(Network network, VrrpConfig config) throws SystemCallException {
        Guard guard = Guard.start();
        HeldAddresses addresses = new HeldAddresses(network, guard);
        HeldRoutes routes = new HeldRoutes(Routes.open(), guard);
        for (InterfaceAddress left : addresses.removeLeftovers()) {
            LOG.warn("{}: left by a process that was killed; removed", left.address());
        }
        for (RouteKey left : routes.removeLeftovers()) {
            LOG.warn("{}: left by a process that was killed; removed", left);
        }
        AcceptFilter filter = new AcceptFilter(config.global().nftablesTable());
        if (!config.instances().stream().allMatch(Instance::accept)) {
            filter.prepare();
        }
        return new Holdings(addresses, routes, filter);
    }

    /** Sets again what lives for a while only, or has got lost without a word. */
    void renew() {
        try {
            addresses.renew();
        } catch (SystemCallException refused) {
            LOG.error("cannot renew the virtual addresses: {}", refused.getMessage());
        }
        routes.renew();
    }

    /** Gives all back. */
    @Override
    public void close() {
        routes.close();
        addresses.close();
        filter.close();
    }
}
