package io.aplomb.formats.text;

import io.aplomb.base.Diagnostic;
import org.jspecify.annotations.Nullable;

/** One line that cannot be honoured. Ends the reading of that line only; the next ones go on. */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised: it ends at the line it was thrown for
    private final @Nullable Diagnostic diagnostic;

    public Refusal(Diagnostic diagnostic) {
        super(diagnostic.message(), null, false, false);
        this.diagnostic = diagnostic;
    }

    /** The diagnostics have the reason already. */
    public Refusal() {
        super(null, null, false, false);
        this.diagnostic = null;
    }

    /** What to report; null when that is done. */
    public @Nullable Diagnostic diagnostic() {
        return diagnostic;
    }
}
