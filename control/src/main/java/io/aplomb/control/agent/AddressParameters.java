package io.aplomb.control.agent;

import io.aplomb.base.net.HostAddress;
import io.aplomb.base.net.IpAddress;
import io.aplomb.base.net.IpNetwork;
import io.aplomb.linux.netlink.AddressOptions;
import io.aplomb.linux.netlink.InterfaceAddress;
import io.aplomb.linux.netlink.Link;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the parameters of {@code IPaddr2} say. Pure.
 *
 * @param nic the interface; empty for the one whose network has the address
 * @param netmask -1 for that of the network
 * @param broadcast {@code +}, {@code -}, an address, or empty for the agent's choice
 * @param label behind the interface's name and a colon; empty for none
 * @param announcements how often neighbours are told, 0 for not at all
 */
record AddressParameters(
        IpAddress ip,
        String nic,
        int netmask,
        String broadcast,
        String label,
        int announcements,
        long announceIntervalMs,
        boolean announceForEver,
        boolean prefixRoute,
        long preferredS) {

    private static final int NAME_CHARACTERS = 15;
    private static final Set<String> TRUE = Set.of("yes", "true", "1", "on", "ja", "y");

    /** What it cannot do, with the value that is no wish for it. */
    private static final List<String> SWITCHES_NOT_DONE =
            List.of("lvs_support", "lvs_ipv6_addrlabel", "unique_clone_address");

    private static final List<String> VALUES_NOT_DONE = List.of("mac", "network_namespace");

    /** The configuration is wrong, or asks for what this agent does not do. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    static AddressParameters of(AgentCall call) throws Refused {
        String text = call.parameter("ip", "");
        IpAddress ip = IpAddress.parse(text);
        if (ip == null) {
            throw new Refused(
                    text.isEmpty() ? "parameter ip is missing" : text + " is no IP address");
        }
        refuseWhatIsNotDone(call);
        String nic = call.parameter("nic", "");
        int alias = nic.indexOf(':'); // eth0:1, as interfaces were named once
        return new AddressParameters(
                ip,
                alias < 0 ? nic : nic.substring(0, alias),
                netmask(call, ip),
                call.parameter("broadcast", ""),
                call.parameter("iflabel", alias < 0 ? "" : nic.substring(alias + 1)),
                (int) number(call, "arp_count", 5),
                Math.max(1, number(call, "arp_interval", 200)),
                number(call, "arp_count_refresh", 0) > 0,
                !isTrue(call, "noprefixroute"),
                preferred(call));
    }

    private static void refuseWhatIsNotDone(AgentCall call) throws Refused {
        for (String name : SWITCHES_NOT_DONE) {
            if (isTrue(call, name)) {
                throw new Refused("aplomb:IPaddr2 has no " + name + "; ocf:heartbeat:IPaddr2 has");
            }
        }
        for (String name : VALUES_NOT_DONE) {
            if (call.parameter(name).isPresent()) {
                throw new Refused("aplomb:IPaddr2 has no " + name + "; ocf:heartbeat:IPaddr2 has");
            }
        }
    }

    private static boolean isTrue(AgentCall call, String name) {
        return TRUE.contains(call.parameter(name, "").toLowerCase(Locale.ROOT));
    }

    private static long number(AgentCall call, String name, long otherwise) throws Refused {
        String text = call.parameter(name, Long.toString(otherwise));
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException none) {
            throw new Refused(name + ": " + text + " is no number");
        }
    }

    private static long preferred(AgentCall call) throws Refused {
        String text = call.parameter("preferred_lft", "forever");
        return text.equals("forever") ? AddressOptions.FOREVER : number(call, "preferred_lft", 0);
    }

    private static int netmask(AgentCall call, IpAddress ip) throws Refused {
        String text = call.parameter("cidr_netmask", "");
        if (text.isEmpty()) {
            return -1;
        }
        IpAddress dotted = text.indexOf('.') >= 0 ? IpAddress.parse(text) : null;
        int bits = dotted != null ? ones(dotted) : (int) number(call, "cidr_netmask", -1);
        if (bits < 0 || bits > ip.widthBits()) {
            throw new Refused("cidr_netmask: " + text + " is no netmask of " + ip);
        }
        return bits;
    }

    private static int ones(IpAddress mask) {
        int bits = Integer.bitCount(mask.lowBits());
        return mask.lowBits() == (bits == 0 ? 0 : -1 << (Integer.SIZE - bits)) ? bits : -1;
    }

    /** The interface it belongs on. */
    Link link(List<Link> links, List<InterfaceAddress> addresses) throws Refused {
        if (!nic.isEmpty()) {
            return links.stream()
                    .filter(link -> link.name().equals(nic))
                    .findFirst()
                    .orElseThrow(() -> new Refused("there is no interface " + nic));
        }
        InterfaceAddress near = network(addresses);
        if (near == null) {
            throw new Refused("no interface has a network with " + ip + "; say nic=");
        }
        return links.stream()
                .filter(link -> link.index() == near.linkIndex())
                .findFirst()
                .orElseThrow(() -> new Refused("interface " + near.linkIndex() + " is gone"));
    }

    /** The smallest network of another address that it is in. */
    private @Nullable InterfaceAddress network(List<InterfaceAddress> addresses) {
        return addresses.stream()
                .filter(other -> other.address().ip().v6() == ip.v6())
                .filter(other -> !other.address().ip().equals(ip))
                .filter(other -> other.address().prefixBits() < ip.widthBits())
                .filter(other -> isIn(other.address()))
                .max(Comparator.comparingInt(other -> other.address().prefixBits()))
                .orElse(null);
    }

    private boolean isIn(HostAddress other) {
        return new IpNetwork(other.ip().masked(other.prefixBits()), other.prefixBits())
                .contains(ip);
    }

    /** Its prefix length: as said, else that of its network there, else it is alone. */
    int prefixBits(Link link, List<InterfaceAddress> addresses) {
        if (netmask >= 0) {
            return netmask;
        }
        InterfaceAddress near =
                network(
                        addresses.stream()
                                .filter(other -> other.linkIndex() == link.index())
                                .toList());
        return near == null ? ip.widthBits() : near.address().prefixBits();
    }

    /** How it is set. */
    AddressOptions options(HostAddress address, Link link) {
        Set<AddressOptions.Flag> flags = EnumSet.noneOf(AddressOptions.Flag.class);
        if (!prefixRoute) {
            flags.add(AddressOptions.Flag.NO_PREFIX_ROUTE);
        }
        return new AddressOptions(
                0,
                labelOn(link),
                broadcastOf(address),
                null,
                flags,
                ip.v6() ? preferredS : AddressOptions.FOREVER);
    }

    private @Nullable IpAddress broadcastOf(HostAddress address) {
        if (ip.v6() || broadcast.equals("-")) {
            return null;
        }
        IpAddress said = IpAddress.parse(broadcast);
        if (said != null) {
            return said;
        }
        int hostBits = ip.widthBits() - address.prefixBits();
        return hostBits < 2 ? null : IpAddress.v4(ip.lowBits() | (int) ((1L << hostBits) - 1));
    }

    private String labelOn(Link link) {
        String full = link.name() + ':' + label;
        return label.isEmpty() || ip.v6() || full.length() > NAME_CHARACTERS ? "" : full;
    }
}
