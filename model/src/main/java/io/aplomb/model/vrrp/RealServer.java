package io.aplomb.model.vrrp;

import io.aplomb.base.SourcePosition;
import io.aplomb.base.net.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server behind a virtual server: {@code real_server}.
 *
 * @param weight 0..65535
 * @param inhibitOnFailure it stays in the tables with weight 0 when a check fails
 * @param upperThreshold connections from which on it gets no more, 0 for no limit
 * @param lowerThreshold connections below which it gets some again, 0 for the kernel's choice
 * @param mail whether e-mail is sent for it
 * @param checkers all must succeed; empty for a server that is always up
 */
public record RealServer(
        IpAddress address,
        int port,
        int weight,
        VirtualServer.Forwarding forwarding,
        boolean inhibitOnFailure,
        long upperThreshold,
        long lowerThreshold,
        @Nullable Script notifyUp,
        @Nullable Script notifyDown,
        boolean mail,
        List<Checker> checkers,
        SourcePosition position) {

    public RealServer {
        checkers = List.copyOf(checkers);
    }

    /** The same, but down until its checks have succeeded. */
    RealServer untilChecked() {
        return new RealServer(
                address,
                port,
                weight,
                forwarding,
                inhibitOnFailure,
                upperThreshold,
                lowerThreshold,
                notifyUp,
                notifyDown,
                mail,
                checkers.stream().map(Checker::untilChecked).toList(),
                position);
    }
}
