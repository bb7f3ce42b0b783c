package io.aplomb.control.guard;

import io.aplomb.base.Check;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One way to stop a resource. */
public sealed interface Step {

    /** Milliseconds after which it has failed. */
    long limitMs();

    /**
     * Runs a program, an agent's {@code stop} for instance; exit status 0 is success. One that is
     * not done in time is killed with all it started.
     *
     * @param words program and arguments
     * @param environment all of it: nothing is taken over
     */
    record Command(List<String> words, Map<String, String> environment, long limitMs)
            implements Step {
        public Command {
            Check.argument(!words.isEmpty(), "a command has a program");
            words = List.copyOf(words);
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        }
    }

    /**
     * Ends processes: SIGTERM, then SIGKILL.
     *
     * @param graceMs between the two; 0 for SIGKILL at once
     */
    record Kill(Target target, long graceMs, long limitMs) implements Step {}

    /** Which processes. */
    sealed interface Target {}

    /**
     * A process group, while its leader started then, or is gone and leaves others.
     *
     * @param startTicks {@link io.aplomb.linux.ProcessStatus#startTicks} of the leader
     */
    record Group(int leader, long startTicks) implements Target {}

    /** All of a session, likewise. */
    record Session(int leader, long startTicks) implements Target {}

    /**
     * All of a control group (version 2).
     *
     * @param path below {@code /sys/fs/cgroup}, absolute
     */
    record ControlGroup(String path) implements Target {}

    /**
     * The process whose number is in a file; no file, no process.
     *
     * @param path absolute
     */
    record PidFile(String path) implements Target {}
}
