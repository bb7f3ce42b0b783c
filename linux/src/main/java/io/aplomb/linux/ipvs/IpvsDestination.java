package io.aplomb.linux.ipvs;

import io.aplomb.base.net.IpAddress;

/**
 * A real server in the kernel's table; address and port are its key within a service.
 *
 * @param weight 0 for no new connections
 * @param upperThreshold connections from which on it gets no more, 0 for no limit
 * @param lowerThreshold connections below which it gets some again, 0 for the kernel's choice
 */
public record IpvsDestination(
        IpAddress address,
        int port,
        Forwarding forwarding,
        int weight,
        long upperThreshold,
        long lowerThreshold) {

    /** How packets reach it, {@code IP_VS_CONN_F_*}. */
    public enum Forwarding {
        NAT(0),
        TUNNEL(2),
        DIRECT_ROUTE(3);

        private final int number;

        Forwarding(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        static Forwarding of(int number) {
            return switch (number) {
                case 2 -> TUNNEL;
                case 3 -> DIRECT_ROUTE;
                default -> NAT;
            };
        }
    }
}
