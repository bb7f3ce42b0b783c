package io.aplomb.linux.ipvs;

import io.aplomb.base.net.IpAddress;

/**
 * A service in the kernel's table.
 *
 * @param scheduler the kernel's name of it, {@code wlc}
 * @param flags {@code IP_VS_SVC_F_*}, of the constants here
 * @param timeoutS of persistence, seconds; 0 without
 * @param maskBits how much of a client's address counts for persistence; all without
 */
public record IpvsService(Key key, String scheduler, int flags, int timeoutS, int maskBits) {

    /** A client stays with its server. */
    public static final int PERSISTENT = 0x01;

    /** Every datagram is balanced on its own. */
    public static final int ONE_PACKET = 0x04;

    /** The first option of a scheduler; {@code sh-fallback}. */
    public static final int SCHEDULER_1 = 0x08;

    /** The second option of a scheduler; {@code sh-port}. */
    public static final int SCHEDULER_2 = 0x10;

    /** What a client must address: by this the kernel knows a service. */
    public sealed interface Key {

        boolean v6();

        /**
         * An address.
         *
         * @param protocol 6 TCP, 17 UDP, 132 SCTP
         * @param port 0 for all, with persistence only
         */
        record Address(int protocol, IpAddress address, int port) implements Key {
            @Override
            public boolean v6() {
                return address.v6();
            }
        }

        /** A mark of the packet filter. */
        record Mark(long mark, boolean v6) implements Key {}
    }
}
