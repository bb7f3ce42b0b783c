package io.aplomb.linux;

import static io.aplomb.linux.Libc.callState;
import static io.aplomb.linux.Libc.impossible;
import static io.aplomb.linux.Libc.intFunction;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A program that this process started and waits for: in a session and process group of its own,
 * with no descriptor of this process, no signal blocked and none ignored (posix_spawn(3)). Compared
 * with {@link ProcessBuilder} it needs no thread and no helper program, and what it starts can be
 * signalled as a group.
 *
 * <p>Any thread may signal it; one thread reads its output and reaps it.
 */
public final class ChildProcess implements Closeable {

    /** Ends a process, which may prepare for it. */
    public static final int SIGTERM = 15;

    /** Ends a process. */
    public static final int SIGKILL = 9;

    private static final int POSIX_SPAWN_SETSIGDEF = 0x04;
    private static final int POSIX_SPAWN_SETSIGMASK = 0x08;
    private static final int POSIX_SPAWN_SETSID = 0x80;
    private static final short FLAGS =
            POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID;

    /** More than the structures of glibc, which may grow. */
    private static final int STRUCTURE_BYTES = 1024;

    private static final int SIGSET_BYTES = 128;
    private static final int FIRST_OTHER = 3;
    private static final int O_RDONLY = 0;
    private static final int O_WRONLY_CREAT_APPEND = 0x1 | 0x40 | 0x400;
    private static final int LOG_MODE = 0640;
    private static final int NO_FD = -1;

    private static final MethodHandle POSIX_SPAWN =
            intFunction("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle ATTR_INIT = intFunction("posix_spawnattr_init", ADDRESS);
    private static final MethodHandle ATTR_SETFLAGS =
            intFunction("posix_spawnattr_setflags", ADDRESS, JAVA_SHORT);
    private static final MethodHandle ATTR_SETSIGMASK =
            intFunction("posix_spawnattr_setsigmask", ADDRESS, ADDRESS);
    private static final MethodHandle ATTR_SETSIGDEFAULT =
            intFunction("posix_spawnattr_setsigdefault", ADDRESS, ADDRESS);
    private static final MethodHandle ATTR_DESTROY =
            intFunction("posix_spawnattr_destroy", ADDRESS);
    private static final MethodHandle ACTIONS_INIT =
            intFunction("posix_spawn_file_actions_init", ADDRESS);
    private static final MethodHandle ACTIONS_OPEN =
            intFunction(
                    "posix_spawn_file_actions_addopen",
                    ADDRESS,
                    JAVA_INT,
                    ADDRESS,
                    JAVA_INT,
                    JAVA_INT);
    private static final MethodHandle ACTIONS_DUP2 =
            intFunction("posix_spawn_file_actions_adddup2", ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle ACTIONS_DESTROY =
            intFunction("posix_spawn_file_actions_destroy", ADDRESS);

    /** Of glibc 2.29. */
    private static final MethodHandle ACTIONS_CHDIR =
            intFunction("posix_spawn_file_actions_addchdir_np", ADDRESS, ADDRESS);

    /** Of glibc 2.34; without it, what this process has open is closed by its close-on-exec. */
    private static final Optional<MethodHandle> ACTIONS_CLOSE_FROM =
            Libc.optionalIntFunction("posix_spawn_file_actions_addclosefrom_np", ADDRESS, JAVA_INT);

    private final ProcessDescriptor process;
    private final int outputFd;
    private final int errorFd;
    private boolean reaped;
    private boolean closed;

    private ChildProcess(ProcessDescriptor process, int outputFd, int errorFd) {
        this.process = process;
        this.outputFd = outputFd;
        this.errorFd = errorFd;
    }

    /**
     * What to start.
     *
     * @param executable its path
     * @param arguments the whole vector, the program's name first
     * @param environment all of it
     * @param directory it works in
     * @param logFile to which it appends what it prints; null to have it on {@link #outputFd} and
     *     {@link #errorFd}
     */
    public record Command(
            String executable,
            List<String> arguments,
            Map<String, String> environment,
            String directory,
            @Nullable String logFile) {

        public Command {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }
    }

    /** How it ended. */
    public sealed interface End {

        /** By itself, with this status. */
        record Exited(int status) implements End {}

        /** By a signal. */
        record Signalled(int signal) implements End {}
    }

    /**
     * Starts it; its standard input is empty. Returns when it has become the program.
     *
     * @throws SystemCallException ENOENT, EACCES, ENOEXEC, EAGAIN among others
     */
    public static ChildProcess start(Command command) throws SystemCallException {
        if (command.logFile() != null) {
            return new ChildProcess(
                    ProcessDescriptor.open(spawn(command, NO_FD, NO_FD)), NO_FD, NO_FD);
        }
        Descriptors.Pipe output = Descriptors.pipe();
        Descriptors.Pipe error;
        try {
            error = Descriptors.pipe();
        } catch (SystemCallException refused) {
            closeAll(output.readFd(), output.writeFd());
            throw refused;
        }
        try {
            Descriptors.makeNonBlocking(output.readFd());
            Descriptors.makeNonBlocking(error.readFd());
            int pid = spawn(command, output.writeFd(), error.writeFd());
            return new ChildProcess(ProcessDescriptor.open(pid), output.readFd(), error.readFd());
        } catch (SystemCallException refused) {
            closeAll(output.readFd(), error.readFd());
            throw refused;
        } finally {
            closeAll(output.writeFd(), error.writeFd());
        }
    }

    private static int spawn(Command command, int outputFd, int errorFd)
            throws SystemCallException {
        return Children.start(() -> begin(command, outputFd, errorFd));
    }

    private static int begin(Command command, int outputFd, int errorFd)
            throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            MemorySegment actions = arena.allocate(STRUCTURE_BYTES, 16);
            int _ = (int) ACTIONS_INIT.invokeExact(state, actions);
            try {
                MemorySegment nothing = arena.allocateFrom("/dev/null");
                int _ = (int) ACTIONS_OPEN.invokeExact(state, actions, 0, nothing, O_RDONLY, 0);
                String log = command.logFile();
                if (log == null) {
                    int _ = (int) ACTIONS_DUP2.invokeExact(state, actions, outputFd, 1);
                    int _ = (int) ACTIONS_DUP2.invokeExact(state, actions, errorFd, 2);
                } else {
                    int _ =
                            (int)
                                    ACTIONS_OPEN.invokeExact(
                                            state,
                                            actions,
                                            1,
                                            arena.allocateFrom(log),
                                            O_WRONLY_CREAT_APPEND,
                                            LOG_MODE);
                    int _ = (int) ACTIONS_DUP2.invokeExact(state, actions, 1, 2);
                }
                MemorySegment directory = arena.allocateFrom(command.directory());
                int _ = (int) ACTIONS_CHDIR.invokeExact(state, actions, directory);
                if (ACTIONS_CLOSE_FROM.isPresent()) {
                    MethodHandle closeFrom = ACTIONS_CLOSE_FROM.get();
                    int _ = (int) closeFrom.invokeExact(state, actions, FIRST_OTHER);
                }
                return spawn(arena, actions, command);
            } finally {
                int _ = (int) ACTIONS_DESTROY.invokeExact(state, actions);
            }
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    private static int spawn(Arena arena, MemorySegment actions, Command command) throws Throwable {
        MemorySegment state = callState(arena);
        MemorySegment attributes = arena.allocate(STRUCTURE_BYTES, 16);
        MemorySegment pid = arena.allocate(JAVA_INT);
        int _ = (int) ATTR_INIT.invokeExact(state, attributes);
        try {
            int _ = (int) ATTR_SETFLAGS.invokeExact(state, attributes, FLAGS);
            MemorySegment none = arena.allocate(SIGSET_BYTES, 8);
            int _ = (int) ATTR_SETSIGMASK.invokeExact(state, attributes, none);
            MemorySegment all = arena.allocate(SIGSET_BYTES, 8).fill((byte) 0xff);
            int _ = (int) ATTR_SETSIGDEFAULT.invokeExact(state, attributes, all);
            List<String> environment = new ArrayList<>();
            command.environment().forEach((name, value) -> environment.add(name + '=' + value));
            int error =
                    (int)
                            POSIX_SPAWN.invokeExact(
                                    state,
                                    pid,
                                    arena.allocateFrom(command.executable()),
                                    actions,
                                    attributes,
                                    vector(arena, command.arguments()),
                                    vector(arena, environment));
            if (error != 0) { // posix_spawn answers the error itself and leaves errno alone
                throw new SystemCallException("start of " + command.executable(), error);
            }
            return pid.get(JAVA_INT, 0);
        } finally {
            int _ = (int) ATTR_DESTROY.invokeExact(state, attributes);
        }
    }

    private static MemorySegment vector(Arena arena, List<String> strings) {
        MemorySegment pointers = arena.allocate(ADDRESS, strings.size() + 1L);
        for (int i = 0; i < strings.size(); i++) {
            byte[] bytes = strings.get(i).getBytes(StandardCharsets.UTF_8);
            MemorySegment text = arena.allocate(bytes.length + 1L);
            MemorySegment.copy(bytes, 0, text, JAVA_BYTE, 0, bytes.length);
            pointers.setAtIndex(ADDRESS, i, text);
        }
        return pointers;
    }

    /** Its number, that of its session and of its process group. */
    public int pid() {
        return process.pid();
    }

    /** For {@link Poller}: has input once it has ended. */
    public int processFd() {
        return process.fd();
    }

    /** Its standard output; reads do not wait. */
    public int outputFd() {
        return outputFd;
    }

    /** Its standard error; reads do not wait. */
    public int errorFd() {
        return errorFd;
    }

    /**
     * Signals it and what it started in its group. Until it is reaped, its number is nobody else's.
     *
     * @return false when all have ended, or it was reaped
     */
    public synchronized boolean signal(int signal) throws SystemCallException {
        return !reaped && Processes.signal(-pid(), signal);
    }

    /** How it ended, and has the kernel forget it; empty while it runs. */
    public synchronized Optional<End> reap() throws SystemCallException {
        OptionalInt status = Children.reap(pid());
        if (status.isEmpty()) {
            return Optional.empty();
        }
        reaped = true;
        return Optional.of(end(status.getAsInt()));
    }

    /** The macros of wait(2). */
    private static End end(int status) {
        int signal = status & 0x7f;
        return signal == 0 ? new End.Exited(status >> 8 & 0xff) : new End.Signalled(signal);
    }

    /** Closes the descriptors. One that still runs runs on; whoever closes has reaped it. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            process.close();
            closeAll(outputFd, errorFd);
        }
    }

    private static void closeAll(int... descriptors) {
        for (int fd : descriptors) {
            if (fd != NO_FD) {
                close(fd);
            }
        }
    }

    private static void close(int fd) {
        try {
            Descriptors.close(fd);
        } catch (SystemCallException _) {
            // After any error of close(2) the descriptor is gone all the same.
        }
    }
}
