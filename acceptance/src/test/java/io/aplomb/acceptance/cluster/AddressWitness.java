package io.aplomb.acceptance.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Sees from outside, in the kernels of the machines, who has an address, and whether two ever had
 * it at once. It looks at one machine after the other, so that all it sees is in one order; one
 * that had the address both before and after another was seen with it had it at the same time. That
 * no pause of this process can make up, however busy the computer is.
 *
 * <p>What it saw may be asked by any thread.
 */
public final class AddressWitness implements AutoCloseable {
    private static final int PERIOD_MS = 10;

    /** Since when a machine has been seen with the address without a break, and until when. */
    private record Tenure(long first, long last) {}

    private final String address;
    private final List<LabMachine> machines;
    private final Map<String, Tenure> tenures = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("address-witness").factory());
    private long glance;
    private boolean seen;
    private long seenNs;
    private long longestGapNs;

    private AddressWitness(String address, List<LabMachine> machines) {
        this.address = address;
        this.machines = List.copyOf(machines);
    }

    /** Watches from now on. */
    public static AddressWitness watch(ClusterLab lab, String address) {
        AddressWitness witness = new AddressWitness(address, lab.machines());
        var _ = witness.looking.scheduleWithFixedDelay(witness::look, 0, PERIOD_MS, MILLISECONDS);
        return witness;
    }

    private void look() {
        for (LabMachine machine : machines) {
            boolean held = holds(machine);
            synchronized (this) {
                note(machine.name(), held, System.nanoTime());
            }
        }
    }

    private boolean holds(LabMachine machine) {
        try {
            return machine.holds(address);
        } catch (IOException poweredOff) {
            return false;
        }
    }

    private void note(String machine, boolean held, long nowNs) {
        glance++;
        Tenure before = tenures.get(machine);
        if (!held) {
            if (before != null) {
                var _ = tenures.put(machine, new Tenure(Long.MAX_VALUE, before.last()));
            }
            return;
        }
        longestGapNs = seen ? Math.max(longestGapNs, nowNs - seenNs) : 0;
        seen = true;
        seenNs = nowNs;
        long first = before == null ? glance : Math.min(before.first(), glance);
        tenures.forEach(
                (other, tenure) -> {
                    if (!other.equals(machine) && tenure.last() > first) {
                        violations.add("%s and %s".formatted(other, machine));
                    }
                });
        var _ = tenures.put(machine, new Tenure(first, glance));
    }

    /** The machines that were found with the address at the same time, once for each look. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** The longest time in which no machine had the address, from the first on that had it. */
    public synchronized Duration longestGap() {
        return Duration.ofNanos(longestGapNs);
    }

    /** Forgets the gaps until now. */
    public synchronized void forgetGaps() {
        seenNs = System.nanoTime();
        longestGapNs = 0;
    }

    @Override
    public void close() {
        looking.shutdownNow();
        looking.close();
    }
}
