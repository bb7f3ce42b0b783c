package io.aplomb.linux.nftables;

/** What packets a table sees (nft(8), ADDRESS FAMILIES). */
public enum Family {
    /** IPv4 and IPv6. */
    INET(1),
    /** IPv4. */
    IP(2),
    /** IPv6. */
    IP6(10);

    private final int number;

    Family(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
