package io.aplomb.layer4.plan;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.vrrp.VirtualServer.Protocol;
import java.util.Locale;

/** Which packets a balancer takes: those to this machine that match. */
public sealed interface Match {

    boolean v6();

    /** A name for tables and messages, unique among matches; letters that nft(8) reads. */
    String name();

    /**
     * Addresses that follow each other, both ends included.
     *
     * @param port 0 for all
     */
    record Addresses(Protocol protocol, IpAddress first, IpAddress last, int port)
            implements Match {

        @Override
        public boolean v6() {
            return first.v6();
        }

        public boolean isOne() {
            return first.equals(last);
        }

        @Override
        public String name() {
            String range = isOne() ? first.toString() : first + "-" + last;
            return "%s-%s-%d"
                    .formatted(
                            protocol.name().toLowerCase(Locale.ROOT),
                            range.replace(':', '_'),
                            port);
        }
    }

    /** Packets with a mark. */
    record Mark(long mark, boolean v6) implements Match {
        @Override
        public String name() {
            return "mark%s-%d".formatted(v6 ? "6" : "", mark);
        }
    }

    /** The number of a protocol in a packet's head. */
    static int number(Protocol protocol) {
        return switch (protocol) {
            case TCP -> 6;
            case UDP -> 17;
            case SCTP -> 132;
        };
    }
}
