package io.aplomb.formats.pcs;

/** That {@code pcs resource} was given what {@code pcs stonith} is for. */
final class StonithMismatch {

    private StonithMismatch() {}

    /**
     * The text of the warning.
     *
     * @param what such as {@code stonith resources}
     */
    static String of(String what) {
        return "Ability of this command to accept "
                + what
                + " is deprecated and will be removed in a future release.";
    }

    /** The same, with the command to use. */
    static String of(String what, String command) {
        return of(what) + " Please use '" + command + "' instead.";
    }
}
