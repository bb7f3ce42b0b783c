package io.aplomb.control.agent;

import io.aplomb.cluster.live.OperationResult.Status;
import io.aplomb.control.agent.AgentAnswer.Output;
import io.aplomb.linux.ChildProcess;
import io.aplomb.linux.ChildProcess.Command;
import io.aplomb.linux.ChildProcess.End;
import io.aplomb.linux.Descriptors;
import io.aplomb.linux.Poller;
import io.aplomb.linux.SystemCallException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Runs a program and keeps what it printed. It is over when the program itself has ended: what it
 * left behind may hold its output open. When its end was asked for, nothing of its group is left.
 */
final class ProgramRun {

    /** Kept of each of the two outputs, the end of it; agents that print more mean a loop. */
    static final int KEPT_BYTES = 64 * 1024;

    private static final int READ_BYTES = 16 * 1024;
    private static final int EACCES = 13;

    private ProgramRun() {}

    /** How it ended and what it printed. */
    record Ended(End end, Output output) {

        /** The exit status; of a signal 128 and its number, as shells count. */
        int status() {
            return switch (end) {
                case End.Exited(int status) -> status;
                case End.Signalled(int signal) -> 128 + signal;
            };
        }
    }

    /** The end of an output. */
    private static final class Tail {
        private final int fd;
        private final int keptBytes;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Tail(int fd, int keptBytes) {
            this.fd = fd;
            this.keptBytes = keptBytes;
        }

        /** Reads what is there; false at the end. */
        boolean read() throws SystemCallException {
            try {
                byte[] more = Descriptors.read(fd, READ_BYTES);
                while (more.length > 0) {
                    keep(more);
                    more = Descriptors.read(fd, READ_BYTES);
                }
                return false;
            } catch (SystemCallException refused) {
                if (refused.errno() == SystemCallException.EAGAIN) {
                    return true;
                }
                throw refused;
            }
        }

        private void keep(byte[] more) {
            kept.writeBytes(more);
            if (kept.size() > 2 * keptBytes) {
                byte[] all = kept.toByteArray();
                kept.reset();
                kept.writeBytes(Arrays.copyOfRange(all, all.length - keptBytes, all.length));
            }
        }

        String text() {
            byte[] all = kept.toByteArray();
            int from = Math.max(0, all.length - keptBytes);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        }
    }

    /**
     * Runs it and waits.
     *
     * @param keptBytes of each output
     * @throws SystemCallException when it cannot be started
     */
    static Ended run(Command command, Interruption interruption, int keptBytes)
            throws SystemCallException {
        try (Poller poller = Poller.open();
                ChildProcess child = ChildProcess.start(command)) {
            interruption.waitsFor(child);
            try {
                Tail output = new Tail(child.outputFd(), keptBytes);
                Tail error = new Tail(child.errorFd(), keptBytes);
                follow(poller, child, List.of(output, error));
                if (interruption.isAsked()) {
                    boolean _ = child.signal(ChildProcess.SIGKILL);
                }
                End end = child.reap().orElseThrow();
                boolean _ = output.read();
                boolean _ = error.read();
                return new Ended(end, new Output(output.text(), error.text()));
            } finally {
                interruption.waitsNoMore();
            }
        }
    }

    /** Reads until it has ended. */
    private static void follow(Poller poller, ChildProcess child, List<Tail> tails)
            throws SystemCallException {
        List<Tail> open = new ArrayList<>(tails);
        while (true) {
            List<Integer> awaited = new ArrayList<>();
            awaited.add(child.processFd());
            open.forEach(tail -> awaited.add(tail.fd));
            List<Integer> ready = poller.await(awaited, -1);
            if (ready.contains(child.processFd())) {
                return;
            }
            for (Tail tail : List.copyOf(open)) {
                if (ready.contains(tail.fd) && !tail.read()) {
                    open.remove(tail);
                }
            }
        }
    }

    /** Runs it; one that cannot be started or was killed is an answer, too. */
    static AgentAnswer ask(Command command, Interruption interruption) {
        Ended ended;
        try {
            ended = run(command, interruption, KEPT_BYTES);
        } catch (SystemCallException refused) {
            return switch (refused.errno()) {
                case SystemCallException.ENOENT ->
                        AgentAnswer.notInstalled(command.executable() + " is not there");
                case EACCES ->
                        new AgentAnswer(
                                Ocf.INSUFFICIENT_PRIVILEGES,
                                Status.ERROR,
                                command.executable() + " may not be run",
                                Output.NONE);
                default -> AgentAnswer.failed(String.valueOf(refused.getMessage()));
            };
        }
        return switch (ended.end()) {
            case End.Exited(int status) ->
                    new AgentAnswer(
                            status,
                            Status.DONE,
                            exitReason(ended.output().error()).orElse(""),
                            ended.output());
            case End.Signalled(int signal) ->
                    new AgentAnswer(
                            Ocf.GENERIC_ERROR,
                            Status.ERROR,
                            "Process interrupted by signal " + signal,
                            ended.output());
        };
    }

    /** The last line that begins with the prefix says why (OCF API 1.1, Pacemaker's way). */
    static Optional<String> exitReason(String error) {
        int at = error.lastIndexOf(OcfEnvironment.EXIT_REASON_PREFIX);
        if (at < 0) {
            return Optional.empty();
        }
        String rest = error.substring(at + OcfEnvironment.EXIT_REASON_PREFIX.length());
        String line = rest.lines().findFirst().orElse("").strip();
        return Optional.of(line.substring(0, Math.min(line.length(), EXIT_REASON_CHARACTERS)));
    }

    /** Pacemaker keeps as much. */
    private static final int EXIT_REASON_CHARACTERS = 128;
}
