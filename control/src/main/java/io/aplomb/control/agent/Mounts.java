package io.aplomb.control.agent;

import io.aplomb.linux.ProcessTable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is mounted ({@code /proc/self/mountinfo}, proc(5)), and who uses it.
 *
 * @param all in the order in which they were mounted
 */
record Mounts(List<Mount> all) {

    private static final int ID_FIELDS = 6;
    private static final int DIRECTORY_FIELD = 4;

    Mounts {
        all = List.copyOf(all);
    }

    /** One of them. */
    record Mount(Path directory, String type, String source) {}

    static Mounts read() throws IOException {
        List<Mount> mounts = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            parse(line).ifPresent(mounts::add);
        }
        return new Mounts(mounts);
    }

    /** Six fields, optional ones, a hyphen, type and source. */
    static Optional<Mount> parse(String line) {
        String[] fields = line.split(" ", -1);
        int hyphen = ID_FIELDS;
        while (hyphen < fields.length && !fields[hyphen].equals("-")) {
            hyphen++;
        }
        if (hyphen + 2 >= fields.length) {
            return Optional.empty();
        }
        return Optional.of(
                new Mount(
                        Path.of(unescaped(fields[DIRECTORY_FIELD])),
                        fields[hyphen + 1],
                        unescaped(fields[hyphen + 2])));
    }

    /** Blanks and the like are written as three octal digits behind a backslash. */
    private static String unescaped(String field) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 3 < field.length()) {
                out.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** What is mounted on that directory; the uppermost of several. */
    Optional<Mount> at(Path directory) {
        return all.reversed().stream()
                .filter(mount -> mount.directory().equals(directory.normalize()))
                .findFirst();
    }

    /** What is mounted on that directory and below it, in the order in which it was mounted. */
    List<Mount> under(Path directory) {
        return all.stream()
                .filter(mount -> mount.directory().startsWith(directory.normalize()))
                .toList();
    }

    /** The processes that have something of it open, or work in it. */
    static Set<Integer> users(Mount mount) throws IOException {
        Set<Integer> users = new HashSet<>();
        int self = Math.toIntExact(ProcessHandle.current().pid());
        for (int pid : ProcessTable.pids()) {
            if (pid > 1 && pid != self && uses(pid, mount.directory())) {
                users.add(pid);
            }
        }
        return users;
    }

    private static boolean uses(int pid, Path directory) {
        Path process = Path.of("/proc", Integer.toString(pid));
        for (String link : new String[] {"cwd", "root", "exe"}) {
            if (leadsInto(process.resolve(link), directory)) {
                return true;
            }
        }
        return anyLeadsInto(process.resolve("fd"), directory)
                || anyLeadsInto(process.resolve("map_files"), directory);
    }

    private static boolean anyLeadsInto(Path links, Path directory) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(links)) {
            for (Path link : all) {
                if (leadsInto(link, directory)) {
                    return true;
                }
            }
            return false;
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean leadsInto(Path link, Path directory) {
        try {
            return Files.readSymbolicLink(link).startsWith(directory);
        } catch (IOException gone) {
            return false;
        }
    }
}
