package io.aplomb.model.proxy;

/**
 * A {@code stats socket} line: where the runtime commands are read.
 *
 * @param bind how it listens; without TLS and PROXY protocol
 */
public record StatsSocket(Bind bind, Level level) {

    /** What a caller of the socket may do, least first (HAProxy manual 9.3 of management.txt). */
    public enum Level {
        USER,
        OPERATOR,
        ADMIN
    }
}
