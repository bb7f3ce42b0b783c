package io.aplomb.linux;

import java.util.List;

/**
 * A process as /proc shows it.
 *
 * @param name {@code /proc/PID/comm}: of the program's file unless it calls itself otherwise, 15
 *     octets at most
 * @param commandLine its words, the program first; empty for threads of the kernel
 */
public record RunningProcess(int pid, String name, List<String> commandLine) {

    public RunningProcess {
        commandLine = List.copyOf(commandLine);
    }
}
