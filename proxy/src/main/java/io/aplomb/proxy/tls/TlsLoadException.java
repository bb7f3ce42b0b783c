package io.aplomb.proxy.tls;

import io.aplomb.base.SourcePosition;

/** A certificate, key or list that cannot be used; the message names the file. */
public final class TlsLoadException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient SourcePosition position;

    TlsLoadException(SourcePosition position, String message, Throwable cause) {
        super(message, cause);
        this.position = position;
    }

    /** The {@code bind} or {@code server} line that asked for it. */
    public SourcePosition position() {
        return position;
    }
}
