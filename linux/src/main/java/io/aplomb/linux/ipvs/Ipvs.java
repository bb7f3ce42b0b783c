package io.aplomb.linux.ipvs;

import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.NetlinkMessage;
import io.aplomb.linux.netlink.NetlinkReply;
import io.aplomb.linux.netlink.NetlinkSocket;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's table of services and their real servers. Each call waits for the kernel's answer,
 * which comes at once. For one thread; needs CAP_NET_ADMIN.
 */
public final class Ipvs implements Closeable {

    private static final String NAME = "IPVS";

    private final NetlinkSocket socket;
    private final IpvsCodec codec;

    private Ipvs(NetlinkSocket socket, IpvsCodec codec) {
        this.socket = socket;
        this.codec = codec;
    }

    /**
     * Opens the way to IPVS; empty when the kernel has none, neither built in nor as a module that
     * it could load.
     */
    public static Optional<Ipvs> open() throws SystemCallException {
        NetlinkSocket socket = NetlinkSocket.open(GenericFamily.NETLINK_GENERIC);
        try {
            int family = GenericFamily.number(socket, NAME);
            return Optional.of(new Ipvs(socket, new IpvsCodec(family)));
        } catch (SystemCallException refused) {
            socket.close();
            if (refused.errno() == SystemCallException.ENOENT) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** All services. */
    public List<IpvsService> services() throws SystemCallException {
        List<IpvsService> services = new ArrayList<>();
        for (NetlinkReply reply :
                socket.ask(codec.command(IpvsCodec.GET_SERVICE, IpvsCodec.DUMP))) {
            IpvsCodec.readService(reply.body().attributes(IpvsCodec.HEADER_BYTES))
                    .ifPresent(services::add);
        }
        return services;
    }

    /** The real servers of a service. */
    public List<IpvsDestination> destinations(IpvsService of) throws SystemCallException {
        List<IpvsDestination> destinations = new ArrayList<>();
        NetlinkMessage question = codec.service(IpvsCodec.GET_DESTINATION, IpvsCodec.DUMP, of);
        for (NetlinkReply reply : socket.ask(question)) {
            IpvsCodec.readDestination(
                            reply.body().attributes(IpvsCodec.HEADER_BYTES), of.key().v6())
                    .ifPresent(destinations::add);
        }
        return destinations;
    }

    /** Adds a service; EEXIST when it is there. */
    public void add(IpvsService service) throws SystemCallException {
        ask(codec.service(IpvsCodec.NEW_SERVICE, IpvsCodec.ACKNOWLEDGE, service));
    }

    /** Changes how a service balances; ESRCH when it is not there. */
    public void change(IpvsService service) throws SystemCallException {
        ask(codec.service(IpvsCodec.SET_SERVICE, IpvsCodec.ACKNOWLEDGE, service));
    }

    /** Removes a service with its real servers; ESRCH when it is not there. */
    public void remove(IpvsService service) throws SystemCallException {
        ask(codec.service(IpvsCodec.DELETE_SERVICE, IpvsCodec.ACKNOWLEDGE, service));
    }

    /** Adds a real server; EEXIST when it is there. */
    public void add(IpvsService to, IpvsDestination destination) throws SystemCallException {
        ask(codec.destination(IpvsCodec.NEW_DESTINATION, to, destination));
    }

    /** Changes a real server; ENOENT when it is not there. */
    public void change(IpvsService of, IpvsDestination destination) throws SystemCallException {
        ask(codec.destination(IpvsCodec.SET_DESTINATION, of, destination));
    }

    /** Removes a real server; its connections get no further. ENOENT when it is not there. */
    public void remove(IpvsService from, IpvsDestination destination) throws SystemCallException {
        ask(codec.destination(IpvsCodec.DELETE_DESTINATION, from, destination));
    }

    /** Removes all services, whoever made them. */
    public void flush() throws SystemCallException {
        ask(codec.command(IpvsCodec.FLUSH, IpvsCodec.ACKNOWLEDGE));
    }

    private void ask(NetlinkMessage message) throws SystemCallException {
        List<NetlinkReply> _ = socket.ask(message);
    }

    @Override
    public void close() {
        socket.close();
    }
}
