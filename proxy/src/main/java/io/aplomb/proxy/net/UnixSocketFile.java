package io.aplomb.proxy.net;

import io.aplomb.model.proxy.SocketAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a listening unix socket. It is bound under a name of its own beside the wanted path
 * and gets that path in one step, so that clients find the former socket or this one and never
 * nothing, and so that whoever opens several sockets can still give up without a trace. For control
 * threads, one at a time.
 */
final class UnixSocketFile {

    private static final Logger LOG = LoggerFactory.getLogger(UnixSocketFile.class);

    /** From the bit of "others may execute" up to "owner may read". */
    private static final PosixFilePermission[] BY_BIT = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ
    };

    private final Path path;
    private final Path bound;
    private final Path former;
    private @Nullable Object identity;
    private boolean published;

    /**
     * Makes room for the name to bind.
     *
     * @throws IOException when something that is no socket has the path
     */
    UnixSocketFile(String path) throws IOException {
        this.path = Path.of(path);
        String beside = path + "." + ProcessHandle.current().pid();
        this.bound = Path.of(beside + ".tmp");
        this.former = Path.of(beside + ".bak");
        if (Files.exists(this.path, LinkOption.NOFOLLOW_LINKS)
                && !attributes(this.path).isOther()) {
            throw new IOException("the file exists and is not a socket");
        }
        Files.deleteIfExists(bound);
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** What to bind. */
    String boundPath() {
        return bound.toString();
    }

    /** Where clients find it once it is published. */
    String path() {
        return path.toString();
    }

    /** After the bind: sets who may connect. */
    void setAccess(SocketAccess access) throws IOException {
        identity = attributes(bound).fileKey();
        if (access.uid() >= 0) {
            Files.setAttribute(bound, "unix:uid", access.uid());
        }
        if (access.gid() >= 0) {
            Files.setAttribute(bound, "unix:gid", access.gid());
        }
        setOwners(access.user(), access.group());
        if (access.mode() >= 0) {
            Files.setPosixFilePermissions(bound, permissions(access.mode()));
        }
    }

    private void setOwners(@Nullable String user, @Nullable String group) throws IOException {
        UserPrincipalLookupService names = bound.getFileSystem().getUserPrincipalLookupService();
        String sought = "user " + user;
        try {
            if (user != null) {
                Files.setOwner(bound, names.lookupPrincipalByName(user));
            }
            sought = "group " + group;
            if (group != null) {
                Files.getFileAttributeView(bound, PosixFileAttributeView.class)
                        .setGroup(names.lookupPrincipalByGroupName(group));
            }
        } catch (UserPrincipalNotFoundException unknown) {
            throw new IOException("no such " + sought, unknown);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < BY_BIT.length; bit++) {
            if ((mode & 1 << bit) != 0) {
                permissions.add(BY_BIT[bit]);
            }
        }
        return permissions;
    }

    /** Takes the path; the socket that had it can get it back by {@link #takeBack}. */
    void publish() throws IOException {
        keepFormer();
        Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE);
        published = true;
    }

    private void keepFormer() throws IOException {
        Files.deleteIfExists(former);
        try {
            Files.createLink(former, path);
        } catch (NoSuchFileException none) {
            LOG.trace("{} is new", path);
        } catch (IOException | UnsupportedOperationException refused) {
            // Another user's socket may not be linked (proc_sys_fs(5), protected_hardlinks).
            LOG.debug("the former socket cannot be kept: {}", refused.toString());
        }
    }

    /** The path stays with this socket. */
    void settle() {
        delete(former);
    }

    /** Undoes {@link #publish}, if it was done. */
    void takeBack() {
        if (!published) {
            return;
        }
        published = false;
        try {
            Files.move(former, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException none) {
            remove();
        }
    }

    /** Removes the file unless the path has become another socket's. */
    void remove() {
        delete(bound);
        try {
            if (identity != null && identity.equals(attributes(path).fileKey())) {
                delete(path);
            }
        } catch (IOException gone) {
            LOG.trace("{} is gone already", path);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("cannot remove {}", file, e);
        }
    }
}
