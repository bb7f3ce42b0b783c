package io.aplomb.formats.haproxy.value;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A word that is not a value of the wanted kind. The message is ready to be shown. */
public final class InvalidValueException extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable String advice;

    public InvalidValueException(String message) {
        this(message, null);
    }

    public InvalidValueException(String message, @Nullable String advice) {
        super(message);
        this.advice = advice;
    }

    /** The message; never null. */
    public String problem() {
        return String.valueOf(getMessage());
    }

    /** What to write instead, when known. */
    public Optional<String> advice() {
        return Optional.ofNullable(advice);
    }
}
