package io.aplomb.acceptance.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that was started on a machine of a lab and stays. */
public final class LabProcess {
    private final Process entry;
    private final Path log;

    LabProcess(Process entry, Path log) {
        this.entry = entry;
        this.log = log;
    }

    /** What it printed. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    public boolean isAlive() {
        return entry.isAlive();
    }

    /** The program itself: entering the machine takes a process of its own. */
    private ProcessHandle program() {
        return entry.children().findFirst().orElseThrow();
    }

    /** Sends a signal to the program alone, by its name without SIG. */
    public void signal(String signal) throws IOException {
        Signals.send(signal, List.of(program().pid()));
        if (signal.equals("CONT")) {
            // nsenter stops itself when what it started is stopped.
            Signals.send(signal, List.of(entry.pid()));
        }
    }

    /** Kills the program alone, by SIGKILL, and waits until it is gone. */
    public void kill() throws IOException {
        signal("KILL");
        entry.onExit().orTimeout(Patience.LIMIT.toSeconds(), SECONDS).join();
    }

    /** Asks it to end, and waits until it has. */
    public void stop() throws IOException {
        signal("TERM");
        entry.onExit().orTimeout(Patience.LIMIT.toSeconds(), SECONDS).join();
    }
}
