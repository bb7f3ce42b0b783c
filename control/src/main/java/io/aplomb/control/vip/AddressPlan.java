package io.aplomb.control.vip;

import io.aplomb.linux.netlink.AddressOptions;
import io.aplomb.linux.netlink.AddressOptions.Flag;
import io.aplomb.model.vrrp.VirtualAddress;
import java.util.EnumSet;
import java.util.Set;

/** What the configuration says of a virtual address, in the kernel's words. Pure. */
final class AddressPlan {

    private AddressPlan() {}

    static AddressOptions options(VirtualAddress configured) {
        String label = configured.label();
        return new AddressOptions(
                configured.scope().number(),
                label == null ? "" : label,
                configured.broadcast(),
                configured.peer(),
                flags(configured.flags()),
                configured.preferredSeconds());
    }

    private static Set<Flag> flags(VirtualAddress.Flags configured) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        if (configured.home()) {
            flags.add(Flag.HOME);
        }
        if (configured.noDuplicateDetection()) {
            flags.add(Flag.NODAD);
        }
        if (configured.manageTemporary()) {
            flags.add(Flag.MANAGE_TEMPORARY);
        }
        if (configured.noPrefixRoute()) {
            flags.add(Flag.NO_PREFIX_ROUTE);
        }
        if (configured.autoJoin()) {
            flags.add(Flag.AUTO_JOIN);
        }
        return flags;
    }
}
