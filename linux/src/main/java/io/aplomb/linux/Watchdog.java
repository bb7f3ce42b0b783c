package io.aplomb.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.OptionalInt;

/**
 * A watchdog: hardware, or the kernel's softdog, that resets the machine when it was not written to
 * for a time (Linux: Documentation/watchdog/watchdog-api). Opening it starts the time; only {@link
 * #disarm} ends it, and not even that where the driver is built or told never to stop (nowayout).
 *
 * <p>For one thread.
 */
public final class Watchdog implements Closeable {

    /** {@code _IOWR('W', 6, int)}. */
    private static final long WDIOC_SETTIMEOUT = 0xc004_5706L;

    /** {@code _IOR('W', 7, int)}. */
    private static final long WDIOC_GETTIMEOUT = 0x8004_5707L;

    private static final byte[] KEEP_ALIVE = {'.'};
    private static final byte[] MAGIC_CLOSE = {'V'};

    private static final MethodHandle IOCTL =
            Libc.variadicIntFunction("ioctl", 2, JAVA_INT, JAVA_LONG, ADDRESS);

    private final int fd;
    private final OptionalInt timeoutS;

    private Watchdog(int fd, OptionalInt timeoutS) {
        this.fd = fd;
        this.timeoutS = timeoutS;
    }

    /**
     * Opens a device, asks for a time limit and starts it.
     *
     * @param path {@code /dev/watchdog0}
     * @param timeoutS seconds; a device that cannot count so far takes what it can, see {@link
     *     #timeoutS}
     * @throws SystemCallException ENOENT without a driver, EBUSY when another program feeds it
     */
    public static Watchdog open(String path, int timeoutS) throws SystemCallException {
        int fd = Descriptors.openWrite(path);
        OptionalInt granted = ask(fd, WDIOC_SETTIMEOUT, timeoutS);
        return new Watchdog(fd, granted.isPresent() ? granted : ask(fd, WDIOC_GETTIMEOUT, 0));
    }

    private static OptionalInt ask(int fd, long request, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocateFrom(JAVA_INT, value);
            int _ =
                    Libc.call(
                            "ioctl",
                            (_, state) -> (int) IOCTL.invokeExact(state, fd, request, number));
            return OptionalInt.of(number.get(JAVA_INT, 0));
        } catch (SystemCallException unknown) {
            return OptionalInt.empty();
        }
    }

    /** Seconds after which the device acts, as it says itself; empty when it does not tell. */
    public OptionalInt timeoutS() {
        return timeoutS;
    }

    /** Starts its time anew. */
    public void feed() throws SystemCallException {
        Descriptors.write(fd, KEEP_ALIVE);
    }

    /** Says that the next {@link #close} is meant: it then stops, where its driver lets it. */
    public void disarm() throws SystemCallException {
        Descriptors.write(fd, MAGIC_CLOSE);
    }

    /** Closes it; without {@link #disarm} its time runs on. */
    @Override
    public void close() {
        try {
            Descriptors.close(fd);
        } catch (SystemCallException gone) {
            // After any error of close(2) the descriptor is gone all the same.
            return;
        }
    }
}
