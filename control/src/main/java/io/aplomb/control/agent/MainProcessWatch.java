package io.aplomb.control.agent;

import io.aplomb.linux.Children;
import io.aplomb.linux.ProcessDescriptor;
import io.aplomb.linux.ProcessStatus;
import io.aplomb.linux.ProcessTable;
import io.aplomb.linux.SystemCallException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices the death of the main processes of resources, whatever their agents. After a start, and
 * after the first monitor that found a resource, two things tell which they are: what the agent
 * says (the main process of a unit; the pid file that a parameter names), and what runs with the
 * resource's marks in its environment ({@link MarkedProcesses}). After a death the monitors have
 * the last word, and after a good one the processes are looked for anew.
 */
final class MainProcessWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MainProcessWatch.class);

    /** A parent that takes longer is stuck, and the monitor may as well look. */
    private static final int PARENT_LOOKS = 6_000;

    private static final int SHORT_LOOKS = 5;
    private static final long PARENT_LOOK_MS = 5;

    private final AgentPlaces places;
    private final DeathWatch deaths;
    private final ExecutorListener listener;
    private final Consumer<String> died;

    /** Resources whose processes are known, also where there are none. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /**
     * @param died told the resource, on the thread of the watch
     */
    MainProcessWatch(
            AgentPlaces places,
            DeathWatch deaths,
            ExecutorListener listener,
            Consumer<String> died) {
        this.places = places;
        this.deaths = deaths;
        this.listener = listener;
        this.died = died;
    }

    /** An operation is about to begin. */
    void before(AgentCall call) {
        switch (call.operation()) {
            case "start", "stop", "promote", "demote", "migrate_from", "migrate_to" ->
                    forget(call.resource());
            default -> {}
        }
    }

    /** An operation has ended, and its result is told. */
    void after(Agent agent, AgentCall call, AgentAnswer answer) {
        switch (call.operation()) {
            case "start", "promote", "demote", "migrate_from", "monitor" -> {
                if (agent.leavesProcesses()
                        && Ocf.isActive(answer.rc())
                        && known.add(call.resource())) {
                    follow(agent, call);
                }
            }
            default -> {}
        }
    }

    private void forget(String resource) {
        known.remove(resource);
        deaths.forget(owner(resource));
    }

    private static String owner(String resource) {
        return "main " + resource;
    }

    private void follow(Agent agent, AgentCall call) {
        String resource = call.resource();
        deaths.forget(owner(resource));
        Map<Integer, ProcessStatus> marked = MarkedProcesses.of(places, resource);
        Set<Integer> main = new HashSet<>(MarkedProcesses.roots(marked, Children.own()));
        main.addAll(agent.mainProcesses(call));
        for (int pid : main) {
            Optional<ProcessStatus> seen =
                    Optional.ofNullable(marked.get(pid)).or(() -> ProcessTable.running(pid));
            seen.ifPresent(process -> follow(resource, process));
        }
        if (!main.isEmpty()) {
            LOG.debug("{}: processes {}", resource, main);
            listener.follows(resource, main);
        }
    }

    private void follow(String resource, ProcessStatus seen) {
        try {
            ProcessDescriptor process = ProcessDescriptor.open(seen.pid());
            // The number may have become another's since it was read.
            if (ProcessTable.running(seen.pid()).filter(seen::isSame).isEmpty()) {
                process.close();
                ended(resource, seen.pid());
                return;
            }
            deaths.watch(owner(resource), process, () -> ended(resource, seen.pid()));
        } catch (SystemCallException gone) {
            ended(resource, seen.pid());
        }
    }

    private void ended(String resource, int pid) {
        try {
            Orphans.forget(pid);
        } catch (SystemCallException refused) {
            LOG.debug("process {}: {}", pid, refused.getMessage());
        }
        if (known.remove(resource)) {
            LOG.info("{}: process {} has ended; looking at once", resource, pid);
            if (ProcessTable.status(pid).isEmpty()) {
                died.accept(resource);
            } else {
                Thread _ = Thread.ofVirtual().start(() -> awaitParent(resource, pid));
            }
        }
    }

    /**
     * Until its parent has taken note, a dead process has its number, and an agent that asks by
     * {@code kill -0} takes it for alive. That lasts for microseconds; where it lasts longer,
     * monitors look before and after.
     */
    private void awaitParent(String resource, int pid) {
        try {
            for (int look = 0; look < PARENT_LOOKS; look++) {
                if (ProcessTable.status(pid).isEmpty()) {
                    died.accept(resource);
                    return;
                }
                if (look == SHORT_LOOKS) {
                    died.accept(resource);
                }
                Thread.sleep(PARENT_LOOK_MS);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        known.forEach(resource -> deaths.forget(owner(resource)));
        known.clear();
    }
}
