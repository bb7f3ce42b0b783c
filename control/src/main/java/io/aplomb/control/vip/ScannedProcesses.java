package io.aplomb.control.vip;

import io.aplomb.linux.ProcessDescriptor;
import io.aplomb.linux.ProcessTable;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.ProcessEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * News of processes by looking at /proc again and again, for where the kernel does not report: in
 * containers and network namespaces. The end of a process of interest is known at once all the
 * same, by a descriptor of it; a new one within {@link #INTERVAL_NS}.
 *
 * <p>Reading each process each time would cost a busy machine some per cent of a processor. A young
 * process may still become another program, so it is told as changed each time; an old one only now
 * and then.
 */
final class ScannedProcesses implements ProcessSource {

    private static final Logger LOG = LoggerFactory.getLogger(ScannedProcesses.class);

    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A program that starts another in its place does so soon. */
    private static final int YOUNG_SCANS = 20;

    /** So often an old process is looked at, too: 5 s. */
    private static final int OLD_SCANS = 50;

    private final Map<Integer, Integer> scansSeen = new HashMap<>();
    private final Map<Integer, ProcessDescriptor> descriptors = new LinkedHashMap<>();
    private Set<Integer> followed = Set.of();
    private long nextScanNs = System.nanoTime();
    private boolean descriptorsRefused;

    @Override
    public List<Integer> descriptors() {
        return descriptors.values().stream().map(ProcessDescriptor::fd).toList();
    }

    @Override
    public long patienceNs() {
        return Math.max(0, nextScanNs - System.nanoTime());
    }

    @Override
    public List<ProcessEvent> take() throws IOException {
        List<ProcessEvent> events = new ArrayList<>();
        for (int pid : followed) {
            if (ProcessTable.find(pid).isEmpty()) {
                events.add(new ProcessEvent.Ended(pid));
            }
        }
        if (System.nanoTime() - nextScanNs >= 0) {
            nextScanNs = System.nanoTime() + INTERVAL_NS;
            scan(events);
        }
        return events;
    }

    private void scan(List<ProcessEvent> events) throws IOException {
        Set<Integer> pids = new HashSet<>(ProcessTable.pids());
        scansSeen.keySet().retainAll(pids);
        for (int pid : pids) {
            int scans = scansSeen.merge(pid, 1, Integer::sum);
            if (scans <= YOUNG_SCANS || (scans + pid) % OLD_SCANS == 0) {
                events.add(new ProcessEvent.Changed(pid));
            }
        }
    }

    @Override
    public void follow(Set<Integer> pids) {
        followed = Set.copyOf(pids);
        for (ProcessDescriptor each : List.copyOf(descriptors.values())) {
            if (!pids.contains(each.pid())) {
                descriptors.remove(each.pid());
                each.close();
            }
        }
        for (int pid : pids) {
            if (!descriptors.containsKey(pid) && !descriptorsRefused) {
                open(pid);
            }
        }
    }

    private void open(int pid) {
        try {
            descriptors.put(pid, ProcessDescriptor.open(pid));
        } catch (SystemCallException refused) {
            if (refused.errno() != SystemCallException.ESRCH) {
                descriptorsRefused = true;
                LOG.warn(
                        "the end of a process is noticed up to {} ms late: {}",
                        TimeUnit.NANOSECONDS.toMillis(INTERVAL_NS),
                        refused.getMessage());
            }
        }
    }

    @Override
    public String description() {
        return "looked for every %d ms".formatted(TimeUnit.NANOSECONDS.toMillis(INTERVAL_NS));
    }

    @Override
    public void close() {
        descriptors.values().forEach(ProcessDescriptor::close);
    }
}
