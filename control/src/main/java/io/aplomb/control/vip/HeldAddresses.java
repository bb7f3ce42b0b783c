package io.aplomb.control.vip;

import io.aplomb.base.net.HostAddress;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.AddressOptions;
import io.aplomb.linux.netlink.InterfaceAddress;
import io.aplomb.linux.netlink.Network;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The virtual addresses that this process has put on interfaces. Three things keep a dead or
 * hanging process from leaving one behind: the {@link Guard} removes it when the process dies; the
 * kernel removes it when its lifetime is over, which a living process renews; and the next start
 * removes what bears {@link #PROTOCOL}.
 *
 * <p>For one thread. Needs CAP_NET_ADMIN.
 */
final class HeldAddresses implements Closeable {

    /** Marks an address as this program's (IFA_PROTO; the kernel gives the number no meaning). */
    static final int PROTOCOL = 0xba;

    private final Network network;
    private final Guard guard;
    private final Map<InterfaceAddress, Held> held = new LinkedHashMap<>();

    /**
     * @param setNs when its preferred lifetime began
     */
    private record Held(String device, AddressOptions options, long lifetimeS, long setNs) {

        /** With what is left of the preferred lifetime: renewing does not begin it anew. */
        AddressOptions now() {
            if (options.preferredS() == AddressOptions.FOREVER) {
                return options;
            }
            long elapsedS = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - setNs);
            return options.withPreferred(Math.max(0, options.preferredS() - elapsedS));
        }
    }

    HeldAddresses(Network network, Guard guard) {
        this.network = network;
        this.guard = guard;
    }

    /** Removes what a predecessor left that could not clean up. */
    List<InterfaceAddress> removeLeftovers() throws SystemCallException {
        List<InterfaceAddress> removed = new ArrayList<>();
        for (InterfaceAddress address : network.addresses()) {
            if (address.protocol() == PROTOCOL && !held.containsKey(address)) {
                network.removeAddress(address);
                removed.add(address);
            }
        }
        return removed;
    }

    /**
     * Puts an address on an interface. One that is there is renewed, or replaced when it shall have
     * other options, most of which the kernel does not change.
     *
     * @param lifetimeS seconds after which the kernel removes it unless {@link #renew} comes first
     */
    void add(
            int linkIndex,
            String device,
            HostAddress address,
            AddressOptions options,
            long lifetimeS)
            throws SystemCallException {
        InterfaceAddress key = new InterfaceAddress(linkIndex, address, PROTOCOL);
        Held former = held.get(key);
        long setNs = System.nanoTime();
        if (former == null) {
            // The guard first: between the two calls it may remove what is not there, never forget.
            guard.holds(address, options.peer(), device);
        } else if (former.options().equals(options)) {
            setNs = former.setNs();
        } else {
            network.removeAddress(key);
            guard.released(address, former.options().peer(), device);
            guard.holds(address, options.peer(), device);
        }
        Held next = new Held(device, options, lifetimeS, setNs);
        network.setAddress(key, next.now(), lifetimeS);
        held.put(key, next);
    }

    /** Of an address that the kernel refused to {@link #add}, the guard need not know. */
    void forget(int linkIndex, String device, HostAddress address, AddressOptions options) {
        if (!held.containsKey(new InterfaceAddress(linkIndex, address, PROTOCOL))) {
            guard.released(address, options.peer(), device);
        }
    }

    /** Takes an address away. */
    void remove(int linkIndex, HostAddress address) throws SystemCallException {
        InterfaceAddress key = new InterfaceAddress(linkIndex, address, PROTOCOL);
        network.removeAddress(key);
        Held was = held.remove(key);
        if (was != null) {
            guard.released(address, was.options().peer(), was.device());
        }
    }

    /** Renews all lifetimes; an address that somebody removed is set again. */
    void renew() throws SystemCallException {
        for (Map.Entry<InterfaceAddress, Held> entry : held.entrySet()) {
            Held how = entry.getValue();
            if (how.lifetimeS() > 0) {
                network.setAddress(entry.getKey(), how.now(), how.lifetimeS());
            }
        }
    }

    /** Takes all away, and sends the guard home. */
    @Override
    public void close() {
        for (InterfaceAddress address : List.copyOf(held.keySet())) {
            try {
                remove(address.linkIndex(), address.address());
            } catch (SystemCallException refused) {
                // What cannot be removed now goes with its lifetime.
                held.remove(address);
            }
        }
        guard.close();
    }
}
