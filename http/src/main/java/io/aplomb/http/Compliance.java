package io.aplomb.http;

/** How strictly messages are read; what each mode tolerates is the table {@link Violation}. */
public enum Compliance {
    /** The default: everything that two programs could read in two ways is refused. */
    STRICT,

    /**
     * HAProxy's {@code option accept-invalid-http-request} and {@code accept-invalid-http-response}
     * (manual section 4.2): lets odd but still unambiguous messages pass.
     */
    RELAXED
}
