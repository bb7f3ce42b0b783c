package io.aplomb.control.agent;

import io.aplomb.linux.ChildProcess.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What agents that are programs have in common. */
final class ProgramAgent {

    /** Parameters by which agents say where a daemon keeps its number. */
    private static final List<String> PID_FILES = List.of("pid", "pidfile", "pid_file", "PIDFILE");

    private static final int LONGEST_NUMBER = 10;

    private ProgramAgent() {}

    static Command command(Path program, Map<String, String> environment, String... words) {
        return new Command(program.toString(), words(program, words), environment, "/", null);
    }

    static List<String> words(Path program, String... words) {
        List<String> all = new java.util.ArrayList<>();
        all.add(program.toString());
        all.addAll(List.of(words));
        return all;
    }

    /** The numbers in the pid files that a call names. */
    static Set<Integer> pidFiles(AgentCall call) {
        Set<Integer> pids = new HashSet<>();
        for (String name : PID_FILES) {
            call.parameter(name)
                    .filter(file -> file.startsWith("/"))
                    .ifPresent(file -> addPid(Path.of(file), pids));
        }
        return pids;
    }

    private static void addPid(Path file, Set<Integer> pids) {
        try {
            String text = Files.readString(file).lines().findFirst().orElse("").strip();
            if (!text.isEmpty()
                    && text.length() < LONGEST_NUMBER
                    && text.chars().allMatch(c -> c >= '0' && c <= '9')
                    && Integer.parseInt(text) > 1) {
                pids.add(Integer.parseInt(text));
            }
        } catch (IOException none) {
            // It may write one later, or never.
            return;
        }
    }
}
