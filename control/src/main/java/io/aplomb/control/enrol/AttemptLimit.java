package io.aplomb.control.enrol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * How often tokens may be guessed: failures of the last minute count, of one address and of all.
 * Pure; for one thread at a time.
 */
final class AttemptLimit {

    private static final int MOST_OF_ONE = 5;
    private static final int MOST_OF_ALL = 20;
    private static final long WINDOW_NS = TimeUnit.MINUTES.toNanos(1);

    private record Failure(String address, long atNs) {}

    private final Deque<Failure> failures = new ArrayDeque<>();

    /** Whether an address may try now. */
    boolean allows(String address, long nowNs) {
        while (!failures.isEmpty() && nowNs - failures.element().atNs() > WINDOW_NS) {
            failures.remove();
        }
        long ofOne = failures.stream().filter(one -> one.address().equals(address)).count();
        return failures.size() < MOST_OF_ALL && ofOne < MOST_OF_ONE;
    }

    /** It has tried and failed. */
    void failed(String address, long nowNs) {
        failures.add(new Failure(address, nowNs));
    }

    /** Its last attempt has not failed after all. */
    void forgive(String address) {
        var newestFirst = failures.descendingIterator();
        while (newestFirst.hasNext()) {
            if (newestFirst.next().address().equals(address)) {
                newestFirst.remove();
                return;
            }
        }
    }
}
