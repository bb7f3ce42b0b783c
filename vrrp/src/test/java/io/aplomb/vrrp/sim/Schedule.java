package io.aplomb.vrrp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.router.Announcing;
import io.aplomb.vrrp.router.Election;
import io.aplomb.vrrp.router.Intervals;
import io.aplomb.vrrp.router.RouterConfig;
import io.aplomb.vrrp.router.VirtualAddress;
import io.aplomb.vrrp.router.WireOptions;
import io.aplomb.vrrp.track.TrackedItem;
import io.aplomb.vrrp.wire.AdvertInterval;
import io.aplomb.vrrp.wire.VrrpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One seed: two to five machines go through a storm, then come to rest, then lose their Master by
 * death and by a stop. All times below follow from what the seed chose.
 */
final class Schedule {
    private static final String SCRIPT = "script";
    private static final int DOWN_ADVERTS = 3;
    private static final int[] V2_CENTISECONDS = {100, 200, 1000};
    private static final int[][] V3_CENTISECONDS = {{1, 3, 10}, {10, 50, 100}, {500, 1000, 4095}};

    private final Random random;
    private final int segments;
    private final int[] choices;
    private final VrrpVersion version;
    private final boolean preempt;
    private final long preemptDelayNs;
    private final SimulatedNetwork network;
    private final List<SimulatedMachine> machines = new ArrayList<>();
    private long shortestNs = Long.MAX_VALUE;
    private long longestNs;

    Schedule(long seed, boolean grouped) {
        random = new Random(seed);
        segments = grouped ? 2 + random.nextInt(2) : 1;
        version = random.nextInt(3) == 0 ? VrrpVersion.V2 : VrrpVersion.V3;
        boolean mixedIntervals = version == VrrpVersion.V3 && random.nextInt(4) == 0;
        choices = version == VrrpVersion.V2 ? V2_CENTISECONDS : V3_CENTISECONDS[random.nextInt(3)];
        preempt = random.nextInt(4) != 0;
        int count = 2 + random.nextInt(4);
        network = new SimulatedNetwork(random, segments, count);
        AdvertInterval common = interval();
        preemptDelayNs = random.nextInt(4) == 0 ? random.nextLong(5 * common.ns()) : 0;
        List<AdvertInterval> intervals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            intervals.add(mixedIntervals ? interval() : common);
            shortestNs = Math.min(shortestNs, intervals.getLast().ns());
            longestNs = Math.max(longestNs, intervals.getLast().ns());
        }
        for (int i = 0; i < count; i++) {
            machines.add(new SimulatedMachine(i, network, configs(intervals.get(i)), jitterNs()));
        }
    }

    void run() {
        storm();
        calm();
        settle();
        expectOneMasterAndRest();
        dieAndTakeOver();
        settle();
        expectOneMasterAndRest();
        stopAndTakeOver();
        settle();
        expectOneMasterAndRest();
        machines.forEach(SimulatedMachine::start);
        settle();
        expectOneMasterAndRest();
        machines.forEach(SimulatedMachine::stop);
    }

    private void storm() {
        for (SimulatedMachine machine : machines) {
            network.at(random.nextLong(2 * longestNs), machine::start);
            network.at(random.nextLong(2 * longestNs), () -> machine.track(SCRIPT, true));
        }
        for (int i = 10 + random.nextInt(20); i > 0; i--) {
            network.runFor(random.nextLong(3 * longestNs));
            disturb(machines.get(random.nextInt(machines.size())));
        }
    }

    private void disturb(SimulatedMachine machine) {
        switch (random.nextInt(10)) {
            case 0 -> network.partition(random.nextInt(segments));
            case 1 -> network.heal();
            case 2 -> network.weather(random.nextInt(60), 20, random.nextLong(2 * longestNs));
            case 3 -> machine.die();
            case 4 -> machine.stop();
            case 5, 6 -> machine.start();
            case 7 -> machine.link(random.nextInt(segments), random.nextInt(3) != 0);
            case 8 -> machine.track(SCRIPT, random.nextInt(3) != 0);
            default -> machine.priority(1 + random.nextInt(254));
        }
    }

    private void calm() {
        network.heal();
        network.weather(0, 10, delayNs());
        if (able().isEmpty()) {
            repair();
        }
    }

    private void repair() {
        SimulatedMachine repaired = machines.get(random.nextInt(machines.size()));
        for (int segment = 0; segment < segments; segment++) {
            repaired.link(segment, true);
        }
        repaired.track(SCRIPT, true);
        repaired.start();
    }

    /**
     * What is still under way arrives; a Master that is not the best is found dead or left in peace
     * for the delay; the best then waits for its own timer.
     */
    private void settle() {
        long slowestNs =
                Intervals.masterDownNs(version, Election.DEFAULT.priority(), longestNs, 3)
                        + Intervals.skewNs(version, 1, longestNs);
        network.runFor(2 * longestNs + 3 * slowestNs + preemptDelayNs);
    }

    private void expectOneMasterAndRest() {
        SimulatedMachine master = master();
        if (preempt) {
            assertThat(priority(master))
                    .as("priority of the Master with preemption")
                    .isEqualTo(able().stream().mapToInt(Schedule::priority).max().orElseThrow());
        }
        machines.forEach(machine -> machine.changes.clear());
        network.runFor(10 * longestNs);
        assertThat(machines)
                .as("changes of state without a cause")
                .allMatch(machine -> machine.changes.isEmpty());
        assertThat(master()).isSameAs(master);
    }

    private void dieAndTakeOver() {
        SimulatedMachine master = master();
        network.runFor(random.nextLong(longestNs));
        long downNs =
                able().stream()
                        .filter(each -> each != master)
                        .mapToLong(each -> each.router().status().masterDownNs())
                        .min()
                        .orElse(0);
        master.die();
        expectSuccessor(downNs, "after a death");
    }

    private void stopAndTakeOver() {
        SimulatedMachine master = master();
        network.runFor(random.nextLong(longestNs));
        long intervalNs = master.router().config().wire().interval().ns();
        long skewNs =
                able().stream()
                        .filter(each -> each != master)
                        .mapToLong(each -> Intervals.skewNs(version, priority(each), intervalNs))
                        .min()
                        .orElse(0);
        master.stop();
        expectSuccessor(skewNs, "after a resignation");
    }

    /** Somebody is Master within that time, and what the network and the machine add. */
    private void expectSuccessor(long withinNs, String when) {
        if (able().isEmpty()) {
            repair();
            return;
        }
        network.runFor(withinNs + delayNs() + segments * jitterNs());
        assertThat(machines.stream().filter(SimulatedMachine::isMaster).count())
                .as("a Master %s, %d ns later", when, withinNs)
                .isPositive();
    }

    private SimulatedMachine master() {
        List<SimulatedMachine> masters =
                machines.stream().filter(SimulatedMachine::isMaster).toList();
        assertThat(masters).as("Masters").hasSize(1);
        return masters.getFirst();
    }

    private List<SimulatedMachine> able() {
        return machines.stream().filter(SimulatedMachine::isAble).toList();
    }

    private static int priority(SimulatedMachine machine) {
        return machine.router().status().priority();
    }

    private long delayNs() {
        return shortestNs / 20;
    }

    private long jitterNs() {
        return shortestNs / 50;
    }

    private AdvertInterval interval() {
        return new AdvertInterval(choices[random.nextInt(choices.length)]);
    }

    private List<RouterConfig> configs(AdvertInterval interval) {
        int priority = random.nextInt(5) == 0 ? 100 : 1 + random.nextInt(254);
        Election election =
                new Election(
                        priority,
                        false,
                        preempt,
                        preemptDelayNs,
                        DOWN_ADVERTS,
                        random.nextInt(4) == 0,
                        random.nextInt(4) == 0);
        Announcing announcing =
                new Announcing(
                        random.nextInt(3),
                        random.nextLong(3 * interval.ns()),
                        random.nextInt(3),
                        random.nextLong(3 * interval.ns()),
                        random.nextBoolean() ? 0 : 7 * interval.ns(),
                        1);
        int weight = segments > 1 || random.nextBoolean() ? 0 : random.nextInt(509) - 254;
        List<RouterConfig> configs = new ArrayList<>();
        for (int segment = 0; segment < segments; segment++) {
            VirtualAddress address = VirtualAddress.of(IpAddress.v4(0x0A00_FF01 + (segment << 16)));
            configs.add(
                    RouterConfig.of("VI_" + segment, 1 + segment, version, List.of(address))
                            .with(election)
                            .with(announcing)
                            .with(WireOptions.of(version, false).withInterval(interval))
                            .withTracked(List.of(TrackedItem.script(SCRIPT, weight))));
        }
        return configs;
    }

    /** For the message of a failure. */
    @Override
    public String toString() {
        return "VRRP%s, %d machines on %d segments, preempt %s after %d ns, intervals %d to %d ns"
                .formatted(
                        version,
                        machines.size(),
                        segments,
                        preempt,
                        preemptDelayNs,
                        shortestNs,
                        longestNs);
    }
}
