package io.aplomb.control.guard;

import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.InterfaceAddress;
import io.aplomb.linux.netlink.Link;
import io.aplomb.linux.netlink.Network;
import io.aplomb.linux.netlink.Routes;
import java.io.Closeable;
import java.util.List;

/** Takes addresses and routes out of the kernel, without starting a process. For one thread. */
final class Removals implements Closeable {

    private final Network network;
    private final Routes routes;

    private Removals(Network network, Routes routes) {
        this.network = network;
        this.routes = routes;
    }

    static Removals open() throws SystemCallException {
        return new Removals(Network.open(), Routes.open());
    }

    /**
     * Removes all of these; what is gone already is well.
     *
     * @throws SystemCallException EPERM without CAP_NET_ADMIN; the others are removed all the same
     */
    void remove(List<Hold.Removal> removals) throws SystemCallException {
        SystemCallException first = null;
        for (Hold.Removal removal : removals) {
            try {
                switch (removal) {
                    case Hold.Address address -> remove(address);
                    case Hold.RouteRemoval(var route) -> routes.remove(route);
                }
            } catch (SystemCallException refused) {
                first = first == null ? refused : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void remove(Hold.Address wanted) throws SystemCallException {
        for (InterfaceAddress address : network.addresses()) {
            if (address.address().ip().equals(wanted.ip())
                    && (wanted.device().isEmpty() || isOn(address, wanted.device()))) {
                network.removeAddress(address);
            }
        }
    }

    private boolean isOn(InterfaceAddress address, String device) throws SystemCallException {
        return network.link(device).map(Link::index).orElse(-1) == address.linkIndex();
    }

    @Override
    public void close() {
        network.close();
        routes.close();
    }
}
