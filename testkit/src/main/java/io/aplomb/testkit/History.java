package io.aplomb.testkit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What clients did to registers and what they were told, and whether that is linearizable: whether
 * each operation can have happened at one moment between its call and its answer so that all
 * answers are right (Herlihy and Wing, "Linearizability: A Correctness Condition for Concurrent
 * Objects"). Registers are independent, so each is looked at alone (their Theorem 1).
 *
 * <p>The search is Wing and Gong's ("Testing and Verifying Concurrent Objects"), which tries the
 * operations that may be next, with Lowe's memory of the configurations that led nowhere ("Testing
 * for Linearizability"): the set of operations done and the value then. An operation whose outcome
 * is not known may have happened at any time after its call, or never; one that certainly was not
 * done must not be noted.
 *
 * <p>Noting is thread-safe; the moments are those of one counter, which is read before the call and
 * after the answer.
 */
public final class History {
    /** What was done, and what was said of it. Its text is shown to a person. */
    @FunctionalInterface
    public interface Operation {
        /** The value after it; empty when it cannot have been answered so. */
        Optional<String> after(String before);

        /** The answer is the value. */
        record Read(String value) implements Operation {
            @Override
            public Optional<String> after(String before) {
                return before.equals(value) ? Optional.of(before) : Optional.empty();
            }
        }

        /** There is no answer but that it was done. */
        record Write(String value) implements Operation {
            @Override
            public Optional<String> after(String before) {
                return Optional.of(value);
            }
        }

        /** The answer is whether it was equal, and thus set. */
        record CompareAndSet(String expected, String next, boolean done) implements Operation {
            @Override
            public Optional<String> after(String before) {
                return before.equals(expected) == done
                        ? Optional.of(done ? next : before)
                        : Optional.empty();
            }
        }

        /** Whether it was equal nobody knows. */
        record PerhapsCompareAndSet(String expected, String next) implements Operation {
            @Override
            public Optional<String> after(String before) {
                return Optional.of(before.equals(expected) ? next : before);
            }
        }
    }

    private static final long NEVER = Long.MAX_VALUE;

    /**
     * @param answered {@link #NEVER} for one of which nobody knows whether it was done
     */
    private record Event(
            String register, Operation operation, long called, long answered, String client) {}

    private final AtomicLong moments = new AtomicLong();
    private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();

    /** The moment now; taken before a call. */
    public long moment() {
        return moments.incrementAndGet();
    }

    /** Notes an operation with its answer, which has come just now. */
    public void answered(String client, String register, long called, Operation operation) {
        events.add(new Event(register, operation, called, moments.incrementAndGet(), client));
    }

    /** Notes an operation that may have been done, or may yet be. */
    public void unknown(String client, String register, long called, Operation operation) {
        events.add(new Event(register, operation, called, NEVER, client));
    }

    /** How many operations were noted. */
    public int size() {
        return events.size();
    }

    /** Of how many nobody knows whether they were done. */
    public long unknowns() {
        return events.stream().filter(event -> event.answered() == NEVER).count();
    }

    /**
     * What is wrong, for a person; empty when the history is linearizable. All registers begin with
     * {@code initial}.
     */
    public Optional<String> fault(String initial) {
        TreeMap<String, List<Event>> byRegister = new TreeMap<>();
        for (Event event : events) {
            byRegister.computeIfAbsent(event.register(), any -> new ArrayList<>()).add(event);
        }
        for (List<Event> one : byRegister.values()) {
            one.sort((a, b) -> Long.compare(a.called(), b.called()));
            Optional<String> fault = new Search(one).fault(initial);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    /** For one register. */
    private static final class Search {
        private record Seen(BitSet done, String value) {}

        /** A choice that was made, to be undone: which operation, and the value before it. */
        private record Choice(int operation, String before) {}

        private final List<Event> events;
        private final Set<Seen> seen = new HashSet<>();
        private final BitSet done = new BitSet();
        private final List<Choice> choices = new ArrayList<>();
        private int most;
        private BitSet farthest = new BitSet();
        private String farthestValue = "";

        Search(List<Event> events) {
            this.events = events;
        }

        Optional<String> fault(String initial) {
            String value = initial;
            int from = 0;
            while (!allAnsweredDone()) {
                int next = next(from, value);
                if (next >= 0) {
                    choices.add(new Choice(next, value));
                    value = events.get(next).operation().after(value).orElseThrow();
                    done.set(next);
                    noteFarthest(value);
                    from = 0;
                } else if (choices.isEmpty()) {
                    return Optional.of(explain());
                } else {
                    Choice last = choices.removeLast();
                    done.clear(last.operation());
                    value = last.before();
                    from = last.operation() + 1;
                }
            }
            return Optional.empty();
        }

        private boolean allAnsweredDone() {
            for (int i = done.nextClearBit(0); i < events.size(); i = done.nextClearBit(i + 1)) {
                if (events.get(i).answered() != NEVER) {
                    return false;
                }
            }
            return true;
        }

        /**
         * The first operation from there on that may be next and leads to where the search has not
         * been; or -1.
         */
        private int next(int from, String value) {
            long bound = firstAnswer();
            for (int i = done.nextClearBit(0); i < events.size(); i = done.nextClearBit(i + 1)) {
                Event event = events.get(i);
                if (event.called() > bound) {
                    return -1; // another was answered before this, or any after it, was called
                }
                Optional<String> after = event.operation().after(value);
                if (i >= from && after.isPresent()) {
                    BitSet with = (BitSet) done.clone();
                    with.set(i);
                    if (seen.add(new Seen(with, after.get()))) {
                        return i;
                    }
                }
            }
            return -1;
        }

        private long firstAnswer() {
            long first = NEVER;
            for (int i = done.nextClearBit(0); i < events.size(); i = done.nextClearBit(i + 1)) {
                Event event = events.get(i);
                if (event.called() > first) {
                    break;
                }
                first = Math.min(first, event.answered());
            }
            return first;
        }

        private void noteFarthest(String value) {
            if (choices.size() > most) {
                most = choices.size();
                farthest = (BitSet) done.clone();
                farthestValue = value;
            }
        }

        private String explain() {
            StringBuilder out = new StringBuilder("not linearizable. After ");
            out.append(most)
                    .append(" of ")
                    .append(events.size())
                    .append(" operations, with value '");
            out.append(farthestValue).append("', none of these can be next:");
            int shown = 0;
            for (int i = farthest.nextClearBit(0);
                    i < events.size() && shown < 8;
                    i = farthest.nextClearBit(i + 1)) {
                out.append("\n  ").append(Objects.requireNonNull(events.get(i)));
                shown++;
            }
            return out.toString();
        }
    }
}
