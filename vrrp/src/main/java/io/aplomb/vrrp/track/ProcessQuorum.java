package io.aplomb.vrrp.track;

import io.aplomb.base.Check;

/**
 * Turns the number of processes that run into up and down: keepalived's {@code quorum}, {@code
 * quorum_max}, {@code fork_delay} and {@code terminate_delay}. For one thread.
 *
 * <p>Up is a number from the least to the most. The very first number counts at once. After that a
 * change that a new process made has to last for the fork delay, one that an ended process made for
 * the terminate delay: so that the copies a process makes of itself, and a restart, are passed over
 * (manual, "VRRP track processes"). A number on the other side in between begins anew.
 */
public final class ProcessQuorum {

    private final int least;
    private final int most;
    private final long forkDelayNs;
    private final long terminateDelayNs;
    private TrackStatus status = TrackStatus.UNKNOWN;
    private int count;
    private long dueNs = Long.MAX_VALUE;

    /**
     * Starts with nothing known.
     *
     * @param least processes for up, at least 0
     * @param most processes for up, no fewer than the least
     */
    public ProcessQuorum(int least, int most, long forkDelayNs, long terminateDelayNs) {
        Check.argument(least >= 0 && least <= most, "a quorum is 0 <= least <= most");
        Check.argument(forkDelayNs >= 0 && terminateDelayNs >= 0, "a delay is not negative");
        this.least = least;
        this.most = most;
        this.forkDelayNs = forkDelayNs;
        this.terminateDelayNs = terminateDelayNs;
    }

    /**
     * So many processes run now.
     *
     * @return whether the status changed
     */
    public boolean count(int processes, long nowNs) {
        boolean more = processes > count;
        count = processes;
        if (status.equals(TrackStatus.UNKNOWN)) {
            status = wanted();
            return true;
        }
        if (wanted().equals(status)) {
            dueNs = Long.MAX_VALUE;
            return false;
        }
        if (dueNs == Long.MAX_VALUE) {
            dueNs = nowNs + (more ? forkDelayNs : terminateDelayNs);
        }
        return expire(nowNs);
    }

    /**
     * Lets a change count whose delay is over.
     *
     * @return whether the status changed
     */
    public boolean expire(long nowNs) {
        if (dueNs == Long.MAX_VALUE || nowNs - dueNs < 0) {
            return false;
        }
        dueNs = Long.MAX_VALUE;
        status = wanted();
        return true;
    }

    /** When {@link #expire} may change something; {@link Long#MAX_VALUE} for never. */
    public long dueNs() {
        return dueNs;
    }

    public TrackStatus status() {
        return status;
    }

    private TrackStatus wanted() {
        return TrackStatus.of(count >= least && count <= most);
    }
}
