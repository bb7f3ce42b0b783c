package io.aplomb.control.vip;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.SocketAddresses;
import java.util.List;

/**
 * The way the adverts of one virtual router take.
 *
 * @param device the interface's name
 * @param linkIndex its number
 * @param source this machine's address on it
 * @param borrowed whether the source is an address of another interface of this machine: one with a
 *     virtual MAC address has none before its router is Master
 * @param group where adverts go when there are no peers: 224.0.0.18, ff02::12
 * @param peers the other machines, when multicast is not wanted
 */
record AdvertPath(
        String device,
        int linkIndex,
        int virtualRouterId,
        IpAddress source,
        boolean borrowed,
        IpAddress group,
        List<IpAddress> peers) {

    private static final long LINK_LOCAL = 0xfe80_0000_0000_0000L;
    private static final long LINK_LOCAL_MASK = 0xffc0_0000_0000_0000L;

    AdvertPath {
        peers = List.copyOf(peers);
    }

    boolean v6() {
        return source.v6();
    }

    int family() {
        return v6() ? SocketAddresses.AF_INET6 : SocketAddresses.AF_INET;
    }

    /** The interface of a link-local source, else 0. */
    int scope() {
        return v6() && (source.high() & LINK_LOCAL_MASK) == LINK_LOCAL ? linkIndex : 0;
    }

    /** Where adverts go: the group, or each peer. */
    List<IpAddress> destinations() {
        return peers.isEmpty() ? List.of(group) : peers;
    }
}
