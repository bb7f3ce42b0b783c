package io.aplomb.app.process;

import io.aplomb.linux.Processes;
import io.aplomb.linux.SystemCallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Gives up root for the configured user and group, once everything that needs root is done. */
public final class Privileges {

    private static final int ROOT = 0;
    private static final int ID_FIELD = 2;
    private static final Path USERS = Path.of("/etc/passwd");
    private static final Path GROUPS = Path.of("/etc/group");

    private Privileges() {}

    /**
     * Who the process should be.
     *
     * @param uid -1 when the name, or nothing, says it
     * @param gid -1 when the name, or nothing, says it
     */
    public record Identity(@Nullable String user, @Nullable String group, int uid, int gid) {}

    /**
     * Becomes that user, group first. An ordinary user stays what it is.
     *
     * @return a remark for the administrator when the wish could not be followed
     * @throws IOException for a name this machine does not know, or when the system refuses
     */
    public static Optional<String> drop(Identity wanted) throws IOException {
        OptionalInt gid = id(wanted.gid(), wanted.group(), GROUPS, "group");
        OptionalInt uid = id(wanted.uid(), wanted.user(), USERS, "user");
        if (gid.isEmpty() && uid.isEmpty()) {
            return Optional.empty();
        }
        if (Processes.getuid() != ROOT) {
            return Optional.of("not started as root: 'user' and 'group' are left as they are");
        }
        try {
            if (gid.isPresent()) {
                Processes.setgid(gid.getAsInt());
            }
            if (uid.isPresent() && uid.getAsInt() != ROOT) {
                Processes.setuid(uid.getAsInt());
            }
            return Optional.empty();
        } catch (SystemCallException refused) {
            throw new IOException("cannot change user: " + refused.getMessage(), refused);
        }
    }

    private static OptionalInt id(int number, @Nullable String name, Path file, String what)
            throws IOException {
        if (number >= 0) {
            return OptionalInt.of(number);
        }
        if (name == null) {
            return OptionalInt.empty();
        }
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            String[] fields = line.split(":", -1);
            if (fields.length > ID_FIELD && fields[0].equals(name)) {
                return OptionalInt.of(Integer.parseInt(fields[ID_FIELD]));
            }
        }
        throw new IOException("there is no %s '%s' in %s".formatted(what, name, file));
    }
}
