package io.aplomb.control.vip;

import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.Link;
import io.aplomb.linux.netlink.Network;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.VirtualMac;
import io.aplomb.vrrp.wire.Vrrp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interface with the virtual router's MAC address, {@code use_vmac}: a macvlan on top of the
 * instance's own, made when that appears and removed at the end. Neighbours then have nothing to
 * learn at a takeover but the switches' ports (RFC 9568 section 7.3). On the protocol's thread.
 */
final class VirtualMacLink {

    private static final Logger LOG = LoggerFactory.getLogger(VirtualMacLink.class);

    private final String name;
    private final byte[] mac;

    private VirtualMacLink(String name, byte[] mac) {
        this.name = name;
        this.mac = mac;
    }

    /** That of an instance, if it wants one. */
    static Optional<VirtualMacLink> of(Instance instance, @Nullable String name) {
        VirtualMac wanted = instance.virtualMac();
        if (wanted == null || name == null) {
            return Optional.empty();
        }
        return Optional.of(
                new VirtualMacLink(
                        name,
                        wanted.address() == null
                                ? Vrrp.virtualMac(instance.v6(), instance.virtualRouterId())
                                : wanted.address().toArray()));
    }

    String name() {
        return name;
    }

    /**
     * Makes it where it is not there yet.
     *
     * @return whether it was made, so that the machine's interfaces are others now
     */
    boolean ensure(Network network, List<Link> links, Link base) {
        if (links.stream().anyMatch(link -> link.name().equals(name))) {
            return false;
        }
        try {
            // The address the kernel would give it is that of every machine's: a duplicate.
            set("ipv6", "default", "addr_gen_mode", "1");
            network.addMacvlan(name, base.index(), mac);
            set("ipv6", "default", "addr_gen_mode", "0");
            // Only the interface that bears an address answers for it, with its own MAC.
            set("ipv4", name, "arp_ignore", "1");
            set("ipv4", name, "rp_filter", "0");
            set("ipv4", name, "accept_local", "1");
            set("ipv4", base.name(), "arp_ignore", "1");
            set("ipv4", base.name(), "arp_filter", "1");
            return true;
        } catch (SystemCallException refused) {
            LOG.error("use_vmac: cannot make {}: {}", name, refused.getMessage());
            return false;
        }
    }

    private static void set(String family, String device, String setting, String value) {
        Path file = Path.of("/proc/sys/net", family, "conf", device, setting);
        try {
            var _ = Files.writeString(file, value);
        } catch (IOException refused) {
            LOG.warn("cannot set {} to {}: {}", file, value, refused.getMessage());
        }
    }

    void remove(Network network) {
        try {
            Optional<Link> link = network.link(name);
            if (link.isPresent()) {
                network.removeLink(link.get().index());
            }
        } catch (SystemCallException refused) {
            LOG.error("use_vmac: cannot remove {}: {}", name, refused.getMessage());
        }
    }
}
