package io.aplomb.acceptance.machine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The network of another process for the calling thread: every socket the thread opens from then on
 * belongs there, and stays there whichever thread uses it (setns(2), network_namespaces(7)).
 */
final class NetworkNamespace {

    private static final int O_RDONLY_CLOEXEC = 02000000;
    private static final int CLONE_NEWNET = 0x40000000;
    private static final MethodHandle OPEN = handle("open", ADDRESS, JAVA_INT);
    private static final MethodHandle SETNS = handle("setns", JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = handle("close", JAVA_INT);

    private NetworkNamespace() {}

    /** Moves the calling platform thread into the network of a process, for the thread's life. */
    static void enter(long pid) throws IOException {
        Path file = Path.of("/proc/%d/ns/net".formatted(pid));
        try (Arena arena = Arena.ofConfined()) {
            int fd = (int) OPEN.invokeExact(arena.allocateFrom(file.toString()), O_RDONLY_CLOEXEC);
            check(fd >= 0, "open", file);
            int entered = (int) SETNS.invokeExact(fd, CLONE_NEWNET);
            int _ = (int) CLOSE.invokeExact(fd);
            check(entered == 0, "setns", file);
        } catch (IOException | Error refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw new AssertionError("a downcall handle threw", thrown);
        }
    }

    private static void check(boolean done, String call, Path file) throws IOException {
        if (!done) {
            throw new IOException(call + " of " + file + " was refused");
        }
    }

    private static MethodHandle handle(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, arguments));
    }
}
