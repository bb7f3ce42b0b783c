package io.aplomb.vrrp.sim;

import io.aplomb.vrrp.wire.Datagram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Time and the wires. Segments are separate links; on each one machines hear each other when they
 * are in the same cell of it. Datagrams are lost, delayed, overtaken and doubled.
 */
final class SimulatedNetwork {

    /** More events than any schedule needs; a storm of adverts ends here. */
    private static final int MAX_EVENTS = 2_000_000;

    private record Due(long atNs, long number, Runnable what) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atNs, other.atNs);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    final Random random;
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final List<SimulatedMachine> machines = new ArrayList<>();
    private final int[][] cells;
    private final long[][][] lastArrivalNs;
    private long nowNs;
    private long events;
    private long maxDelayNs;
    private int lostPercent;
    private int doubledPercent;

    SimulatedNetwork(Random random, int segments, int machineCount) {
        this.random = random;
        cells = new int[segments][machineCount];
        lastArrivalNs = new long[segments][machineCount][machineCount];
    }

    void plug(SimulatedMachine machine) {
        machines.add(machine);
    }

    long nowNs() {
        return nowNs;
    }

    void at(long atNs, Runnable what) {
        queue.add(new Due(Math.max(atNs, nowNs), events++, what));
        if (events > MAX_EVENTS) {
            throw new AssertionError("a storm of events");
        }
    }

    void runUntil(long endNs) {
        while (!queue.isEmpty() && queue.peek().atNs() <= endNs) {
            Due due = queue.remove();
            nowNs = due.atNs();
            due.what().run();
        }
        nowNs = endNs;
    }

    void runFor(long ns) {
        runUntil(nowNs + ns);
    }

    void weather(int lost, int doubled, long delayNs) {
        lostPercent = lost;
        doubledPercent = doubled;
        maxDelayNs = delayNs;
    }

    void partition(int segment) {
        Arrays.setAll(cells[segment], machine -> random.nextInt(2));
    }

    void heal() {
        for (int[] segment : cells) {
            Arrays.fill(segment, 0);
        }
    }

    void send(int from, int segment, Datagram datagram) {
        for (SimulatedMachine machine : machines) {
            boolean hears =
                    machine.index != from && cells[segment][machine.index] == cells[segment][from];
            if (hears && random.nextInt(100) >= lostPercent) {
                deliverLater(from, machine, segment, datagram);
                if (random.nextInt(100) < doubledPercent) {
                    deliverLater(from, machine, segment, datagram);
                }
            }
        }
    }

    private void deliverLater(int from, SimulatedMachine to, int segment, Datagram datagram) {
        long arrivalNs = nowNs + random.nextLong(maxDelayNs + 1);
        long[] lastNs = lastArrivalNs[segment][from];
        if (lostPercent == 0) {
            arrivalNs = Math.max(arrivalNs, lastNs[to.index]);
        }
        lastNs[to.index] = arrivalNs;
        at(arrivalNs, () -> to.receive(segment, datagram));
    }
}
