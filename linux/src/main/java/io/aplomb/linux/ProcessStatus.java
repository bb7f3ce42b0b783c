package io.aplomb.linux;

import java.util.Optional;

/**
 * A line of {@code /proc/PID/stat} (proc_pid_stat(5)).
 *
 * @param name of the program's file unless it calls itself otherwise, 15 octets at most
 * @param state one letter: R running, S sleeping, D waiting for a disk, T stopped, Z ended and not
 *     yet asked for by its parent
 * @param parent the process it is a child of, 0 for none
 * @param group the process group
 * @param session the session
 * @param startTicks when it started, in clock ticks since the machine did: with its number it tells
 *     a process from all others, earlier and later ones
 */
public record ProcessStatus(
        int pid, String name, char state, int parent, int group, int session, long startTicks) {

    private static final String ENDED_STATES = "ZXx";
    private static final int PARENT = 1;
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int START = 19;

    static Optional<ProcessStatus> parse(int pid, String line) {
        // The name is in parentheses and may contain some.
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        if (open < 0 || close + 2 >= line.length()) {
            return Optional.empty();
        }
        String[] fields = line.substring(close + 2).strip().split(" ");
        if (fields.length <= START) {
            return Optional.empty();
        }
        return Optional.of(
                new ProcessStatus(
                        pid,
                        line.substring(open + 1, close),
                        fields[0].charAt(0),
                        Integer.parseInt(fields[PARENT]),
                        Integer.parseInt(fields[GROUP]),
                        Integer.parseInt(fields[SESSION]),
                        Long.parseLong(fields[START])));
    }

    /** Whether the other tells of the same process, at another time. */
    public boolean isSame(ProcessStatus other) {
        return pid == other.pid && startTicks == other.startTicks;
    }

    /** Whether it has not ended. */
    public boolean runs() {
        return ENDED_STATES.indexOf(state) < 0;
    }
}
