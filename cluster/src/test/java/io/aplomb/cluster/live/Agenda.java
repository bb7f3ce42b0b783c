package io.aplomb.cluster.live;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: what is to happen when, in an order that depends on nothing else. */
final class Agenda {
    static final long MS = 1_000_000;

    private record Entry(long atNs, long number, Runnable what) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(
                    Comparator.comparingLong(Entry::atNs).thenComparingLong(Entry::number));
    private long number;
    private long nowNs = 1_000 * MS;

    long nowNs() {
        return nowNs;
    }

    void after(long delayNs, Runnable what) {
        entries.add(new Entry(nowNs + Math.max(0, delayNs), number++, what));
    }

    /** Lets everything happen that happens until then. */
    void runUntil(long untilNs) {
        while (!entries.isEmpty() && entries.peek().atNs() <= untilNs) {
            Entry next = entries.remove();
            nowNs = Math.max(nowNs, next.atNs());
            next.what().run();
        }
        nowNs = Math.max(nowNs, untilNs);
    }
}
