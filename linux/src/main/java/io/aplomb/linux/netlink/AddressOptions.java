package io.aplomb.linux.netlink;

/**
 * How an address is set.
 *
 * @param scope 0 the world, 253 the link, 254 the host (ip-address(8))
 * @param label an alias of the interface, {@code eth0:1}; empty for none
 */
public record AddressOptions(int scope, String label) {

    /** For the world, without a label. */
    public static final AddressOptions GLOBAL = new AddressOptions(0, "");
}
