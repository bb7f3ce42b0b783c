package io.aplomb.linux;

import java.io.IOException;

/**
 * A system call that the kernel refused: which call, and the errno it set.
 *
 * <p>Numbers and names are those of Linux on x86-64 and arm64, which agree on every one named here
 * (errno(3)).
 */
public final class SystemCallException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Bad file descriptor. */
    public static final int EBADF = 9;

    /** Operation not permitted. */
    public static final int EPERM = 1;

    /** No such file or directory. */
    public static final int ENOENT = 2;

    /** No such process, route or rule. */
    public static final int ESRCH = 3;

    /** Interrupted by a signal; the call may be repeated. */
    public static final int EINTR = 4;

    /** Nothing there now; ask again when there is. */
    public static final int EAGAIN = 11;

    /** It exists already. */
    public static final int EEXIST = 17;

    /** No such interface. */
    public static final int ENODEV = 19;

    /** No such address. */
    public static final int EADDRNOTAVAIL = 99;

    /** The kernel knows no such thing. */
    public static final int EOPNOTSUPP = 95;

    /** The kernel had no room for a message and dropped it. */
    public static final int ENOBUFS = 105;

    /** The descriptor is not a socket. */
    public static final int ENOTSOCK = 88;

    private final String call;
    private final int errno;

    /** For the parts of this module in other packages. */
    public SystemCallException(String call, int errno) {
        super(call + ": " + name(errno) + " (" + text(errno) + ")");
        this.call = call;
        this.errno = errno;
    }

    /** The C function, {@code "dup2"} for instance. */
    public String call() {
        return call;
    }

    /** The number the kernel set. */
    public int errno() {
        return errno;
    }

    /**
     * The name of that number, {@code "EBADF"}; {@code "errno 123"} for one this table does not
     * name.
     */
    public String errnoName() {
        return name(errno);
    }

    /** Why, as strerror(3) says it: {@code "Address already in use"}. */
    public String reason() {
        String words = text(errno);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String name(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM";
            case ENOENT -> "ENOENT";
            case ESRCH -> "ESRCH";
            case EINTR -> "EINTR";
            case 5 -> "EIO";
            case 7 -> "E2BIG";
            case 8 -> "ENOEXEC";
            case EBADF -> "EBADF";
            case 10 -> "ECHILD";
            case EAGAIN -> "EAGAIN";
            case 12 -> "ENOMEM";
            case 13 -> "EACCES";
            case 14 -> "EFAULT";
            case 16 -> "EBUSY";
            case EEXIST -> "EEXIST";
            case ENODEV -> "ENODEV";
            case 20 -> "ENOTDIR";
            case 22 -> "EINVAL";
            case 23 -> "ENFILE";
            case 24 -> "EMFILE";
            case 28 -> "ENOSPC";
            case 30 -> "EROFS";
            case 32 -> "EPIPE";
            case 38 -> "ENOSYS";
            case ENOTSOCK -> "ENOTSOCK";
            case 92 -> "ENOPROTOOPT";
            case 93 -> "EPROTONOSUPPORT";
            case EOPNOTSUPP -> "EOPNOTSUPP";
            case 98 -> "EADDRINUSE";
            case EADDRNOTAVAIL -> "EADDRNOTAVAIL";
            case 100 -> "ENETDOWN";
            case 101 -> "ENETUNREACH";
            case ENOBUFS -> "ENOBUFS";
            case 111 -> "ECONNREFUSED";
            default -> "errno " + errno;
        };
    }

    private static String text(int errno) {
        return switch (errno) {
            case EPERM -> "operation not permitted";
            case ENOENT -> "no such file or directory";
            case ESRCH -> "no such process";
            case EBADF -> "bad file descriptor";
            case 11 -> "resource temporarily unavailable";
            case 13 -> "permission denied";
            case 22 -> "invalid argument";
            case 24 -> "too many open files";
            case 32 -> "the other end is closed";
            case ENOTSOCK -> "not a socket";
            case 98 -> "address already in use";
            case 99 -> "cannot assign requested address";
            case 100 -> "the interface is down";
            case 101 -> "network unreachable";
            case 111 -> "connection refused";
            default -> "see errno(3)";
        };
    }
}
