package io.aplomb.control.vip;

import io.aplomb.base.net.IpAddress;
import io.aplomb.control.vip.report.RouterReport;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.InterfaceAddress;
import io.aplomb.linux.netlink.Link;
import io.aplomb.linux.netlink.Network;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.VirtualMac;
import io.aplomb.vrrp.router.State;
import io.aplomb.vrrp.router.VirtualRouter;
import io.aplomb.vrrp.wire.Advert;
import io.aplomb.vrrp.wire.AdvertReader;
import io.aplomb.vrrp.wire.AdvertWriter;
import io.aplomb.vrrp.wire.Datagram;
import io.aplomb.vrrp.wire.Delivery;
import io.aplomb.vrrp.wire.Discard;
import io.aplomb.vrrp.wire.DiscardCounters;
import io.aplomb.vrrp.wire.Reading;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One virtual router with its place on the network: the interface, the address it speaks from, its
 * sockets. On the thread of the {@link VrrpNode}.
 */
final class LiveRouter {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRouter.class);

    private static final long LINK_LOCAL = 0xfe80_0000_0000_0000L;
    private static final long LINK_LOCAL_MASK = 0xffc0_0000_0000_0000L;

    private final VirtualRouter router;
    private final DiscardCounters discards = new DiscardCounters();
    private final Optional<VirtualMacLink> virtualMac;
    private Instance instance;
    private @Nullable Link link;
    private @Nullable Link virtualLink;
    private @Nullable AdvertSocket socket;
    private @Nullable LastWords lastWords;

    LiveRouter(RouterPlan.Planned planned) {
        this.instance = planned.instance();
        this.router = new VirtualRouter(planned.config());
        this.virtualMac = VirtualMacLink.of(instance, planned.linkName());
    }

    /** Whether it can become that without giving up what it holds: the same router, there. */
    boolean continues(RouterPlan.Planned next) {
        return router.config().continues(next.config())
                && Objects.equals(instance.interfaceName(), next.instance().interfaceName())
                && Objects.equals(instance.virtualMac(), next.instance().virtualMac())
                && virtualMac
                        .map(VirtualMacLink::name)
                        .equals(Optional.ofNullable(next.linkName()));
    }

    RouterReport report() {
        return new RouterReport(
                instance,
                router.config(),
                router.status(),
                discards.snapshot(),
                socket == null ? null : socket.source(),
                virtualMac.map(VirtualMacLink::name).orElse(null));
    }

    /** From now on the configuration of its place is this; the state machine is told by event. */
    void become(Instance next) {
        instance = next;
    }

    Instance instance() {
        return instance;
    }

    String name() {
        return instance.name();
    }

    VirtualRouter router() {
        return router;
    }

    DiscardCounters discards() {
        return discards;
    }

    /** Where its addresses go, when that interface is there. */
    Optional<Link> addressLink() {
        return Optional.ofNullable(virtualMac.isPresent() ? virtualLink : link);
    }

    Optional<AdvertSocket> socket() {
        return Optional.ofNullable(socket);
    }

    boolean isUp() {
        return !instance.trackInterface()
                || instance.interfaceName() == null
                || (link != null && link.up() && link.running());
    }

    /** Looks again at the machine's interfaces. */
    void look(List<Link> links) {
        link = named(links, instance.interfaceName());
        virtualLink = virtualMac.map(each -> named(links, each.name())).orElse(null);
    }

    private static @Nullable Link named(List<Link> links, @Nullable String name) {
        return links.stream().filter(link -> link.name().equals(name)).findFirst().orElse(null);
    }

    /** Makes the interface of its own where that is missing; whether it did. */
    boolean ensureVirtualLink(Network network, List<Link> links) {
        Link base = link;
        return base != null
                && virtualMac.isPresent()
                && virtualMac.get().ensure(network, links, base);
    }

    void removeVirtualLink(Network network) {
        virtualMac.ifPresent(each -> each.remove(network));
    }

    /**
     * The interface of adverts: its own one, so that switches learn where the virtual MAC is. What
     * goes to named peers goes as all else does to them, as keepalived has it.
     */
    private @Nullable Link advertLink() {
        VirtualMac configured = instance.virtualMac();
        boolean below = configured == null || configured.advertsFromBase() || !isMulticast();
        return below ? link : virtualLink;
    }

    private boolean isMulticast() {
        return router.config().wire().delivery() instanceof Delivery.Multicast;
    }

    /**
     * The address to speak from: the configured one, or the first of the interface, of the one
     * below where it has one of its own; null for none.
     */
    @Nullable IpAddress source(List<InterfaceAddress> addresses) {
        if (virtualMac.isPresent() && advertLink() == null) {
            return null;
        }
        IpAddress configured = instance.sourceAddress();
        for (InterfaceAddress address : addresses) {
            IpAddress ip = address.address().ip();
            boolean ours = address.protocol() == HeldAddresses.PROTOCOL;
            if (configured == null ? !ours && fits(address) : ip.equals(configured)) {
                return ip;
            }
        }
        return null;
    }

    private boolean fits(InterfaceAddress address) {
        IpAddress ip = address.address().ip();
        boolean here = link != null && address.linkIndex() == link.index();
        boolean scope = !ip.v6() || (ip.high() & LINK_LOCAL_MASK) == LINK_LOCAL;
        return here && ip.v6() == instance.v6() && scope;
    }

    /** Opens the sockets for a source address, or closes them for none. */
    void speakFrom(@Nullable IpAddress source) {
        AdvertSocket open = socket;
        AdvertPath wanted = source == null ? null : path(source);
        if (open != null && open.path().equals(wanted)) {
            return;
        }
        close();
        if (wanted == null) {
            return;
        }
        try {
            socket = AdvertSocket.open(wanted);
            lastWords =
                    LastWords.open(
                            wanted,
                            router.config().wire().sendChecksum(),
                            router.state() == State.MASTER);
        } catch (SystemCallException refused) {
            LOG.error("{}: cannot speak from {}: {}", name(), source, refused.getMessage());
        }
    }

    private AdvertPath path(IpAddress source) {
        Link present = advertLink();
        Delivery delivery = router.config().wire().delivery();
        return new AdvertPath(
                present == null ? "" : present.name(),
                present == null ? 0 : present.index(),
                router.config().vrid(),
                source,
                !Objects.equals(present, link),
                delivery instanceof Delivery.Multicast(IpAddress group) ? group : IpAddress.v4(0),
                delivery instanceof Delivery.Unicast unicast
                        ? unicast.peers().stream().map(Delivery.Peer::address).toList()
                        : List.of());
    }

    /** Sends an advert to all who shall hear it; one out of reach does not keep it from others. */
    void send(Advert advert) {
        AdvertSocket open = socket;
        if (open == null) {
            return;
        }
        for (IpAddress destination : open.path().destinations()) {
            byte[] octets =
                    AdvertWriter.write(
                            advert,
                            open.source(),
                            destination,
                            router.config().wire().sendChecksum());
            try {
                open.send(octets, destination);
            } catch (SystemCallException refused) {
                LOG.debug("{}: advert to {}: {}", name(), destination, refused.getMessage());
            }
        }
        if (lastWords != null) {
            lastWords.sent(advert);
        }
    }

    /** Its state is this now. */
    void entered(State state) {
        if (lastWords != null) {
            lastWords.entered(state);
        }
    }

    /** The next advert that passes all checks, if any waits; the others are counted. */
    Optional<Heard> receive() throws SystemCallException {
        AdvertSocket open = socket;
        while (open != null) {
            Optional<AdvertSocket.Heard> next = open.receive();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            AdvertSocket.Heard heard = next.get();
            Datagram datagram =
                    new Datagram(
                            heard.source(),
                            heard.destination(),
                            Math.max(0, heard.ttl()),
                            heard.payload());
            switch (AdvertReader.read(datagram, router.config().policy(open.source()))) {
                case Reading.Accepted accepted -> {
                    return Optional.of(new Heard(accepted.advert(), heard.source()));
                }
                case Reading.Refused(Discard reason, String detail) -> {
                    discards.count(reason);
                    LOG.debug("{}: advert discarded: {}: {}", name(), reason, detail);
                }
            }
        }
        return Optional.empty();
    }

    /** An advert and who sent it. */
    record Heard(Advert advert, IpAddress sender) {}

    void close() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
        if (lastWords != null) {
            lastWords.close();
            lastWords = null;
        }
    }
}
