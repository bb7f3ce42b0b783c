package io.aplomb.control.vip;

import io.aplomb.linux.RunningProcess;
import io.aplomb.model.vrrp.TrackProcess;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Which processes a {@code vrrp_track_process} means. Pure. */
final class ProcessPattern {

    /** The kernel keeps no more of a name (TASK_COMM_LEN without its zero). */
    private static final int NAME_OCTETS = 15;

    private final TrackProcess wanted;
    private final String name;

    ProcessPattern(TrackProcess wanted) {
        this.wanted = wanted;
        this.name = cut(wanted.command());
    }

    private static String cut(String name) {
        byte[] octets = name.getBytes(StandardCharsets.UTF_8);
        return octets.length <= NAME_OCTETS
                ? name
                : new String(Arrays.copyOf(octets, NAME_OCTETS), StandardCharsets.UTF_8);
    }

    boolean matches(RunningProcess process) {
        if (!wanted.fullCommand()) {
            return process.name().equals(name);
        }
        List<String> line = process.commandLine();
        return !line.isEmpty()
                && line.getFirst().equals(wanted.command())
                && parametersMatch(line.subList(1, line.size()));
    }

    private boolean parametersMatch(List<String> given) {
        List<String> configured = wanted.parameters();
        return switch (wanted.parameterMatch()) {
            case NONE -> true;
            case EXACT -> given.equals(configured);
            case PARTIAL -> startsWith(given, configured);
            case INITIAL -> {
                int last = configured.size() - 1;
                yield given.size() > last
                        && startsWith(given, configured.subList(0, last))
                        && given.get(last).startsWith(configured.get(last));
            }
        };
    }

    private static boolean startsWith(List<String> given, List<String> begin) {
        return given.size() >= begin.size() && given.subList(0, begin.size()).equals(begin);
    }
}
