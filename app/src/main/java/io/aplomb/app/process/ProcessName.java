package io.aplomb.app.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name by which others find this process: {@code ps}, {@code killall -0 haproxy} of a {@code
 * vrrp_script}, {@code vrrp_track_process}. Without this it would be that of every Java program.
 */
public final class ProcessName {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessName.class);

    /** Of the whole process, whichever thread writes (proc_pid_comm(5)). */
    private static final Path COMMAND = Path.of("/proc/self/comm");

    private ProcessName() {}

    /** Takes the name under which the program was called, if the launcher told; 15 octets count. */
    public static void take(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return;
        }
        try {
            var _ = Files.writeString(COMMAND, name);
        } catch (IOException refused) {
            LOG.debug("{}: {}", COMMAND, refused.getMessage());
        }
    }
}
