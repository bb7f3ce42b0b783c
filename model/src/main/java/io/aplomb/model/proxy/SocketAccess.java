package io.aplomb.model.proxy;

import org.jspecify.annotations.Nullable;

/**
 * Who may connect to a unix socket in the file system (manual 5.1 {@code mode}, {@code user},
 * {@code uid}, {@code group}, {@code gid}). A name stands above a number.
 *
 * @param mode permission bits, -1 to leave those of the process's umask
 * @param uid owner, -1 to leave it
 * @param gid group, -1 to leave it
 */
public record SocketAccess(
        int mode, int uid, int gid, @Nullable String user, @Nullable String group) {

    /** Nothing is asked for. */
    public static final SocketAccess DEFAULT = new SocketAccess(-1, -1, -1, null, null);
}
