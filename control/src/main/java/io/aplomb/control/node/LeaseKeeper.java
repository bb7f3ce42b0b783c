package io.aplomb.control.node;

import io.aplomb.cluster.live.Effect;
import io.aplomb.cluster.live.LapsePolicy;
import io.aplomb.cluster.live.LeaseBeat;
import io.aplomb.cluster.live.Leases;
import io.aplomb.control.guard.Guard;
import io.aplomb.control.link.BeatPayload;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lease of this node: beats carry it, the guard is told of each change. Any thread; what is
 * done under the lock is short.
 */
final class LeaseKeeper implements BeatPayload {
    private final ReentrantLock lock = new ReentrantLock();
    private final Leases leases;
    private final LeaseFile file;
    private final Guard guard;
    private final Runnable wake;
    private LapsePolicy policy = LapsePolicy.STOP;
    private boolean held;
    private volatile long untilNs;

    /**
     * @param file how long voices may have counted before, and may from now on
     * @param wake is called when there is a lease where was none; not to block
     */
    LeaseKeeper(String self, LeaseFile file, Guard guard, Runnable wake) {
        this.file = file;
        int longest = file.longestMs();
        this.leases = new Leases(self, longest, longest, System.nanoTime());
        this.guard = guard;
        this.wake = wake;
        this.untilNs = System.nanoTime() - 1;
    }

    /** What has become of the lease since it was asked last. */
    enum Change {
        NONE,
        HELD,
        LAPSED
    }

    /** Looks whether there is a lease, and what that changes. By the thread of the controller. */
    Change look() {
        file.look(System.nanoTime());
        lock.lock();
        try {
            boolean now = renew() - System.nanoTime() > 0;
            if (now == held) {
                return Change.NONE;
            }
            held = now;
            return now ? Change.HELD : Change.LAPSED;
        } finally {
            lock.unlock();
        }
    }

    /** How long it still lasts, in nanoseconds; negative where there is none. */
    long leftNs() {
        return untilNs - System.nanoTime();
    }

    /** By the thread of the controller. */
    void update(Effect.UpdateLeases change) {
        int leaseMs = file.use(change.leaseMs(), System.nanoTime());
        lock.lock();
        try {
            leases.update(change.voters(), change.joined(), change.open(), leaseMs);
            long _ = renew();
        } finally {
            lock.unlock();
        }
    }

    void policy(LapsePolicy changed) {
        lock.lock();
        try {
            policy = changed;
            guard.lease(untilNs, policy);
        } finally {
            lock.unlock();
        }
    }

    long remainingMs(String node) {
        lock.lock();
        try {
            return leases.remainingMs(node, System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public byte[] outgoing(String peer) {
        lock.lock();
        try {
            return leases.beat(peer, System.nanoTime()).encode();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void incoming(String peer, byte[] bytes) {
        LeaseBeat beat = LeaseBeat.decode(bytes);
        if (beat == null) {
            return;
        }
        boolean fresh;
        lock.lock();
        try {
            leases.received(peer, beat, System.nanoTime());
            fresh = renew() - System.nanoTime() > 0 && !held;
        } finally {
            lock.unlock();
        }
        if (fresh) {
            wake.run();
        }
    }

    private long renew() {
        long now = leases.leaseUntilNs(System.nanoTime());
        if (now != untilNs) {
            untilNs = now;
            guard.lease(now, policy);
        }
        return now;
    }
}
