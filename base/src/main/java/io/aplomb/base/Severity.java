package io.aplomb.base;

import java.util.Locale;

/** How bad a diagnostic is, from bad to harmless. */
public enum Severity {
    /** The configuration is refused. */
    ERROR,
    /** The configuration is taken, but something in it wants a change. */
    WARNING,
    /** Something worth knowing; nothing needs a change. */
    NOTICE,
    /** Shown only when diagnostics were asked for (HAProxy's {@code -dD}). */
    DIAG;

    /** The word printed in front of the message. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
