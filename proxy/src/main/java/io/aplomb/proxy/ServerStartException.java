package io.aplomb.proxy;

import io.aplomb.base.SourcePosition;
import org.jspecify.annotations.Nullable;

/** A valid configuration that cannot be served on this machine now. */
public final class ServerStartException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable SourcePosition position;

    ServerStartException(@Nullable SourcePosition position, String message, Throwable cause) {
        super(message, cause);
        this.position = position;
    }

    ServerStartException(@Nullable SourcePosition position, String message) {
        super(message);
        this.position = position;
    }

    /** The line of the configuration that asks for what cannot be had, when there is one. */
    public @Nullable SourcePosition position() {
        return position;
    }
}
