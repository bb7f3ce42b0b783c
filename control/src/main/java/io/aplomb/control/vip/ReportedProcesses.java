package io.aplomb.control.vip;

import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.ProcessEvent;
import io.aplomb.linux.netlink.ProcessEvents;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** News of processes from the kernel, the moment they happen. */
final class ReportedProcesses implements ProcessSource {

    /** Nothing is missed in between; reports that were lost are told as such. */
    private static final long PATIENCE_NS = TimeUnit.HOURS.toNanos(1);

    private final ProcessEvents events;

    private ReportedProcesses(ProcessEvents events) {
        this.events = events;
    }

    static ReportedProcesses open() throws SystemCallException {
        return new ReportedProcesses(ProcessEvents.open());
    }

    @Override
    public List<Integer> descriptors() {
        return List.of(events.fd());
    }

    @Override
    public long patienceNs() {
        return PATIENCE_NS;
    }

    @Override
    public List<ProcessEvent> take() throws SystemCallException {
        return events.take();
    }

    @Override
    public void follow(Set<Integer> pids) {
        // The kernel reports the end of every process.
    }

    @Override
    public String description() {
        return "reported by the kernel (process connector)";
    }

    @Override
    public void close() {
        events.close();
    }
}
