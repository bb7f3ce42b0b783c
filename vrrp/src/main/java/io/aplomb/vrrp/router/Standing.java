package io.aplomb.vrrp.router;

/** Whether a router may take part, from good to bad. */
enum Standing {
    READY,
    /** The first result of something watched is awaited. */
    WAITING,
    FAULTY;

    Standing worse(Standing other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
