package io.aplomb.formats.pcs;

/** The words of a rule make no rule; the message says why, as pcs does. */
final class RuleSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RuleSyntaxException(String message) {
        super(message, null, false, false);
    }

    /** What went wrong, for people. */
    String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
