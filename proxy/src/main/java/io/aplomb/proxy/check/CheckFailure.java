package io.aplomb.proxy.check;

import io.aplomb.proxy.health.CheckStatus;

/** A check that is decided: unsuccessfully, and what the statistics and logs say of it. */
final class CheckFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final CheckStatus status;
    private final int code;

    CheckFailure(CheckStatus status, String info) {
        this(status, 0, info);
    }

    CheckFailure(CheckStatus status, int code, String info) {
        super(info, null, false, false);
        this.status = status;
        this.code = code;
    }

    CheckStatus status() {
        return status;
    }

    int code() {
        return code;
    }

    String info() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
