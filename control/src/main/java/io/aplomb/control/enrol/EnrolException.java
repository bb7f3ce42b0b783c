package io.aplomb.control.enrol;

import java.io.IOException;

/** Two machines could not agree; the message is for a person. */
public final class EnrolException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** The machines do not know each other, and a token is needed. */
        UNKNOWN,
        /** The token is wrong, used up, or too old. */
        WRONG_TOKEN,
        /** Too many attempts have failed; wait a minute. */
        TOO_MANY_ATTEMPTS,
        /** The machine shows another certificate than the one known. */
        OTHER_MACHINE,
        /** What came is not our protocol, or of a version we do not have. */
        PROTOCOL
    }

    private final Reason reason;

    EnrolException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
