package io.aplomb.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * How this module calls the C library: one downcall handle for each function, with errno captured
 * in the same call.
 *
 * <p>Handles are made on first use of their holder class, so a program that never spawns does not
 * pay for {@code posix_spawn}.
 */
final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private Libc() {}

    /**
     * A function that answers an int and sets errno: its handle takes the call state as first
     * argument.
     */
    static MethodHandle intFunction(String name, MemoryLayout... arguments) {
        return function(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** As {@link #intFunction}, of a function that not every C library has. */
    static Optional<MethodHandle> optionalIntFunction(String name, MemoryLayout... arguments) {
        return SYMBOLS.find(name).map(_ -> intFunction(name, arguments));
    }

    /** A function that answers a long (ssize_t) and sets errno. */
    static MethodHandle longFunction(String name, MemoryLayout... arguments) {
        return function(name, FunctionDescriptor.of(JAVA_LONG, arguments));
    }

    /** A function that answers a pointer and sets errno. */
    static MethodHandle pointerFunction(String name, MemoryLayout... arguments) {
        return function(name, FunctionDescriptor.of(ADDRESS, arguments));
    }

    /**
     * {@code fcntl} and its like: the arguments after the first {@code fixed} ones are variadic.
     */
    static MethodHandle variadicIntFunction(String name, int fixed, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                SYMBOLS.findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, arguments),
                CAPTURE_ERRNO,
                Linker.Option.firstVariadicArg(fixed));
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(SYMBOLS.findOrThrow(name), descriptor, CAPTURE_ERRNO);
    }

    static MemorySegment callState(Arena arena) {
        return arena.allocate(CALL_STATE);
    }

    static int errno(MemorySegment callState) {
        return (int) ERRNO.get(callState, 0L);
    }

    /** What a C call answered, checked: a negative answer becomes the exception that names it. */
    static int check(String call, int answer, MemorySegment callState) throws SystemCallException {
        if (answer < 0) {
            throw new SystemCallException(call, errno(callState));
        }
        return answer;
    }

    /** One call of a handle; {@code state} receives errno. */
    interface IntCall {
        int make(Arena arena, MemorySegment state) throws Throwable;
    }

    /**
     * Makes a call with an arena of its own, again and again while a signal interrupts it.
     *
     * @param name the C function, for the message
     */
    static int call(String name, IntCall call) throws SystemCallException {
        while (true) {
            try {
                return callOnce(name, call);
            } catch (SystemCallException refused) {
                if (refused.errno() != SystemCallException.EINTR) {
                    throw refused;
                }
            }
        }
    }

    /** Makes a call with an arena of its own; EINTR is an answer like another. */
    static int callOnce(String name, IntCall call) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            return check(name, call.make(arena, state), state);
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /**
     * A downcall handle throws nothing checked; what comes out of one is a defect of this module.
     */
    static AssertionError impossible(Throwable thrown) {
        return new AssertionError("a downcall handle threw", thrown);
    }
}
