package io.aplomb.cluster.live;

import io.aplomb.model.cib.SafetySettings;

/**
 * How long leases last.
 *
 * @param leaseMs how long a voter's voice counts, from when it was asked for, in milliseconds
 * @param marginMs what is waited beyond the end of a lease before something is started elsewhere:
 *     for the time that stopping takes, and for clocks that do not run alike, in milliseconds
 */
public record LeaseSettings(int leaseMs, int marginMs) {
    private static final long MILLISECOND_NS = 1_000_000;

    /** Takeover well under half a second; see docs/safety.md for what follows from each. */
    public static final LeaseSettings DEFAULT = new LeaseSettings(300, 50);

    /** The longest that there may be. */
    public static final int LONGEST_MS = SafetySettings.LONGEST_LEASE_MS;

    /** As the properties of the cluster say. */
    public static LeaseSettings of(ClusterState state) {
        SafetySettings settings = SafetySettings.of(state.cib()).settings();
        return new LeaseSettings(settings.leaseMs(), settings.marginMs());
    }

    long leaseNs() {
        return leaseMs * MILLISECOND_NS;
    }

    long marginNs() {
        return marginMs * MILLISECOND_NS;
    }
}
