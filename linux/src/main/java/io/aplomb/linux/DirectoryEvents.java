package io.aplomb.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.Closeable;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reports on files that were written and closed, came, or went (inotify(7)). Unlike those of {@code
 * WatchService}, a report of a written file comes when the writer is done with it, so nobody reads
 * half of it. For one thread.
 */
public final class DirectoryEvents implements Closeable {

    private static final int IN_CLOEXEC = 0x80000;
    private static final int IN_NONBLOCK = 0x800;

    private static final int IN_CLOSE_WRITE = 0x0000_0008;
    private static final int IN_MOVED_FROM = 0x0000_0040;
    private static final int IN_MOVED_TO = 0x0000_0080;
    private static final int IN_DELETE = 0x0000_0200;
    private static final int IN_DELETE_SELF = 0x0000_0400;
    private static final int IN_MOVE_SELF = 0x0000_0800;
    private static final int IN_Q_OVERFLOW = 0x0000_4000;
    private static final int IN_IGNORED = 0x0000_8000;
    private static final int IN_ONLYDIR = 0x0100_0000;

    private static final int WANTED =
            IN_CLOSE_WRITE
                    | IN_MOVED_FROM
                    | IN_MOVED_TO
                    | IN_DELETE
                    | IN_DELETE_SELF
                    | IN_MOVE_SELF
                    | IN_ONLYDIR;

    private static final int HEADER_BYTES = 16;
    private static final int MASK_OFFSET = 4;
    private static final int LENGTH_OFFSET = 12;
    private static final int READ_BYTES = 16_384;

    private static final MethodHandle INOTIFY_INIT1 = Libc.intFunction("inotify_init1", JAVA_INT);
    private static final MethodHandle INOTIFY_ADD_WATCH =
            Libc.intFunction("inotify_add_watch", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle INOTIFY_RM_WATCH =
            Libc.intFunction("inotify_rm_watch", JAVA_INT, JAVA_INT);

    private final int fd;

    private DirectoryEvents(int fd) {
        this.fd = fd;
    }

    /** A report. */
    public sealed interface Event {

        /** A file of that name was written, came or went. */
        record Changed(int watch, String name) implements Event {}

        /** The directory itself went, or goes by another name now; it is watched no longer. */
        record DirectoryGone(int watch) implements Event {}

        /** Reports were lost. */
        record Lost() implements Event {}
    }

    /** Opens one that watches nothing yet. */
    public static DirectoryEvents open() throws SystemCallException {
        return new DirectoryEvents(
                Libc.call(
                        "inotify_init1",
                        (_, state) ->
                                (int) INOTIFY_INIT1.invokeExact(state, IN_CLOEXEC | IN_NONBLOCK)));
    }

    /** For {@link Poller}. */
    public int fd() {
        return fd;
    }

    /**
     * Watches the files of a directory.
     *
     * @return the number that its reports bear
     * @throws SystemCallException ENOENT, ENOTDIR, EACCES, ENOSPC among others
     */
    public int watch(String directory) throws SystemCallException {
        return Libc.call(
                "inotify_add_watch " + directory,
                (arena, state) ->
                        (int)
                                INOTIFY_ADD_WATCH.invokeExact(
                                        state, fd, arena.allocateFrom(directory), WANTED));
    }

    /** Those that came since the last call; waits for none. */
    public List<Event> take() throws SystemCallException {
        List<Event> events = new ArrayList<>();
        try {
            while (true) {
                read(ByteBuffer.wrap(Descriptors.read(fd, READ_BYTES)), events);
            }
        } catch (SystemCallException refused) {
            if (refused.errno() != SystemCallException.EAGAIN) {
                throw refused;
            }
            return events;
        }
    }

    /** {@code struct inotify_event}, one after the other. */
    private void read(ByteBuffer in, List<Event> events) throws SystemCallException {
        in.order(ByteOrder.nativeOrder());
        while (in.remaining() >= HEADER_BYTES) {
            int at = in.position();
            int watch = in.getInt(at);
            int mask = in.getInt(at + MASK_OFFSET);
            byte[] name = new byte[in.getInt(at + LENGTH_OFFSET)];
            in.position(at + HEADER_BYTES).get(name);
            if ((mask & IN_Q_OVERFLOW) != 0) {
                events.add(new Event.Lost());
            } else if ((mask & IN_MOVE_SELF) != 0) {
                forget(watch); // the kernel answers with IN_IGNORED
            } else if ((mask & IN_IGNORED) != 0) {
                events.add(new Event.DirectoryGone(watch));
            } else if ((mask & IN_DELETE_SELF) == 0) { // IN_IGNORED follows that one
                events.add(new Event.Changed(watch, text(name)));
            }
        }
    }

    private void forget(int watch) throws SystemCallException {
        int _ =
                Libc.call(
                        "inotify_rm_watch",
                        (_, state) -> (int) INOTIFY_RM_WATCH.invokeExact(state, fd, watch));
    }

    private static String text(byte[] zeroPadded) {
        int length = 0;
        while (length < zeroPadded.length && zeroPadded[length] != 0) {
            length++;
        }
        return new String(zeroPadded, 0, length, StandardCharsets.UTF_8);
    }

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
