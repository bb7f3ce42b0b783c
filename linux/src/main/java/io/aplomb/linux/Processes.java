package io.aplomb.linux;

import static io.aplomb.linux.Libc.callState;
import static io.aplomb.linux.Libc.check;
import static io.aplomb.linux.Libc.errno;
import static io.aplomb.linux.Libc.impossible;
import static io.aplomb.linux.Libc.intFunction;
import static io.aplomb.linux.Libc.optionalIntFunction;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Processes, users and sessions: what a daemon needs and Java does not offer.
 *
 * <p>The Java machine cannot fork (only the forking thread would live on), so a daemon is a second
 * process of the same executable, started by {@link #spawnSelf}.
 */
public final class Processes {
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int ECHILD = 10;
    private static final int POSIX_SPAWN_SETSIGDEF = 0x04;
    private static final int POSIX_SPAWN_SETSIGMASK = 0x08;
    private static final int POSIX_SPAWN_SETSID = 0x80;

    /** More than the 336 bytes of posix_spawnattr_t in glibc, which may grow. */
    private static final int SPAWN_ATTRIBUTES_BYTES = 1024;

    /** More than the 80 bytes of posix_spawn_file_actions_t in glibc. */
    private static final int SPAWN_ACTIONS_BYTES = 1024;

    private static final int SIGSET_BYTES = 128;
    private static final int STANDARD_INPUT = 0;
    private static final int STANDARD_OUTPUT = 1;
    private static final int FIRST_OTHER = 3;

    private static final MethodHandle SETSID = intFunction("setsid");
    private static final MethodHandle GETUID = intFunction("getuid");
    private static final MethodHandle SETUID = intFunction("setuid", JAVA_INT);
    private static final MethodHandle SETGID = intFunction("setgid", JAVA_INT);
    private static final MethodHandle SETGROUPS = intFunction("setgroups", JAVA_LONG, ADDRESS);
    private static final MethodHandle CHROOT = intFunction("chroot", ADDRESS);
    private static final MethodHandle CHDIR = intFunction("chdir", ADDRESS);
    private static final MethodHandle KILL = intFunction("kill", JAVA_INT, JAVA_INT);

    /** What a shell adds to a signal's number to make an exit status of it. */
    private static final int SIGNALLED = 128;

    private Processes() {}

    /** Linked only by a program that adopts. */
    private static final class Subreaper {
        static final MethodHandle PRCTL =
                Libc.variadicIntFunction(
                        "prctl", 1, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

        private Subreaper() {}
    }

    /** posix_spawn and its attributes: linked only by a program that spawns. */
    private static final class Spawn {
        static final MethodHandle POSIX_SPAWN =
                intFunction("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle ATTR_INIT = intFunction("posix_spawnattr_init", ADDRESS);
        static final MethodHandle ATTR_SETFLAGS =
                intFunction("posix_spawnattr_setflags", ADDRESS, JAVA_SHORT);
        static final MethodHandle ATTR_SETSIGMASK =
                intFunction("posix_spawnattr_setsigmask", ADDRESS, ADDRESS);
        static final MethodHandle ATTR_SETSIGDEFAULT =
                intFunction("posix_spawnattr_setsigdefault", ADDRESS, ADDRESS);
        static final MethodHandle ATTR_DESTROY = intFunction("posix_spawnattr_destroy", ADDRESS);

        static final MethodHandle ACTIONS_INIT =
                intFunction("posix_spawn_file_actions_init", ADDRESS);
        static final MethodHandle ACTIONS_DUP2 =
                intFunction("posix_spawn_file_actions_adddup2", ADDRESS, JAVA_INT, JAVA_INT);
        static final MethodHandle ACTIONS_DESTROY =
                intFunction("posix_spawn_file_actions_destroy", ADDRESS);

        /** Of glibc 2.34. */
        static final Optional<MethodHandle> ACTIONS_CLOSE_FROM =
                optionalIntFunction("posix_spawn_file_actions_addclosefrom_np", ADDRESS, JAVA_INT);

        private Spawn() {}
    }

    /**
     * Starts this process's own executable again, with the same arguments and the environment it
     * was started with plus {@code extraEnvironment}, in a session of its own. The child inherits
     * every descriptor that is not close-on-exec.
     *
     * <p>Arguments and environment are copied as the bytes the kernel holds ({@code
     * /proc/self/cmdline} and {@code environ}), so that no locale can change them.
     *
     * @param extraEnvironment {@code NAME=value}; replaces a variable of the same name
     * @return the process id of the child
     * @throws IOException when /proc is not readable, or the kernel refuses (then a {@link
     *     SystemCallException})
     */
    public static int spawnSelf(List<String> extraEnvironment) throws IOException {
        String executable = Files.readSymbolicLink(Path.of("/proc/self/exe")).toString();
        List<String> arguments = zeroTerminated(Path.of("/proc/self/cmdline"));
        List<String> environment = new ArrayList<>(extraEnvironment);
        for (String variable : zeroTerminated(Path.of("/proc/self/environ"))) {
            String prefix = variable.substring(0, variable.indexOf('=') + 1);
            if (!prefix.isEmpty()
                    && extraEnvironment.stream().noneMatch(extra -> extra.startsWith(prefix))) {
                environment.add(variable);
            }
        }
        return spawn(executable, arguments, environment);
    }

    /**
     * Starts a program in a session of its own with no signal blocked, inheriting every descriptor
     * that is not close-on-exec.
     *
     * @param arguments the whole vector, the program's name first; one character is one byte (ISO
     *     8859-1)
     * @param environment {@code NAME=value}, one character is one byte
     * @return the process id of the child
     */
    public static int spawn(String executable, List<String> arguments, List<String> environment)
            throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            return Children.start(
                    () ->
                            spawn(
                                    arena,
                                    MemorySegment.NULL,
                                    false,
                                    executable,
                                    arguments,
                                    environment));
        }
    }

    /**
     * As {@link #spawn}, but the child has nothing of this process's except a standard input, and
     * standard output and error, and it ignores no signal that this process ignores. What lives on
     * beside this process must not hold its descriptors: Java's own fork waits until nobody has the
     * end of a certain pipe. (With a C library before glibc 2.34 it does hold them.)
     *
     * @param standardInput the descriptor that the child reads from
     */
    public static int spawnAlone(
            String executable, List<String> arguments, List<String> environment, int standardInput)
            throws SystemCallException {
        return spawnAlone(executable, arguments, environment, standardInput, STANDARD_OUTPUT);
    }

    /**
     * As the other one, and what the child prints goes elsewhere.
     *
     * @param standardOutput the descriptor that the child writes to
     */
    public static int spawnAlone(
            String executable,
            List<String> arguments,
            List<String> environment,
            int standardInput,
            int standardOutput)
            throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            MemorySegment actions = arena.allocate(SPAWN_ACTIONS_BYTES, 16);
            int _ = (int) Spawn.ACTIONS_INIT.invokeExact(state, actions);
            try {
                int _ =
                        (int)
                                Spawn.ACTIONS_DUP2.invokeExact(
                                        state, actions, standardInput, STANDARD_INPUT);
                int _ =
                        (int)
                                Spawn.ACTIONS_DUP2.invokeExact(
                                        state, actions, standardOutput, STANDARD_OUTPUT);
                if (Spawn.ACTIONS_CLOSE_FROM.isPresent()) {
                    MethodHandle closeFrom = Spawn.ACTIONS_CLOSE_FROM.get();
                    int _ = (int) closeFrom.invokeExact(state, actions, FIRST_OTHER);
                }
                return Children.start(
                        () -> spawn(arena, actions, true, executable, arguments, environment));
            } finally {
                int _ = (int) Spawn.ACTIONS_DESTROY.invokeExact(state, actions);
            }
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    private static int spawn(
            Arena arena,
            MemorySegment actions,
            boolean defaultSignals,
            String executable,
            List<String> arguments,
            List<String> environment)
            throws SystemCallException {
        MemorySegment state = callState(arena);
        MemorySegment attributes = arena.allocate(SPAWN_ATTRIBUTES_BYTES, 16);
        MemorySegment pid = arena.allocate(JAVA_INT);
        try {
            int _ = (int) Spawn.ATTR_INIT.invokeExact(state, attributes);
            try {
                int defaults = defaultSignals ? POSIX_SPAWN_SETSIGDEF : 0;
                short flags = (short) (POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | defaults);
                int _ = (int) Spawn.ATTR_SETFLAGS.invokeExact(state, attributes, flags);
                MemorySegment allSignals = arena.allocate(SIGSET_BYTES, 8).fill((byte) -1);
                int _ = (int) Spawn.ATTR_SETSIGDEFAULT.invokeExact(state, attributes, allSignals);
                MemorySegment noSignal = arena.allocate(SIGSET_BYTES, 8);
                int _ = (int) Spawn.ATTR_SETSIGMASK.invokeExact(state, attributes, noSignal);
                int error =
                        (int)
                                Spawn.POSIX_SPAWN.invokeExact(
                                        state,
                                        pid,
                                        arena.allocateFrom(executable),
                                        actions,
                                        attributes,
                                        vector(arena, arguments),
                                        vector(arena, environment));
                if (error != 0) { // posix_spawn answers the error itself and leaves errno alone
                    throw new SystemCallException("posix_spawn " + executable, error);
                }
                return pid.get(JAVA_INT, 0);
            } finally {
                int _ = (int) Spawn.ATTR_DESTROY.invokeExact(state, attributes);
            }
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /**
     * Waits for the end of a child that was spawned here, and has the kernel forget it
     * (waitpid(2)); ECHILD when it has already. Blocks the calling thread.
     */
    public static void await(int pid) throws SystemCallException {
        int _ = awaitStatus(pid);
    }

    /**
     * As {@link #await}, and tells how it ended: its exit status, or 128 and the number of the
     * signal that killed it, as a shell does.
     */
    public static int awaitStatus(int pid) throws SystemCallException {
        Children.awaitEnd(pid);
        int word = Children.reap(pid).orElseThrow();
        int signal = word & 0x7f;
        return signal == 0 ? word >> 8 & 0xff : SIGNALLED + signal;
    }

    /**
     * Has orphans among this process's descendants become its children, not those of the first
     * process (PR_SET_CHILD_SUBREAPER of prctl(2)). Who asks for that has to {@link #forget} them.
     */
    public static void adoptOrphans() throws SystemCallException {
        int _ =
                Libc.call(
                        "prctl",
                        (_, state) ->
                                (int)
                                        Subreaper.PRCTL.invokeExact(
                                                state, PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L));
    }

    /**
     * Has the kernel forget a child that has ended (waitpid(2)); waits for none.
     *
     * @return false when it runs, or is no child of this process
     */
    public static boolean forget(int pid) throws SystemCallException {
        try {
            return Children.reap(pid).isPresent();
        } catch (SystemCallException refused) {
            if (refused.errno() == ECHILD) {
                return false;
            }
            throw refused;
        }
    }

    /**
     * Sends a signal (kill(2)).
     *
     * @param target a process, or the negative number of a process group
     * @param signal 0 only asks whether there is anybody
     * @return false when there is nobody
     * @throws SystemCallException EPERM
     */
    public static boolean signal(int target, int signal) throws SystemCallException {
        try {
            int _ = Libc.call("kill", (_, state) -> (int) KILL.invokeExact(state, target, signal));
            return true;
        } catch (SystemCallException refused) {
            if (refused.errno() == SystemCallException.ESRCH) {
                return false;
            }
            throw refused;
        }
    }

    /**
     * Makes this process the leader of a new session (setsid(2)); EPERM when it leads a group
     * already.
     */
    public static int setsid() throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            return check("setsid", (int) SETSID.invokeExact(state), state);
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /** The user this process runs as; 0 is root. */
    public static int getuid() {
        try (Arena arena = Arena.ofConfined()) {
            return (int) GETUID.invokeExact(callState(arena));
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /** Gives up (or takes) a user for all threads of this process, as glibc's setuid does. */
    public static void setuid(int uid) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            int _ = check("setuid", (int) SETUID.invokeExact(state, uid), state);
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /**
     * Takes a group, and no other, for all threads: supplementary groups are dropped first where
     * that is permitted.
     */
    public static void setgid(int gid) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            int dropped = (int) SETGROUPS.invokeExact(state, 0L, MemorySegment.NULL);
            if (dropped < 0 && errno(state) != SystemCallException.EPERM) {
                throw new SystemCallException("setgroups", errno(state));
            }
            int _ = check("setgid", (int) SETGID.invokeExact(state, gid), state);
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /** Makes {@code directory} the root of this process, and its working directory. */
    public static void chroot(String directory) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            int _ =
                    check(
                            "chroot",
                            (int) CHROOT.invokeExact(state, arena.allocateFrom(directory)),
                            state);
            int _ = check("chdir", (int) CHDIR.invokeExact(state, arena.allocateFrom("/")), state);
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    private static List<String> zeroTerminated(Path file) throws IOException {
        String all = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        List<String> entries = new ArrayList<>();
        int start = 0;
        for (int end = all.indexOf('\0'); end >= 0; end = all.indexOf('\0', start)) {
            entries.add(all.substring(start, end));
            start = end + 1;
        }
        return entries;
    }

    private static MemorySegment vector(Arena arena, List<String> strings) {
        MemorySegment pointers = arena.allocate(ADDRESS, strings.size() + 1L);
        for (int i = 0; i < strings.size(); i++) {
            byte[] bytes = strings.get(i).getBytes(StandardCharsets.ISO_8859_1);
            MemorySegment text = arena.allocate(bytes.length + 1L);
            MemorySegment.copy(bytes, 0, text, JAVA_BYTE, 0, bytes.length);
            pointers.setAtIndex(ADDRESS, i, text);
        }
        return pointers;
    }
}
