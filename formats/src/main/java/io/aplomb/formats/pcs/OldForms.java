package io.aplomb.formats.pcs;

/** Says what to write instead of an old form that is still taken. */
final class OldForms {

    private OldForms() {}

    /**
     * A command of before.
     *
     * @param instead what to use, without {@code pcs}
     */
    static void command(String instead, Call call) {
        call.reports()
                .deprecation(
                        "This command is deprecated and will be removed. Please use 'pcs "
                                + instead
                                + "' instead.");
    }

    /** The name of a role of before. */
    static void role(String role, Call call) {
        String capitalized = Roles.capitalized(role);
        if (Roles.isLegacy(capitalized)) {
            call.reports()
                    .deprecation(
                            "Role value '%s' is deprecated and should not be used, use '%s' instead"
                                    .formatted(role, Roles.primary(capitalized)));
        }
    }
}
