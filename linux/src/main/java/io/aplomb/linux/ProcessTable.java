package io.aplomb.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads /proc (proc(5)). Any thread; each answer is of the moment it was asked for. */
public final class ProcessTable {

    private static final Path PROC = Path.of("/proc");

    private ProcessTable() {}

    /**
     * The numbers of all processes.
     *
     * @throws IOException when /proc cannot be read
     */
    public static List<Integer> pids() throws IOException {
        List<Integer> pids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, ProcessTable::isPid)) {
            entries.forEach(entry -> pids.add(Integer.parseInt(entry.getFileName().toString())));
        }
        return pids;
    }

    private static boolean isPid(Path entry) {
        String name = entry.getFileName().toString();
        return name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** A process that runs; empty when there is none of that number or it has ended. */
    public static Optional<RunningProcess> find(int pid) {
        try {
            Optional<ProcessStatus> status = read(pid).filter(ProcessStatus::runs);
            if (status.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new RunningProcess(pid, status.get().name(), words(text(pid, "cmdline"))));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** What the kernel's scheduler knows of a process; empty when there is none of that number. */
    public static Optional<ProcessStatus> status(int pid) {
        try {
            return read(pid);
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /**
     * The environment that a process was started with, {@code NAME=value}; empty when it has gone
     * or is another user's.
     */
    public static List<String> environment(int pid) {
        try {
            return words(text(pid, "environ"));
        } catch (IOException refused) {
            return List.of();
        }
    }

    /** As {@link #status}; empty also when it has ended and only its parent does not know yet. */
    public static Optional<ProcessStatus> running(int pid) {
        return status(pid).filter(ProcessStatus::runs);
    }

    private static Optional<ProcessStatus> read(int pid) throws IOException {
        return ProcessStatus.parse(pid, text(pid, "stat"));
    }

    private static String text(int pid, String file) throws IOException {
        byte[] octets = Files.readAllBytes(PROC.resolve(Integer.toString(pid)).resolve(file));
        return new String(octets, StandardCharsets.UTF_8);
    }

    /** Each word ends with a zero; a program that writes over its arguments may leave it out. */
    private static List<String> words(String line) {
        if (line.isEmpty()) {
            return List.of();
        }
        String ended = line.endsWith("\0") ? line.substring(0, line.length() - 1) : line;
        return Arrays.asList(ended.split("\0", -1));
    }
}
