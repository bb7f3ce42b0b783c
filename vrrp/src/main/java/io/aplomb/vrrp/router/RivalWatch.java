package io.aplomb.vrrp.router;

/**
 * Tells a second Master from the last words of the former one.
 *
 * <p>A Master that has just taken over may still hear an advert the other sent before it heard
 * ours. After one interval of ours that is over: who still speaks does not hear us, or heard us
 * only now.
 */
final class RivalWatch {

    private static final long NEVER = Long.MIN_VALUE;

    private long lastHeardNs = NEVER;

    /** Becoming Master begins anew. */
    void reset() {
        lastHeardNs = NEVER;
    }

    /**
     * A lower Master was heard.
     *
     * @param masterForNs how long we are Master
     * @param silenceNs after which silence a further advert counts as another time
     * @return whether a split brain begins
     */
    boolean begins(long nowNs, long masterForNs, long intervalNs, long silenceNs) {
        if (masterForNs <= intervalNs) {
            return false;
        }
        boolean begins = lastHeardNs == NEVER || nowNs - lastHeardNs > silenceNs;
        lastHeardNs = nowNs;
        return begins;
    }
}
