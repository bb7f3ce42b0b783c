package io.aplomb.control.vip;

import io.aplomb.linux.netlink.ProcessEvent;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Where news of processes comes from. For one thread. */
interface ProcessSource extends Closeable {

    /** Those to wait for. */
    List<Integer> descriptors();

    /** How long to wait for them at most before {@link #take} is to be called, in ns. */
    long patienceNs();

    /** What is new; waits for nothing. */
    List<ProcessEvent> take() throws IOException;

    /** These are the processes of interest now, whose end must not be missed. */
    void follow(Set<Integer> pids);

    /** For the log. */
    String description();

    @Override
    void close();
}
