package io.aplomb.proxy;

import io.aplomb.base.Clock;
import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.runtime.Gauge;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.stream.ProcessVariables;
import io.aplomb.proxy.stream.StreamWorld;
import io.aplomb.proxy.stream.TrackingTable;
import io.aplomb.sample.facts.ProcessFacts;
import io.aplomb.sample.facts.UserLists;
import java.time.ZoneId;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What streams of one loop see of one configuration and of the process. The time is the loop's own,
 * which stands still for a round, so that the steps of a stream follow each other.
 */
final class LoopWorld implements StreamWorld {

    private static final long US_PER_MS = 1_000;
    private static final long NS_PER_US = 1_000;

    /** How long one reading of the wall clock serves, with the monotonic clock added. */
    private static final long WALL_CLOCK_TRUST_NS = 1_000_000_000;

    private final Loop loop;
    private final WholeProcess process;
    private final RunningProxies proxies;
    private final UserLists userLists;
    private final ProcessFacts facts;
    private final SplittableRandom random = new SplittableRandom();
    private long wallReadAtNs = Long.MIN_VALUE / 2;
    private long wallReadUs;

    /** What is one for the whole process. */
    record WholeProcess(
            Clock clock,
            ProcessVariables variables,
            Gauge connections,
            AtomicLong requests,
            EngineOptions.Surroundings surroundings,
            ZoneId timeZone) {}

    LoopWorld(Loop loop, WholeProcess process, RunningProxies proxies, ProcessFacts facts) {
        this.loop = loop;
        this.process = process;
        this.proxies = proxies;
        this.facts = facts;
        this.userLists = process.surroundings().userLists(proxies.config());
    }

    @Override
    public int loop() {
        return loop.index();
    }

    @Override
    public long wallClockUs() {
        long nowNs = loop.nowNs();
        if (nowNs - wallReadAtNs > WALL_CLOCK_TRUST_NS) {
            wallReadAtNs = nowNs;
            wallReadUs = process.clock().wallMs() * US_PER_MS;
        }
        return wallReadUs + (nowNs - wallReadAtNs) / NS_PER_US;
    }

    @Override
    public long monotonicNs() {
        return loop.nowNs();
    }

    @Override
    public long nextRandom() {
        return random.nextLong();
    }

    @Override
    public ZoneId timeZone() {
        return process.timeZone();
    }

    @Override
    public ProcessFacts process() {
        return facts;
    }

    @Override
    public ProcessVariables processVariables() {
        return process.variables();
    }

    @Override
    public RunningProxies proxies() {
        return proxies;
    }

    @Override
    public UserLists userLists() {
        return userLists;
    }

    @Override
    public @Nullable TrackingTable table(String name) {
        return process.surroundings().table(proxies, name);
    }

    @Override
    public long processConnections() {
        return process.connections().current();
    }

    @Override
    public long nextRequestNumber() {
        return process.requests().getAndIncrement();
    }
}
