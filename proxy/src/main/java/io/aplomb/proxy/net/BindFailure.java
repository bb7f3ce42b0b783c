package io.aplomb.proxy.net;

import io.aplomb.base.SourcePosition;

/** A configured address that could not be listened on. */
public final class BindFailure extends Exception {

    private final SourcePosition position;
    private final String address;
    private final String reason;

    /**
     * @param position the bind line
     * @param address as the configuration gives it
     * @param reason the system's words, such as {@code Address already in use}
     */
    public BindFailure(SourcePosition position, String address, String reason) {
        super("cannot bind " + address + ": " + reason);
        this.position = position;
        this.address = address;
        this.reason = reason;
    }

    public SourcePosition position() {
        return position;
    }

    public String address() {
        return address;
    }

    public String reason() {
        return reason;
    }
}
