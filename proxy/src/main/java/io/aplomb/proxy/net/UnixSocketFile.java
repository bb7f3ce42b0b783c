package io.aplomb.proxy.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** The file of a listening unix socket. */
public final class UnixSocketFile {

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

    public UnixSocketFile(String path) {
        this.path = Path.of(path);
    }

    /**
     * Removes what an earlier process left; anything else than a socket stays and makes the bind
     * fail.
     */
    public void removeStale() throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && Files.readAttributes(
                                path,
                                java.nio.file.attribute.BasicFileAttributes.class,
                                LinkOption.NOFOLLOW_LINKS)
                        .isOther()) {
            Files.delete(path);
        }
    }

    /**
     * Sets who may connect.
     *
     * @param mode permission bits, -1 to leave them
     * @param uid -1 to leave it
     * @param gid -1 to leave it
     */
    public void setAccess(int mode, int uid, int gid) throws IOException {
        if (mode >= 0) {
            Files.setPosixFilePermissions(path, permissions(mode));
        }
        if (uid >= 0) {
            Files.setAttribute(path, "unix:uid", uid);
        }
        if (gid >= 0) {
            Files.setAttribute(path, "unix:gid", gid);
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
}
