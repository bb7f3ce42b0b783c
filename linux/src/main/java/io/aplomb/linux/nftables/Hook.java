package io.aplomb.linux.nftables;

/**
 * Where a base chain sees packets.
 *
 * @param priority order among chains at the same point, lowest first; -100 for changing
 *     destinations, 100 for sources, 0 for filters (nft(8), CHAINS)
 * @param accept what becomes of packets that the chain says nothing about: accepted, or dropped
 */
public record Hook(Type type, Point point, int priority, boolean accept) {

    /** What a chain may do. */
    public enum Type {
        FILTER("filter"),
        NAT("nat"),
        ROUTE("route");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** A point of a packet's way, {@code enum nf_inet_hooks}. */
    public enum Point {
        PREROUTING(0),
        INPUT(1),
        FORWARD(2),
        OUTPUT(3),
        POSTROUTING(4);

        private final int number;

        Point(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }
}
