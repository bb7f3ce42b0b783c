package io.aplomb.control.guard;

import io.aplomb.linux.ProcessStatus;
import io.aplomb.linux.ProcessTable;
import io.aplomb.linux.Processes;
import io.aplomb.linux.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The processes that a {@link Step.Target} means, as long as they run. */
final class Victims {

    private static final String MEMBERS = "cgroup.procs";
    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final int INIT = 1;

    private Victims() {}

    /** Who is left; those that ended and were not asked for by their parent do not count. */
    static List<Integer> of(Step.Target target) throws IOException {
        List<Integer> found =
                switch (target) {
                    case Step.Group(int leader, long start) -> group(leader, start);
                    case Step.Session(int leader, long start) ->
                            isStill(leader, start)
                                    ? all(status -> status.session() == leader)
                                    : List.of();
                    case Step.ControlGroup(String path) -> controlGroup(Path.of(path, MEMBERS));
                    case Step.PidFile(String path) -> pidFile(Path.of(path));
                };
        return found.stream().filter(pid -> pid > INIT && pid != OWN_PID).toList();
    }

    /** Most often there is nobody, which the kernel says faster than /proc. */
    private static List<Integer> group(int leader, long start) throws SystemCallException {
        return leader > INIT && isStill(leader, start) && Processes.signal(-leader, 0)
                ? all(status -> status.group() == leader)
                : List.of();
    }

    /**
     * The number of a group or session is not given to others while it has members: only a leader
     * that started at another time shows that these are others.
     */
    private static boolean isStill(int leader, long startTicks) {
        return ProcessTable.status(leader)
                .map(status -> status.startTicks() == startTicks)
                .orElse(true);
    }

    private static List<Integer> all(Predicate<ProcessStatus> wanted) {
        List<Integer> found = new ArrayList<>();
        try {
            for (int pid : ProcessTable.pids()) {
                if (ProcessTable.status(pid)
                        .filter(ProcessStatus::runs)
                        .filter(wanted)
                        .isPresent()) {
                    found.add(pid);
                }
            }
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
        return found;
    }

    private static List<Integer> controlGroup(Path members) throws IOException {
        try {
            return Files.readAllLines(members).stream().map(Integer::parseInt).toList();
        } catch (NoSuchFileException gone) {
            return List.of();
        }
    }

    private static List<Integer> pidFile(Path file) throws IOException {
        try {
            int pid = Integer.parseInt(Files.readString(file).strip());
            return ProcessTable.find(pid).isPresent() ? List.of(pid) : List.of();
        } catch (NoSuchFileException gone) {
            return List.of();
        } catch (NumberFormatException broken) {
            throw new IOException("no number in " + file, broken);
        }
    }
}
