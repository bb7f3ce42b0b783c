package io.aplomb.app.process;

import io.aplomb.linux.Descriptors;
import io.aplomb.linux.Processes;
import io.aplomb.linux.SystemCallException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Life in the background: {@code -D} and {@code daemon}.
 *
 * <p>HAProxy forks; the Java machine cannot. The process that the user started (the parent) starts
 * the same executable with the same arguments in a session of its own (the child) and waits on a
 * pipe. The child opens everything, writes the pid file and then says {@code ready}; only then does
 * the parent end, so that a caller who sees exit code 0 has a proxy that serves. Descriptors that
 * were inherited are inherited once more, under the same numbers. The child keeps the parent's
 * standard streams until it is ready, so that its complaints are seen.
 */
public final class Daemon {
    /** Names the pipe's descriptor to the child; its presence makes a process the child. */
    static final String MARKER = "APLOMB_DAEMON_PIPE";

    private static final String READY = "ready";
    private static final int MESSAGE_LIMIT_BYTES = 64 * 1024;

    private Daemon() {}

    /** How the attempt to go into the background ended. */
    public sealed interface Outcome {
        /** The child serves. */
        record Ready(int pid) implements Outcome {}

        /**
         * The child ended, or gave up, before it served; {@code reason} is empty when it has said
         * why itself.
         */
        record Failed(String reason) implements Outcome {}
    }

    /** The child's end of the pipe. One use: {@link #ready} or {@link #failed}. */
    public static final class Child {
        private final int pipe;

        private Child(int pipe) {
            this.pipe = pipe;
        }

        /** Tells the parent that this process serves, and lets go of the terminal. */
        public void ready() throws SystemCallException {
            Descriptors.silenceStandardStreams();
            Descriptors.write(pipe, READY.getBytes(StandardCharsets.UTF_8));
            Descriptors.close(pipe);
        }

        /** Tells the parent why this process will not serve. */
        public void failed(String reason) throws SystemCallException {
            Descriptors.write(pipe, reason.getBytes(StandardCharsets.UTF_8));
            Descriptors.close(pipe);
        }
    }

    /** This process's pipe to a waiting parent, if it was started by {@link #launch}. */
    public static Optional<Child> child(Map<String, String> environment) {
        String pipe = environment.get(MARKER);
        if (pipe == null || !pipe.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        int fd = Integer.parseInt(pipe);
        try {
            Descriptors.closeOnExec(fd, true);
        } catch (SystemCallException notInherited) {
            return Optional.empty();
        }
        return Optional.of(new Child(fd));
    }

    /** Starts the child and waits until it serves or has failed. Blocks the calling thread. */
    public static Outcome launch() throws IOException {
        Descriptors.Pipe pipe = Descriptors.pipe();
        int pid;
        try {
            Descriptors.closeOnExec(pipe.writeFd(), false);
            pid = Processes.spawnSelf(List.of(MARKER + "=" + pipe.writeFd()));
        } finally {
            Descriptors.close(pipe.writeFd());
        }
        String answer = readAll(pipe.readFd());
        return answer.equals(READY) ? new Outcome.Ready(pid) : new Outcome.Failed(answer);
    }

    private static String readAll(int fd) throws SystemCallException {
        var all = new ByteArrayOutputStream();
        byte[] part = Descriptors.read(fd, 4096);
        while (part.length > 0 && all.size() < MESSAGE_LIMIT_BYTES) {
            all.writeBytes(part);
            part = Descriptors.read(fd, 4096);
        }
        Descriptors.close(fd);
        return all.toString(StandardCharsets.UTF_8);
    }
}
