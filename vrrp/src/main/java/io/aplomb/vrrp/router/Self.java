package io.aplomb.vrrp.router;

import io.aplomb.base.Check;
import io.aplomb.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A router as it is at this moment.
 *
 * @param priority the effective one
 * @param source null while the interface has no address
 */
record Self(RouterConfig config, int priority, @Nullable IpAddress source) {

    /** The source of a router that is not in fault, which has one. */
    IpAddress presentSource() {
        return Check.present(source, "source address");
    }

    /** Whether packets to the addresses are this machine's while it is Master. */
    boolean accepts() {
        return config.accept() || config.election().isOwner();
    }

    long intervalNs() {
        return config.wire().interval().ns();
    }
}
