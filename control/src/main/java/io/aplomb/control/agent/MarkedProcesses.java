package io.aplomb.control.agent;

import io.aplomb.linux.ProcessStatus;
import io.aplomb.linux.ProcessTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of a resource, found by the marks in the environment that {@link OcfEnvironment}
 * gave their ancestor. Neither a double fork nor a session of its own hides one from that; only
 * what cleans its environment, as {@code su -} does, is not seen.
 */
final class MarkedProcesses {

    private static final Logger LOG = LoggerFactory.getLogger(MarkedProcesses.class);

    private MarkedProcesses() {}

    /** Those of a resource of a node; reads /proc once through. */
    static Map<Integer, ProcessStatus> of(AgentPlaces places, String resource) {
        return with(
                OcfEnvironment.STATE + '=' + places.state(),
                OcfEnvironment.RESOURCE + '=' + resource);
    }

    /** Those with both entries in their environment. */
    static Map<Integer, ProcessStatus> with(String first, String second) {
        Map<Integer, ProcessStatus> found = new HashMap<>();
        try {
            for (int pid : ProcessTable.pids()) {
                List<String> environment = ProcessTable.environment(pid);
                if (environment.contains(first) && environment.contains(second)) {
                    ProcessTable.running(pid).ifPresent(kin -> found.put(pid, kin));
                }
            }
        } catch (IOException unreadable) {
            LOG.warn("processes of {} are not known: {}", second, unreadable.getMessage());
        }
        return found;
    }

    /**
     * Those that no other of them started: the main processes of daemons, not their workers, which
     * come and go.
     *
     * @param sessions whose processes do not count: programs under way
     */
    static Set<Integer> roots(Map<Integer, ProcessStatus> all, Set<Integer> sessions) {
        return all.values().stream()
                .filter(kin -> !sessions.contains(kin.session()))
                .filter(kin -> !all.containsKey(kin.parent()))
                .map(ProcessStatus::pid)
                .collect(Collectors.toSet());
    }
}
