package io.aplomb.linux;

import static io.aplomb.linux.Libc.intFunction;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Users and groups by name, from wherever this machine has them (getpwnam(3), getgrnam(3)). From
 * any thread; may wait for a directory server.
 */
public final class Accounts {

    /** getpwnam(3) asks for as much; longer lists of members of a group are no error here. */
    private static final int BUFFER_BYTES = 64 * 1024;

    /** More than the 48 bytes of {@code struct passwd} and the 32 of {@code struct group}. */
    private static final int ENTRY_BYTES = 64;

    // Offsets, after two pointers.
    private static final int PW_UID = 16;
    private static final int PW_GID = 20;
    private static final int GR_GID = 16;

    private static final MethodHandle GETPWNAM_R =
            intFunction("getpwnam_r", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle GETGRNAM_R =
            intFunction("getgrnam_r", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);

    private Accounts() {}

    /**
     * Numbers of a user.
     *
     * @param group of the user's own group, which may have another name
     */
    public record User(int id, int group) {}

    /** A user; empty when there is none of that name, or nobody can tell. */
    public static Optional<User> user(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entry = arena.allocate(ENTRY_BYTES, Long.BYTES);
            return find(GETPWNAM_R, arena, name, entry)
                    ? Optional.of(
                            new User(entry.get(JAVA_INT, PW_UID), entry.get(JAVA_INT, PW_GID)))
                    : Optional.empty();
        }
    }

    /** The number of a group; empty as in {@link #user}. */
    public static OptionalInt group(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entry = arena.allocate(ENTRY_BYTES, Long.BYTES);
            return find(GETGRNAM_R, arena, name, entry)
                    ? OptionalInt.of(entry.get(JAVA_INT, GR_GID))
                    : OptionalInt.empty();
        }
    }

    private static boolean find(
            MethodHandle function, Arena arena, String name, MemorySegment entry) {
        MemorySegment found = arena.allocate(ADDRESS);
        try {
            int refused =
                    (int)
                            function.invokeExact(
                                    Libc.callState(arena),
                                    arena.allocateFrom(name),
                                    entry,
                                    arena.allocate(BUFFER_BYTES),
                                    (long) BUFFER_BYTES,
                                    found);
            return refused == 0 && found.get(ADDRESS, 0).address() != 0;
        } catch (Throwable thrown) {
            throw Libc.impossible(thrown);
        }
    }
}
