package io.aplomb.acceptance.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Somebody who changes the configuration all the time, on one machine after the other, and
 * remembers what was accepted: that must be there for good.
 */
public final class WriteLoad implements AutoCloseable {
    private static final String PREFIX = "written-";
    private static final int PAUSE_MS = 200;

    private final ClusterLab lab;
    private final Thread thread;
    private final NavigableSet<Integer> accepted = new TreeSet<>();
    private volatile boolean stopped;

    private WriteLoad(ClusterLab lab) {
        this.lab = lab;
        this.thread = Thread.ofPlatform().name("writer").unstarted(this::run);
    }

    /** Begins. */
    public static WriteLoad start(ClusterLab lab) {
        WriteLoad load = new WriteLoad(lab);
        load.thread.start();
        return load;
    }

    private void run() {
        List<LabMachine> machines = lab.machines();
        try {
            for (int number = 1; !stopped; number++) {
                LabMachine machine = machines.get(number % machines.size());
                if (machine.isOn()) {
                    write(machine, number);
                }
                Patience.pause(PAUSE_MS);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(LabMachine machine, int number) {
        String target = lab.machines().getFirst().name();
        try {
            Outcome outcome =
                    lab.ask(machine, "node", "attribute", target, PREFIX + number + "=yes");
            if (outcome.exitCode() == 0) {
                synchronized (this) {
                    accepted.add(number);
                }
            }
        } catch (IOException | AssertionError died) {
            // The machine lost its power meanwhile: nothing was accepted.
        }
    }

    /** How many changes were accepted. */
    public synchronized int count() {
        return accepted.size();
    }

    /** What was accepted and is not in a configuration's text. */
    public synchronized List<Integer> missingIn(String configuration) {
        return accepted.stream()
                .filter(number -> !configuration.contains("\"" + PREFIX + number + "\""))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    @Override
    public void close() {
        stopped = true;
        Patience.join(thread);
    }
}
