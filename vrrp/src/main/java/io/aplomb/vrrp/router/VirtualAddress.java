package io.aplomb.vrrp.router;

import io.aplomb.base.Check;
import io.aplomb.base.net.IpAddress;

/**
 * An address the Master holds.
 *
 * @param prefixBits of the network; 32 or 128 when the configuration names none
 * @param device the interface it is put on; empty for that of the virtual router
 */
public record VirtualAddress(IpAddress address, int prefixBits, String device) {
    public VirtualAddress {
        Check.argument(
                prefixBits >= 0 && prefixBits <= address.widthBits(), "prefix length out of range");
    }

    /** On the virtual router's interface, with a host's prefix. */
    public static VirtualAddress of(IpAddress address) {
        return new VirtualAddress(address, address.widthBits(), "");
    }

    @Override
    public String toString() {
        return address + "/" + prefixBits + (device.isEmpty() ? "" : " dev " + device);
    }
}
