package io.aplomb.model.vrrp;

/** How far an address or route is valid, with the kernel's number. */
public enum AddressScope {
    GLOBAL(0),
    SITE(200),
    LINK(253),
    HOST(254),
    NOWHERE(255);

    private final int number;

    AddressScope(int number) {
        this.number = number;
    }

    /** {@code rtm_scope} and {@code ifa_scope} of rtnetlink. */
    public int number() {
        return number;
    }
}
