package io.aplomb.control.agent;

import io.aplomb.base.net.HostAddress;
import io.aplomb.base.net.IpAddress;
import io.aplomb.control.guard.Hold;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.InterfaceAddress;
import io.aplomb.linux.netlink.Link;
import io.aplomb.linux.netlink.Network;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code aplomb:IPaddr2}: an address on an interface, with the parameters of {@code
 * ocf:heartbeat:IPaddr2} and without a program: by netlink, in about a millisecond. What of those
 * it does not do it refuses.
 */
final class AddressAgent implements Agent {

    /** Marks an address as the cluster's (IFA_PROTO; the kernel gives the number no meaning). */
    static final int PROTOCOL = 0xbb;

    private final NeighbourNews news;

    AddressAgent(NeighbourNews news) {
        this.news = news;
    }

    @Override
    public AgentAnswer perform(AgentCall call, Interruption interruption) {
        try (Network network = Network.open()) {
            return switch (call.operation()) {
                case "start" -> start(network, AddressParameters.of(call));
                case "stop" -> stop(network, IpAddress.parse(call.parameter("ip", "")));
                case "monitor", "status" -> monitor(network, AddressParameters.of(call));
                case "validate-all" -> {
                    var _ = AddressParameters.of(call);
                    yield AgentAnswer.of(Ocf.SUCCESS);
                }
                default -> AgentAnswer.of(Ocf.UNIMPLEMENTED);
            };
        } catch (AddressParameters.Refused refused) {
            return AgentAnswer.of(Ocf.NOT_CONFIGURED, String.valueOf(refused.getMessage()));
        } catch (SystemCallException refused) {
            int rc =
                    refused.errno() == SystemCallException.EPERM
                            ? Ocf.INSUFFICIENT_PRIVILEGES
                            : Ocf.GENERIC_ERROR;
            return AgentAnswer.of(rc, String.valueOf(refused.getMessage()));
        }
    }

    private AgentAnswer start(Network network, AddressParameters wanted)
            throws SystemCallException, AddressParameters.Refused {
        List<InterfaceAddress> all = network.addresses();
        List<Link> links = network.links();
        Link link = wanted.link(links, all);
        if (!link.up()) {
            return AgentAnswer.of(Ocf.GENERIC_ERROR, "interface " + link.name() + " is down");
        }
        for (InterfaceAddress there : all) {
            if (there.address().ip().equals(wanted.ip()) && there.linkIndex() != link.index()) {
                return AgentAnswer.of(
                        Ocf.GENERIC_ERROR,
                        wanted.ip() + " is on " + name(links, there.linkIndex()) + " already");
            }
        }
        if (all.stream().noneMatch(there -> isOn(there, wanted, link))) {
            HostAddress address = new HostAddress(wanted.ip(), wanted.prefixBits(link, all));
            network.setAddress(
                    new InterfaceAddress(link.index(), address, PROTOCOL),
                    wanted.options(address, link),
                    0);
        }
        news.announce(
                wanted.ip(),
                link,
                wanted.announcements(),
                wanted.announceIntervalMs(),
                wanted.announceForEver());
        return AgentAnswer.of(Ocf.SUCCESS);
    }

    private static boolean isOn(InterfaceAddress there, AddressParameters wanted, Link link) {
        return there.linkIndex() == link.index() && there.address().ip().equals(wanted.ip());
    }

    private static String name(List<Link> links, int index) {
        return links.stream()
                .filter(link -> link.index() == index)
                .map(Link::name)
                .findFirst()
                .orElse("interface " + index);
    }

    /** What has no address was never started: a stop of it has succeeded. */
    private AgentAnswer stop(Network network, @Nullable IpAddress ip) throws SystemCallException {
        if (ip == null) {
            return AgentAnswer.of(Ocf.SUCCESS);
        }
        news.silence(ip);
        for (InterfaceAddress there : network.addresses()) {
            if (there.address().ip().equals(ip)) {
                network.removeAddress(there);
            }
        }
        return AgentAnswer.of(Ocf.SUCCESS);
    }

    private static AgentAnswer monitor(Network network, AddressParameters wanted)
            throws SystemCallException {
        Optional<InterfaceAddress> there =
                network.addresses().stream()
                        .filter(address -> address.address().ip().equals(wanted.ip()))
                        .findFirst();
        if (there.isEmpty()) {
            return AgentAnswer.of(Ocf.NOT_RUNNING);
        }
        List<Link> links = network.links();
        Optional<Link> link =
                links.stream().filter(one -> one.index() == there.get().linkIndex()).findFirst();
        if (link.isPresent() && !link.get().up()) {
            return AgentAnswer.of(Ocf.GENERIC_ERROR, "interface " + link.get().name() + " is down");
        }
        return AgentAnswer.of(Ocf.SUCCESS);
    }

    @Override
    public Optional<Relief> relief(AgentCall call) {
        IpAddress ip = IpAddress.parse(call.parameter("ip", ""));
        return ip == null
                ? Optional.empty()
                : Optional.of(new Relief(List.of(new Hold.Address(ip, "")), List.of(), List.of()));
    }

    @Override
    public Set<Integer> mainProcesses(AgentCall call) {
        return Set.of();
    }

    @Override
    public boolean leavesProcesses() {
        return false;
    }
}
