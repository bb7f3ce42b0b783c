package io.aplomb.formats.haproxy.syntax;

/** A condition of an {@code .if} line that cannot be read. */
final class ConditionException extends Exception {

    private static final long serialVersionUID = 1L;

    ConditionException(String message) {
        super(message);
    }
}
