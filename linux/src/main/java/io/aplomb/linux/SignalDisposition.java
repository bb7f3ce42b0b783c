package io.aplomb.linux;

import static io.aplomb.linux.Libc.callState;
import static io.aplomb.linux.Libc.impossible;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Signals that a process ignores.
 *
 * <p>A shell starts a background job with SIGINT ignored, nohup with SIGHUP ignored, and the Java
 * machine then refuses to install a handler. A proxy must obey those signals all the same, as
 * HAProxy does.
 */
public final class SignalDisposition {
    private static final MemorySegment SIG_DFL = MemorySegment.NULL;
    private static final MemorySegment SIG_IGN = MemorySegment.ofAddress(1);

    private SignalDisposition() {}

    /** Linked only in the rare process that ignores a signal. */
    private static final class Holder {
        static final MethodHandle SIGNAL = Libc.pointerFunction("signal", JAVA_INT, ADDRESS);

        private Holder() {}
    }

    /**
     * Whether this process ignores the signal of that number (1 to 64); false when /proc cannot
     * tell.
     */
    public static boolean isIgnored(int signal) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("SigIgn:")) {
                    long mask =
                            Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16);
                    return (mask >>> (signal - 1) & 1) != 0;
                }
            }
            return false;
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Gives an ignored signal its default effect again, after which a handler can be installed. */
    public static void restoreDefault(int signal) {
        set(signal, SIG_DFL);
    }

    /**
     * Has this process ignore a signal, whatever the Java machine would do; children inherit it.
     */
    public static void ignore(int signal) {
        set(signal, SIG_IGN);
    }

    private static void set(int signal, MemorySegment disposition) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment _ =
                    (MemorySegment)
                            Holder.SIGNAL.invokeExact(callState(arena), signal, disposition);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }
}
