package io.aplomb.control.agent;

import io.aplomb.control.agent.Holds.Held;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops resources: each once nothing that needs it is left, side by side where they do not need
 * each other. One that cannot be stopped holds up what it needs no longer than its own stop took.
 */
final class StopAll {

    private static final Logger LOG = LoggerFactory.getLogger(StopAll.class);

    private final List<Held> left;
    private final Set<String> stopping = new HashSet<>();
    private final CompletionService<Ended> ends;
    private final Stop stop;

    /** How one is stopped. */
    interface Stop {

        /** Waits for its end; whether it succeeded. */
        boolean of(Held held) throws InterruptedException;
    }

    private record Ended(Held held, boolean stopped) {}

    StopAll(List<Held> all, ExecutorService threads, Stop stop) {
        this.left = new ArrayList<>(all);
        this.ends = new ExecutorCompletionService<>(threads);
        this.stop = stop;
    }

    /** Gives the names of those that could not be stopped. */
    List<String> run() throws InterruptedException {
        List<String> failed = new ArrayList<>();
        while (!left.isEmpty()) {
            for (Held next : ready()) {
                stopping.add(next.call().resource());
                var _ = ends.submit(() -> new Ended(next, stop.of(next)));
            }
            try {
                Ended ended = ends.take().get();
                left.remove(ended.held());
                stopping.remove(ended.held().call().resource());
                if (!ended.stopped()) {
                    failed.add(ended.held().call().resource());
                }
            } catch (ExecutionException defect) {
                LOG.error("a stop", defect.getCause());
                return left.stream().map(held -> held.call().resource()).toList();
            }
        }
        return failed;
    }

    private List<Held> ready() {
        Set<String> needed = new HashSet<>();
        left.forEach(held -> needed.addAll(held.hold().needs()));
        return left.stream()
                .filter(held -> !needed.contains(held.call().resource()))
                .filter(held -> !stopping.contains(held.call().resource()))
                .toList();
    }
}
